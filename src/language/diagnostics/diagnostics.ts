/**
 * The diagnostics of a file, from all their sources. All code that shows, fixes or counts diagnostics gets them here,
 * so the results always agree.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { shownSpan, type Diagnostic } from '../../text/diagnostic.ts';
import { COMMENT_START } from '../../syntax/lexing/lexer.ts';
import { isUtf16ReadAsUtf8 } from '../../text/utf16.ts';
import { isWrongGuess } from '../../workspace/guesses.ts';
import type { ImportResolution } from '../../workspace/imports/resolver.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { withImportProblems, type ShowPath } from '../imports/resolution.ts';
import { deprecatedUses } from './deprecated.ts';
import { brokenImportErrors, brokenImportsStamp } from './brokenImports.ts';
import { withoutFollowUps } from './followUps.ts';
import { removalHints } from './removed.ts';

/**
 * A source of diagnostics besides the linker. If `diagnostics` uses a value that `stamp` does not contain, the editor
 * keeps showing old diagnostics.
 */
interface Contributor {
  readonly stamp: (workspace: Workspace, path: FilePath) => string;
  readonly diagnostics: (context: Context, soFar: readonly Diagnostic[]) => readonly Diagnostic[];
}

interface Context {
  readonly workspace: Workspace;
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly show: ShowPath;
}

const CONTRIBUTORS: readonly Contributor[] = [
  onceRead({
    stamp: unclearImports,
    diagnostics: ({ workspace, path, file, show }) => withImportProblems(workspace, path, file, show),
  }),
  onceRead({
    stamp: brokenImportsStamp,
    diagnostics: ({ workspace, path, file, show }, soFar) => [
      ...soFar,
      ...brokenImportErrors(workspace, path, file, show),
    ],
  }),
  {
    stamp: (workspace, path) => importErrors(workspace, path),
    diagnostics: ({ workspace, path, file }, soFar) => withoutFollowUps(workspace, path, file, soFar),
  },
  {
    stamp: (workspace, path) =>
      removalHints(workspace, path)
        .map(({ message }) => message)
        .join('\n'),
    diagnostics: ({ workspace, path }, soFar) => [...soFar, ...removalHints(workspace, path)],
  },
  {
    // The stamp of the file's verdict already changes with the declarations that names lead to.
    stamp: (workspace, path) => `${workspace.isOpen(path)}`,
    diagnostics: ({ workspace, path, file }, soFar) => [...soFar, ...deprecatedUses(workspace, path, file)],
  },
];

/** A contributor that waits until the workspace is read, because import targets are uncertain before. */
function onceRead({ stamp, diagnostics }: Contributor): Contributor {
  return {
    stamp: (workspace, path) => {
      if (!workspace.isRead) return 'reading';
      return stamp(workspace, path);
    },
    diagnostics: (context, soFar) => {
      if (!context.workspace.isRead) return soFar;
      return diagnostics(context, soFar);
    },
  };
}

/**
 * The stamp of a file's diagnostics; undefined if the file does not exist. The stamp costs less than the diagnostics.
 */
export function diagnosticsStamp(workspace: Workspace, path: FilePath): string | undefined {
  if (!workspace.has(path)) return undefined;
  const verdict = workspace.verdict(path);
  return verdict && [verdict.stamp, ...CONTRIBUTORS.map(({ stamp }) => stamp(workspace, path))].join('\0');
}

/** The only diagnostic of a workspace file that exists but that we refuse to read; undefined for all other files. */
export function refusalOf(workspace: Workspace, path: FilePath): Diagnostic | undefined {
  if (!workspace.has(path)) return undefined;
  const reason = workspace.unreadable(path);
  if (reason === undefined) return undefined;
  return { code: 'refused-file', severity: 'error', message: `This file ${reason}, so it is not read.` };
}

/** The diagnostics of a file, from top to bottom. protoc orders them by its phases instead. */
export function diagnosticsOf(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  show: ShowPath,
): readonly Diagnostic[] {
  if (isUtf16ReadAsUtf8(file.tree.text)) return [NOT_UTF8];
  const context = { workspace, path, file, show };
  const all = CONTRIBUTORS.reduce(
    (soFar: readonly Diagnostic[], contributor) => contributor.diagnostics(context, soFar),
    file.diagnostics,
  );
  const shown = all.filter(({ message }) => message !== COMMENT_START);
  return onceEach(shown).sort((a, b) => startOf(a) - startOf(b));
}

/**
 * The only diagnostic of a UTF-16 file. The compiler reports each zero byte, as protoc does, but one sentence is
 * enough.
 */
const NOT_UTF8: Diagnostic = {
  code: 'utf-16',
  severity: 'error',
  message: 'This file is encoded in UTF-16, but .proto files must be UTF-8. Save it as UTF-8.',
};

function startOf(diagnostic: Diagnostic): number {
  return shownSpan(diagnostic)?.start ?? 0;
}

/** The diagnostics without repetitions. protoc reports some errors twice, and the user needs only one of them. */
function onceEach(all: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return all.filter((diagnostic) => {
    const key = `${startOf(diagnostic)} ${diagnostic.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * The stamp of imports that were not found or only guessed. We know more about these imports than the linker, and the
 * files that they may mean depend on which files exist.
 */
function unclearImports(workspace: Workspace, path: FilePath): string {
  const unclear = (workspace.summary(path)?.imports ?? [])
    .map((importPath) => workspace.resolveImport(path, importPath))
    .filter((resolution) => isUnclear(workspace, path, resolution))
    .map(({ path: found = '', rivals }) => `${found} ${workspace.unreadable(found) ?? ''} ${rivals.join(' ')}`);
  if (unclear.length === 0) return '';
  return [workspace.layoutRevision, ...unclear].join('\n');
}

function isUnclear(workspace: Workspace, from: FilePath, { importPath, path, rivals }: ImportResolution): boolean {
  if (path === undefined || rivals.length > 0 || isUnreadable(workspace, path)) return true;
  return isWrongGuess(workspace, from, importPath);
}

/** The stamp of imported files with errors: an error in one of them may be the only cause of the file's errors. */
function importErrors(workspace: Workspace, path: FilePath): string {
  if (workspace.verdict(path)?.hasErrors !== true) return '';
  return workspace
    .imported(path)
    .map((file) => [file.path, workspace.verdictOf(file)] as const)
    .filter(([, verdict]) => verdict?.hasErrors === true)
    .map(([importPath, verdict]) => `${importPath} ${verdict?.stamp ?? ''}`)
    .join('\n');
}

function isUnreadable(workspace: Workspace, path: FilePath): boolean {
  return workspace.unreadable(path) !== undefined;
}
