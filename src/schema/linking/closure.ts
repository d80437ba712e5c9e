/**
 * Finds the files that other files import, directly or not. No function here is recursive, because a chain of imports
 * can be longer than the call stack.
 */
import type { FileInterface, LinkedImport } from '../descriptors/model.ts';

/** Returns each file once, imports before importers, as `protoc --include_imports` does. */
export function closure(files: readonly FileInterface[]): readonly FileInterface[] {
  return importsFirst(files, () => true);
}

/**
 * Returns each file once, as `closure` does; undefined if there are more than `most` files. It stops at that number.
 */
export function closureUpTo(files: readonly FileInterface[], most: number): readonly FileInterface[] | undefined {
  const all = importsFirst(files, () => true, most);
  if (all.length > most) return undefined;
  return all;
}

/** Returns only the given files, each one after the files that it imports, in protoc's order. */
export function dependencyOrder(files: readonly FileInterface[]): readonly FileInterface[] {
  const among = new Set(files);
  return importsFirst(files, (file) => among.has(file));
}

/**
 * Returns the files and their imports, imports first. It skips a file and its imports if `isWanted` is false for the
 * file. It stops with an incomplete list when it finds more than `most` files.
 */
export function importsFirst(
  files: readonly FileInterface[],
  isWanted: (file: FileInterface) => boolean,
  most = Number.POSITIVE_INFINITY,
): readonly FileInterface[] {
  const opened = new Set<FileInterface>();
  const done = new Set<FileInterface>();
  const waiting = files.filter(isWanted).reverse();
  for (let file = waiting.at(-1); file !== undefined; file = waiting.at(-1)) {
    if (opened.has(file)) {
      waiting.pop();
      done.add(file);
      continue;
    }
    opened.add(file);
    if (opened.size > most) return [...opened];
    for (const one of inOrder(file.imports).toReversed()) {
      if (one.file !== undefined && isWanted(one.file) && !opened.has(one.file)) waiting.push(one.file);
    }
  }
  return [...done];
}

/** Returns the imports in protoc's order. Imports for options (`import option`) come last. */
function inOrder(imports: readonly LinkedImport[]): readonly LinkedImport[] {
  if (!imports.some(({ option }) => option)) return imports;
  return [...imports.filter(({ option }) => !option), ...imports.filter(({ option }) => option)];
}

/** Returns the imported files, and the files that these import publicly. */
export function publicClosure(imports: readonly LinkedImport[]): readonly FileInterface[] {
  const seen = new Set<FileInterface>();
  const waiting = imports.map(({ file }) => file).reverse();
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (file === undefined || seen.has(file)) continue;
    seen.add(file);
    for (let i = file.imports.length - 1; i >= 0; i--)
      if (file.imports[i]?.public === true) waiting.push(file.imports[i]?.file);
  }
  return [...seen];
}
