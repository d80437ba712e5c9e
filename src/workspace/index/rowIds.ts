/** The ids of rows in the schema tree: stable while a declaration keeps its name, so that a view can keep what is open. */
import type { FilePath } from '../../base/path.ts';

/** What an id stands for. The steps lead from the file to the declaration. */
export type RowKey =
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'declaration'; readonly path: FilePath; readonly steps: readonly string[] };

/** The id of a package's row. */
export function packageId(name: string): string {
  return `p:${name}`;
}

/** The id of a declaration's row. */
export function declarationId(path: FilePath, steps: readonly string[]): string {
  return `d:${path}#${steps.join('/')}`;
}

/** One letter for the kind keeps a message apart from an enum of the same name while a user renames one. */
export function rowStep({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind.slice(0, 1)}:${name}`;
}

/** The name in a step. */
export function nameOfStep(step: string): string {
  return step.slice(2);
}

/** The key of an id that one of the functions here has made. */
export function readRowId(id: string): RowKey {
  if (id.startsWith('p:')) return { kind: 'package', name: id.slice(2) };
  const hash = id.lastIndexOf('#');
  return { kind: 'declaration', path: id.slice(2, hash), steps: id.slice(hash + 1).split('/') };
}
