/**
 * Errors that may only follow from an import that was not found. Their cause is told at the import; hundreds of names
 * that the missing file may declare would bury it. protoc and the command line list them, as each run is read once.
 */
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';

/** The diagnostics without those that may go away once the missing imports are found. */
export function withoutFollowUps(file: LinkedFile, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const missing = missingImports(file.interface);
  if (missing.length === 0) return diagnostics;
  return diagnostics.filter((diagnostic) => {
    const name = unknownName(diagnostic);
    return name === undefined || !missing.some((importPath) => mayDeclare(importPath, name));
  });
}

/** Imports that lead nowhere, of the file and of what its imports import publicly: the file sees the names of both. */
function missingImports(file: FileInterface): readonly string[] {
  const missing: string[] = [];
  const seen = new Set([file]);
  for (const one of seen) {
    const visible = one === file ? one.imports : one.imports.filter((item) => item.public);
    for (const item of visible) {
      if (item.file === undefined) missing.push(item.path);
      else seen.add(item.file);
    }
  }
  return missing;
}

/** The name of a type or of an option's extension that is not known. A plain option's name comes from no import. */
function unknownName({ code, message }: Diagnostic): string | undefined {
  if (code === 'unresolved-type') return /^"\.?([^"]+)"/.exec(message)?.[1];
  if (code === 'unknown-option') return /^Option "[^"(]*\(\.?([^")]+)\)/.exec(message)?.[1];
  return undefined;
}

/** A file may declare any package, wherever it lies. Only protobuf's own package has its files in one place. */
function mayDeclare(importPath: string, name: string): boolean {
  return !name.startsWith('google.protobuf.') || importPath.startsWith('google/protobuf/');
}
