/** Finds two files that define the same name. */
import { basename } from '../../base/path.ts';
import type { FileInterface } from '../descriptors/model.ts';

export interface Conflict {
  readonly first: FileInterface;
  readonly second: FileInterface;
  readonly name: string;
}

/**
 * Finds the first two files that define the same name. `files` are in the order in which protoc reads them. We compare
 * only files with the same package and the same base name, because there are too many pairs otherwise.
 */
export function findConflict(files: readonly FileInterface[]): Conflict | undefined {
  const alike = new Map<string, FileInterface[]>();
  for (const second of files) {
    const key = keyOf(second);
    const others = alike.get(key) ?? [];
    for (const first of others.filter((other) => mayConflict(other, second))) {
      const name = [...second.scope.keys()].find((one) => first.scope.has(one));
      if (name !== undefined) return { first, second, name };
    }
    others.push(second);
    alike.set(key, others);
  }
  return undefined;
}

/**
 * Whether two files may define the same names. Two modules may each have a file with the same path, but a run for one
 * module sees only one of them.
 */
export function mayConflict(first: FileInterface, second: FileInterface): boolean {
  return first.path !== second.path && keyOf(first) === keyOf(second);
}

function keyOf({ package: name, path }: FileInterface): string {
  return `${name}/${basename(path)}`;
}
