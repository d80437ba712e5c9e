/**
 * Errors that may only follow from an unresolved import. The import shows the cause; hundreds of unknown names from the
 * missing file would bury it. protoc and the command line list them, because you read the output of each run once.
 */
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';

/** The diagnostics without those that may disappear once the missing imports are found. */
export function withoutFollowUps(file: LinkedFile, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const missing = missingImports(file.interface);
  if (missing.length === 0) return diagnostics;
  return diagnostics.filter((diagnostic) => {
    const name = unknownName(diagnostic);
    return name === undefined || !missing.some((importPath) => mayDeclare(importPath, name));
  });
}

/** Unresolved imports of the file, and unresolved public imports of its imports: the file sees the names of both. */
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

/** The unknown name of a type or of an extension in an option. The name of a plain option comes from no import. */
function unknownName({ code, message }: Diagnostic): string | undefined {
  if (code === 'unresolved-type') return /^"\.?([^"]+)"/.exec(message)?.[1];
  if (code === 'unknown-option') return /^Option "[^"(]*\(\.?([^")]+)\)/.exec(message)?.[1];
  return undefined;
}

/** A file may declare any package, wherever it lies. Only protobuf's own package has a fixed folder. */
function mayDeclare(importPath: string, name: string): boolean {
  return !name.startsWith('google.protobuf.') || importPath.startsWith('google/protobuf/');
}
