/**
 * Leaves out errors that may only follow from an import that was not found or that has errors. The import, or its file,
 * shows the cause; hundreds of unknown names would hide it. protoc and the command line list all errors, because you
 * read the output of each run only once.
 */
import type { FilePath } from '../../base/path.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { fullNameOf } from '../names/declarations.ts';
import { fullNames, isWrongGuess, mayHave, unknownName } from '../../workspace/guesses.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Whether a certain import may be the cause of an unknown name. */
type Cause = (name: string) => boolean;

/** The diagnostics without those that may disappear once each import is found and has no errors. */
export function withoutFollowUps(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (!diagnostics.some((diagnostic) => unknownName(diagnostic) !== undefined)) return diagnostics;
  const causes = causesOf(workspace, path, file);
  if (causes.length === 0) return diagnostics;
  return diagnostics.filter((diagnostic) => {
    const name = unknownName(diagnostic);
    return name === undefined || !causes.some((mayCause) => mayCause(name));
  });
}

/** The possible causes in the imports of the file, and in the public imports of the imported files. */
function causesOf(workspace: Workspace, path: FilePath, file: LinkedFile): readonly Cause[] {
  const causes: Cause[] = [];
  const seen = new Set<LinkedFile | FileInterface>([file]);
  for (const one of seen) {
    const isOwn = one === file;
    for (const item of one.imports.filter((other) => isOwn || other.public)) {
      if (item.file === undefined || (isOwn && isWrongGuess(workspace, path, item.path)))
        causes.push((name) => mayDeclare(item.path, name));
      else seen.add(item.file);
    }
    if (one.kind === 'interface') causes.push(...causesIn(workspace, one, file));
  }
  return causes;
}

/**
 * Whether a missing file may declare a name. A file in any folder may declare any package, except `google.protobuf`,
 * which has a fixed folder.
 */
function mayDeclare(importPath: string, name: string): boolean {
  return !name.startsWith('google.protobuf.') || importPath.startsWith('google/protobuf/');
}

/**
 * The causes in an imported file with errors: it may not export names that its text declares. If its text has syntax
 * errors, it may declare any name of its package.
 */
function causesIn(workspace: Workspace, imported: FileInterface, file: LinkedFile): readonly Cause[] {
  if (workspace.verdictOf(imported)?.hasErrors !== true) return [];
  const path = workspace.pathOf(imported);
  if (path === undefined) return [];
  const isUnreadable = workspace.tree(path)?.diagnostics.some(({ severity }) => severity === 'error') === true;
  if (isUnreadable) return [(name) => mayHave(imported.package, name, file)];
  const declared = declaredNames(workspace, path);
  return [(name) => fullNames(name, file).some((full) => outerNames(full).some((outer) => declared.has(outer)))];
}

function declaredNames(workspace: Workspace, path: FilePath): ReadonlySet<string> {
  const summary = workspace.summary(path);
  if (summary === undefined) return new Set();
  const declared = [...summary.declarations, ...summary.extensions];
  return new Set(declared.map(({ name }) => fullNameOf({ package: summary.package, name })));
}

/** A full name, and the names of the declarations that would contain it. */
function outerNames(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}
