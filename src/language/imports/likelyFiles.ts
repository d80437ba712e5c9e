/** Finds the files that an unresolved import may mean, by similar paths and by what the files declare. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { fullNames, unknownName } from '../../workspace/guesses.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { fullNameOf, ImportCircles } from '../names/declarations.ts';

/**
 * If a path is this many times farther from the import than the most similar path, the import does not mean its file.
 */
const MOST_TIMES_FARTHER = 3;

/** The paths that are nearly as similar as the most similar one, best first. Equally similar paths keep their order. */
export function mostSimilarPaths(
  importPath: string,
  paths: readonly FilePath[],
  nameOf: (path: FilePath) => string,
): readonly FilePath[] {
  const rated = paths.map((path) => ({ path, distance: pathDistance(importPath, nameOf(path)) }));
  rated.sort((a, b) => a.distance - b.distance);
  const limit = (rated[0]?.distance ?? 0) * MOST_TIMES_FARTHER;
  return rated.filter(({ distance }) => distance <= limit).map(({ path }) => path);
}

/**
 * How different two import paths are: 0 for equal paths, 1 for paths that have nothing in common. Folders may be
 * renamed, added or left out.
 */
export function pathDistance(a: string, b: string): number {
  const parts = a.split('/');
  const others = b.split('/');
  let above: readonly number[] = Array.from({ length: others.length + 1 }, () => 0);
  for (const part of parts) {
    const row = [0];
    for (const [at, other] of others.entries())
      row.push(Math.max(row[at] ?? 0, above[at + 1] ?? 0, (above[at] ?? 0) + likeness(part, other)));
    above = row;
  }
  return 1 - (2 * (above.at(-1) ?? 0)) / (parts.length + others.length);
}

/** How much of two names is equal at their starts and ends: 0 for nothing, 1 for everything. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (start + end < most && a.at(-1 - end) === b.at(-1 - end)) end++;
  return (start + end) / Math.max(a.length, b.length);
}

/**
 * The files that declare the names that a file uses but does not find. Files that declare the most of them come first.
 */
export function filesWithMissingNames(workspace: Workspace, from: FilePath, file: LinkedFile): readonly FilePath[] {
  const missing = missingNames(file);
  if (missing.size === 0) return [];
  const circles = new ImportCircles(workspace, from);
  const found: { readonly path: FilePath; readonly count: number }[] = [];
  for (const path of workspace.files()) {
    const count = declaredOf(workspace, path, missing);
    if (count > 0 && path !== from && !circles.leadsBack(path)) found.push({ path, count });
  }
  return found.sort((a, b) => b.count - a.count).map(({ path }) => path);
}

/** The full names that the unknown names of a file may stand for, each with the unknown name. */
function missingNames(file: LinkedFile): ReadonlyMap<string, string> {
  const names = file.diagnostics.map(unknownName).filter((name) => name !== undefined);
  return new Map(names.flatMap((name) => fullNames(name, file).map((fullName) => [fullName, name] as const)));
}

function declaredOf(workspace: Workspace, path: FilePath, missing: ReadonlyMap<string, string>): number {
  const summary = workspace.summary(path);
  if (summary === undefined) return 0;
  const declared = [...summary.declarations, ...summary.extensions].flatMap(
    ({ name }) => missing.get(fullNameOf({ package: summary.package, name })) ?? [],
  );
  return new Set(declared).size;
}
