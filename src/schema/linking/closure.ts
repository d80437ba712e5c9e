/** What files lead to by their imports. No function calls itself here: chains of imports are longer than a stack of calls. */
import type { FileInterface, LinkedImport } from '../descriptors/model.ts';

/** Imported files before those that import them, each once: the order of `protoc --include_imports`. */
export function closure(files: readonly FileInterface[]): readonly FileInterface[] {
  return importsFirst(files, () => true);
}

/** The files alone, each behind those of them that it imports: the order of protoc. */
export function dependencyOrder(files: readonly FileInterface[]): readonly FileInterface[] {
  const among = new Set(files);
  return importsFirst(files, (file) => among.has(file));
}

function importsFirst(
  files: readonly FileInterface[],
  isWanted: (file: FileInterface) => boolean,
): readonly FileInterface[] {
  const opened = new Set<FileInterface>();
  const done = new Set<FileInterface>();
  const waiting = files.toReversed();
  for (let file = waiting.at(-1); file !== undefined; file = waiting.at(-1)) {
    if (opened.has(file)) {
      waiting.pop();
      done.add(file);
      continue;
    }
    opened.add(file);
    for (const one of inOrder(file.imports).toReversed()) {
      if (one.file !== undefined && isWanted(one.file) && !opened.has(one.file)) waiting.push(one.file);
    }
  }
  return [...done];
}

/** Imports for options only come last. */
function inOrder(imports: readonly LinkedImport[]): readonly LinkedImport[] {
  if (!imports.some(({ option }) => option)) return imports;
  return [...imports.filter(({ option }) => !option), ...imports.filter(({ option }) => option)];
}

/** The imported files, and what they import publicly. */
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
