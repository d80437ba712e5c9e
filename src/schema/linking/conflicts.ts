/**
 * Finds imported files that define the same name: one file under two import paths, or two copies of a file. Each import
 * is valid by itself, but protoc refuses them together.
 */
import type { FileInterface } from '../descriptors/model.ts';
import { closureOf } from './largeClosure.ts';
import { importPlace } from './places.ts';
import { ClosurePool } from './pool.ts';
import type { Linking } from './scope.ts';

/** The diagnostic code of a file whose imports conflict. */
export const CONFLICT = 'conflicting-imports';

/**
 * Reports the conflict at the import that brings in the second file. protoc's command reports it inside the second file
 * instead.
 */
export function checkConflicts(link: Linking): void {
  if (!(link.pool instanceof ClosurePool)) return;
  const conflict = link.pool.conflict();
  if (conflict === undefined) return;
  const { first, second, name } = conflict;
  const path = bringer(link, first, second);
  link.error(
    CONFLICT,
    `Import "${path}" had errors: "${name}" of "${second.path}" is already defined in file "${first.path}".`,
    importPlace(link, path),
  );
}

/** Returns the first import after which both files are in the import closure. */
function bringer(link: Linking, first: FileInterface, second: FileInterface): string {
  const missing = new Set([first, second]);
  for (const { path, file } of link.imports) {
    const closure = file && closureOf(file);
    for (const one of missing) if (closure?.has(one) === true) missing.delete(one);
    if (missing.size === 0) return path;
  }
  return second.path;
}
