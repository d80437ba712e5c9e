/**
 * Generation with what it leaves in the window: problems, hints and proposals. We load this file at the first run,
 * because a window shows nothing of it before.
 */
import type { SchemaScope } from '../../contract/languageServer.ts';
import { generateGo, type GenerateContext } from './generateGo.ts';
import { MissingOptions } from './missingOptions.ts';
import { GoProblems } from './problems.ts';
import { Proposals } from './proposal.ts';
import type { Run } from './runs.ts';

/** What generation needs from the rest of the extension. */
export type GenerationParts = Pick<GenerateContext, 'client' | 'runner' | 'log' | 'pluginDirectory'>;

export class Generation {
  readonly proposals = new Proposals();
  readonly #context: GenerateContext;

  constructor(parts: GenerationParts) {
    const { client, runner, log } = parts;
    this.#context = {
      ...parts,
      goProblems: new GoProblems(runner, log),
      missingOptions: new MissingOptions(client, log),
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
