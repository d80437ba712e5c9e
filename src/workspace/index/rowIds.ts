/**
 * The ids of rows in the schema tree. They are stable while a declaration keeps its name, so a view can keep rows open.
 */
import type { FilePath } from '../../base/path.ts';

/** The rows of the first level in a large workspace. */
export type TopGroup = 'services' | 'packages' | 'dependencies';

/** Where in the tree a declaration appears: a service of a large workspace appears in two places. */
export type RowPlace = 'package' | 'services';

/** What an id stands for. The steps lead from the file to the declaration. */
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

/** The id of a row of the first level. */
export function groupId(group: TopGroup): string {
  return `g:${group}`;
}

/** The id of a package's row. */
export function packageId(name: string): string {
  return `p:${name}`;
}

/** The id of the row that holds the messages, enums and extensions of a package if there are many. */
export function typesId(packageName: string): string {
  return `t:${packageName}`;
}

/** The id of the row of a file that shows only errors. */
export function fileId(path: FilePath): string {
  return `f:${path}`;
}

const MARKS: Readonly<Record<RowPlace, string>> = { services: 's', package: 'd' };

/** The id of a declaration's row. */
export function declarationId(path: FilePath, steps: readonly string[], under: RowPlace = 'package'): string {
  return `${MARKS[under]}:${path}#${steps.join('/')}`;
}

/** One letter for the kind keeps a message apart from an enum of the same name while the user renames one of them. */
export function rowStep({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind.slice(0, 1)}:${name}`;
}

/** Whether a step names a service. */
export function isServiceStep(step: string | undefined): boolean {
  return step?.startsWith('s:') === true;
}

/** The name in a step. */
export function nameOfStep(step: string): string {
  return step.slice(2);
}

/** Whether an id belongs to a declaration. */
export function isDeclarationId(id: string): boolean {
  return id.startsWith('d:') || id.startsWith('s:');
}

/** The key of an id that one of the functions here has made. */
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
