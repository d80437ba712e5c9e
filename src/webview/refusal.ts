/**
 * Finds the reason why the current request cannot be sent, and the field that the user has to fix. The page finds it
 * without the extension.
 */
import type { Draft } from '../contract/panel/messages.ts';
import type { PanelStrings } from '../contract/panel/strings.ts';
import { addressProblem, type AddressProblem } from './input/address.ts';
import { deadlineProblem } from './input/deadline.ts';
import { metadataProblem } from './input/metadata.ts';
import { schemaProblem, type PanelModel } from './model.ts';
import { fill } from './text.ts';

/** The reason why a request cannot be sent. `at` says where the user can fix it. */
export interface Refusal {
  readonly at: 'target' | 'metadata' | 'deadline' | 'schemaError' | 'schema';
  readonly message: string;
}

/** Returns the first reason, in the order of the fields in the panel. Returns undefined if the request can be sent. */
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

/** Returns what is wrong with the target, as a sentence. */
function targetMessage({ target }: Draft, strings: PanelStrings): string | undefined {
  if (target.kind !== 'remote') return undefined;
  const problem = addressProblem(target.address);
  if (problem === undefined) return undefined;
  return fill(strings[problem], wrongPart(target.address, problem));
}

function wrongPart(address: string, problem: AddressProblem): string {
  if (problem === 'targetBadPort') return address.slice(address.lastIndexOf(':') + 1);
  return address;
}

/** Returns what is wrong with the deadline, as a sentence. */
export function deadlineMessage(text: string, strings: PanelStrings): string | undefined {
  const problem = deadlineProblem(text);
  if (problem === undefined) return undefined;
  return fill(strings[problem], problem === 'deadlineNoUnit' ? likelyNumber(text) : text.trim());
}

/**
 * The number that we suggest with a unit. No user wants a part of a millisecond or of a minute, so we suggest only
 * whole numbers.
 */
function likelyNumber(text: string): string {
  const number = text.trim();
  if (/^[1-9]\d*$/.test(number)) return number;
  return '1';
}

/** The reason why a request without a body cannot be sent. The body is missing because the schema is missing. */
function schemaRefusal(schema: PanelModel['schema'], strings: PanelStrings): Refusal {
  const problem = schemaProblem(schema);
  if (problem === undefined) return { at: 'schema', message: strings.schemaMissing };
  if (problem.hasPlace) return { at: 'schemaError', message: problem.message };
  return { at: 'schema', message: problem.message };
}
