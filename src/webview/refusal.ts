/**
 * Finds the reason why the current request cannot be sent, and the field to fix. The page does not have to ask the
 * extension.
 */
import type { Draft } from '../contract/panel/messages.ts';
import type { PanelStrings } from '../contract/panel/strings.ts';
import { addressProblem } from './input/address.ts';
import { deadlineProblem } from './input/deadline.ts';
import { metadataProblem } from './input/metadata.ts';
import type { PanelModel } from './model.ts';
import { fill } from './text.ts';

/** `at` is the place where the user can fix it. */
export interface Refusal {
  readonly at: 'target' | 'metadata' | 'deadline' | 'schemaError' | 'schema';
  readonly message: string;
}

/** The first reason, in the order of the panel; undefined if the request can be sent. */
export function refusalOf({ draft, schema, strings }: PanelModel): Refusal | undefined {
  const target = targetMessage(draft, strings);
  if (target !== undefined) return { at: 'target', message: target };
  if (draft.messages.length === 0) return schemaRefusal(schema, strings);
  const metadata = draft.metadata.map(metadataProblem).find((problem) => problem !== undefined);
  if (metadata !== undefined) return { at: 'metadata', message: strings[metadata] };
  const deadline = deadlineMessage(draft.deadline, strings);
  if (deadline !== undefined) return { at: 'deadline', message: deadline };
  return undefined;
}

/** What is wrong with the target, in words. */
function targetMessage({ target }: Draft, strings: PanelStrings): string | undefined {
  if (target.kind !== 'remote') return undefined;
  const problem = addressProblem(target.address);
  if (problem === undefined) return undefined;
  const { address } = target;
  const value = problem === 'targetBadPort' ? address.slice(address.lastIndexOf(':') + 1) : address;
  return fill(strings[problem], value);
}

/** What is wrong with the deadline, in words. */
export function deadlineMessage(text: string, strings: PanelStrings): string | undefined {
  const problem = deadlineProblem(text);
  if (problem === undefined) return undefined;
  return fill(strings[problem], text.trim());
}

/** Without a schema, there is no body. */
function schemaRefusal(schema: PanelModel['schema'], strings: PanelStrings): Refusal {
  const problem = schema.kind === 'loading' ? undefined : schema.problem;
  if (problem === undefined) return { at: 'schema', message: strings.schemaMissing };
  return { at: problem.hasPlace ? 'schemaError' : 'schema', message: problem.message };
}
