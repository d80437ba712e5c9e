/**
 * Finds imported files that define the same name: one file under two import paths, or two copies of a file. Each import
 * is valid by itself, but protoc refuses them together.
 */
import { basename } from '../../base/path.ts';
import type { FileInterface } from '../descriptors/model.ts';
import { closure } from './closure.ts';
import { importPlace } from './places.ts';
import { ClosurePool } from './pool.ts';
import type { Linking } from './scope.ts';

/** The diagnostic code of a file whose imports conflict. */
export const CONFLICT = 'conflicting-imports';

/**
 * Reports the conflict at the import that brings in the second file. On the command line, protoc reports it in that
 * file.
 */
export function checkConflicts(link: Linking): void {
  if (!(link.pool instanceof ClosurePool)) return;
  const conflict = findConflict(link.pool.files());
  if (conflict === undefined) return;
  const { first, second, name } = conflict;
  const path = bringer(link, first, second);
  link.error(
    CONFLICT,
    `Import "${path}" had errors: "${name}" of "${second.path}" is already defined in file "${first.path}".`,
    importPlace(link, path),
  );
}

interface Conflict {
  readonly first: FileInterface;
  readonly second: FileInterface;
  readonly name: string;
}

/**
 * `files` are in the order in which protoc reads them. We compare only files with the same base name, because there are
 * too many pairs otherwise.
 */
function findConflict(files: readonly FileInterface[]): Conflict | undefined {
  const alike = new Map<string, FileInterface[]>();
  for (const second of files) {
    const key = `${second.package}/${basename(second.path)}`;
    const others = alike.get(key) ?? [];
    // Two modules may each have a file with this path. A run for one module sees only one of the two.
    for (const first of others.filter(({ path }) => path !== second.path)) {
      const name = [...second.scope.keys()].find((one) => first.scope.has(one));
      if (name !== undefined) return { first, second, name };
    }
    alike.set(key, [...others, second]);
  }
  return undefined;
}

/** The first import with which both files are present. */
function bringer(link: Linking, first: FileInterface, second: FileInterface): string {
  const found = link.imports.flatMap(({ path, file }) => (file === undefined ? [] : [{ path, file }]));
  const seen = new Set<FileInterface>();
  for (const { path, file } of found) {
    for (const one of closure([file])) seen.add(one);
    if (seen.has(first) && seen.has(second)) return path;
  }
  return second.path;
}
