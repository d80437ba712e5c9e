/** Decides which errors of a file make formatting impossible. */
import type { Diagnostic } from '../../text/diagnostic.ts';

/** Errors that leave the structure of a file clear: the parser still reads each statement as the user means it. */
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

/** Whether an error may make the parser misread the structure of a statement. */
export function breaksShape({ severity, code }: Diagnostic): boolean {
  return severity === 'error' && !SHAPELESS.has(code);
}
