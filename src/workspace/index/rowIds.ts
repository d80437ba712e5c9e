/**
 * Makes and reads the ids of rows in the schema tree. An id stays the same while the declaration keeps its name, so a
 * view can keep the row expanded.
 */
import type { FilePath } from '../../base/path.ts';

/** The rows of the first level in a large workspace. */
export type TopGroup = 'services' | 'packages' | 'dependencies';

/** The part of the tree that a row is in. In a large workspace, each service has a row in both parts. */
export type RowPlace = 'package' | 'services';

/** The group, package, file or declaration of an id. The steps are the declarations from the file down to this one. */
export type RowKey =
  | { readonly kind: 'group'; readonly group: TopGroup }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'types'; readonly package: string }
  | { readonly kind: 'file'; readonly path: FilePath }
  | {
      readonly kind: 'declaration';
      readonly path: FilePath;
      readonly steps: readonly string[];
      readonly under: RowPlace;
    };

/** Returns the id of a group in the first level. */
export function groupId(group: TopGroup): string {
  return `g:${group}`;
}

/** Returns the id of a package's row. */
export function packageId(name: string): string {
  return `p:${name}`;
}

/**
 * Returns the id of the row with the messages, enums and extensions of a package. Only a package with many of them has
 * such a row.
 */
export function typesId(packageName: string): string {
  return `t:${packageName}`;
}

/** Returns the id of a file's row. Only a file that shows nothing but errors has such a row. */
export function fileId(path: FilePath): string {
  return `f:${path}`;
}

const MARKS: Readonly<Record<RowPlace, string>> = { services: 's', package: 'd' };

/** Returns the id of a declaration's row. */
export function declarationId(path: FilePath, steps: readonly string[], under: RowPlace = 'package'): string {
  return `${MARKS[under]}:${path}#${steps.join('/')}`;
}

/**
 * Returns the step of a declaration: a letter for its kind, and its name. While the user renames a message to the name
 * of an enum, the letter distinguishes them.
 */
export function rowStep({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind.slice(0, 1)}:${name}`;
}

/** Whether a step is the step of a service. */
export function isServiceStep(step: string | undefined): boolean {
  return step?.startsWith('s:') === true;
}

/** Returns the name in a step. */
export function nameOfStep(step: string): string {
  return step.slice(2);
}

/** Whether an id belongs to a declaration. */
export function isDeclarationId(id: string): boolean {
  return id.startsWith('d:') || id.startsWith('s:');
}

/** Returns the key of an id. The id must come from one of the functions in this file. */
export function readRowId(id: string): RowKey {
  const rest = id.slice(2);
  if (id.startsWith('g:')) return { kind: 'group', group: readGroup(rest) };
  if (id.startsWith('p:')) return { kind: 'package', name: rest };
  if (id.startsWith('t:')) return { kind: 'types', package: rest };
  if (id.startsWith('f:')) return { kind: 'file', path: rest };
  const hash = rest.lastIndexOf('#');
  const under = id.startsWith('s:') ? 'services' : 'package';
  return { kind: 'declaration', path: rest.slice(0, hash), steps: rest.slice(hash + 1).split('/'), under };
}

function readGroup(name: string): TopGroup {
  if (name === 'services' || name === 'dependencies') return name;
  return 'packages';
}
