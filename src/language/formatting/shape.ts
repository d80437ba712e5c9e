/** Tells the errors of a file that make formatting impossible from those that do not. */
import type { Diagnostic } from '../../text/diagnostic.ts';

/** Errors that say nothing about the shape of a file. Everything around them is read as it is meant. */
const SHAPELESS: ReadonlySet<string> = new Set([
  'missing-label',
  'label-in-oneof',
  'label-in-editions',
  'label-on-map',
  'map-in-oneof',
  'map-extension',
  'group-name',
  'group-in-editions',
  'option-set-twice',
  'negative-unsigned',
  'obsolete-type',
  'option-import',
  'weak-import',
  'several-packages',
  'import-order',
]);

/** Whether an error may make the parser read a statement in another way than it is meant. */
export function breaksShape({ severity, code }: Diagnostic): boolean {
  return severity === 'error' && !SHAPELESS.has(code);
}
