/**
 * Generates Go and keeps the problems, hints and proposals of the last run. The extension loads this file at the first
 * run, because a window shows none of these before.
 */
import { join } from 'node:path';
import { Explanations, EXPLANATIONS_PAGE } from '../../host/files/explanations.ts';
import type { SchemaScope } from '../../contract/languageServer.ts';
import { generateGo, type GenerateContext } from './generateGo.ts';
import { MissingOptions } from './missingOptions.ts';
import { GoProblems } from './problems.ts';
import { Proposals } from './proposal.ts';
import type { Run } from './runs.ts';

/** What generation needs from the rest of the extension. */
export type GenerationParts = Pick<GenerateContext, 'client' | 'runner' | 'log'> & {
  /** The folder of the extension's bundles. */
  readonly dist: string;
};

export class Generation {
  readonly proposals = new Proposals();
  readonly #context: GenerateContext;

  constructor({ client, runner, log, dist }: GenerationParts) {
    const explanations = new Explanations(join(dist, EXPLANATIONS_PAGE));
    this.#context = {
      client,
      runner,
      log,
      pluginDirectory: join(dist, 'plugins'),
      goProblems: new GoProblems(runner, log, explanations),
      missingOptions: new MissingOptions(client, log, explanations),
      proposals: this.proposals,
    };
  }

  generateGo(scope: SchemaScope, run: Run): Promise<void> {
    return generateGo(this.#context, scope, run);
  }

  dispose(): void {
    const { goProblems, missingOptions } = this.#context;
    for (const part of [goProblems, missingOptions, this.proposals]) part.dispose();
  }
}
