/** Handles LSP requests for code actions at one place: quick fixes, refactorings and sorting of imports. */
import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Connection,
} from 'vscode-languageserver';
import type { FilePath } from '../../../base/path.ts';
import { convertFile, EDITION_TARGETS, isAtVersion } from '../../../language/editions/convert.ts';
import { FixContext } from '../../../language/fixes/fix.ts';
import { fixesOf, refactorings } from '../../../language/fixes/fixes.ts';
import { beyondTheText } from '../../../language/fixes/importFixes.ts';
import { diagnosticsOf } from '../../../language/diagnostics/diagnostics.ts';
import type { ShowPath } from '../../../language/imports/resolution.ts';
import { organizeImports } from '../../../language/fixes/organizeImports.ts';
import { removalPlace } from '../../../language/diagnostics/removed.ts';
import type { FileInterface, LinkedFile } from '../../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../../syntax/tree/tree.ts';
import { shownSpan, type Diagnostic } from '../../../text/diagnostic.ts';
import type { Span } from '../../../text/span.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { RequestContext } from './context.ts';
import { toCodeAction } from './conversions/codeAction.ts';
import { shownRange } from './conversions/diagnostic.ts';
import { toSpan } from './conversions/ranges.ts';
import { CONTEXT, DOCUMENT, needing, RANGE } from './params.ts';
import { REFACTORING_KINDS, refactoringActions, type RefactoringAbilities } from './refactorings.ts';
import { uriToPath } from './uris.ts';

/** The kinds of actions that the server announces to the client. */
export const CODE_ACTION_OPTIONS = {
  codeActionKinds: [CodeActionKind.QuickFix, ...REFACTORING_KINDS, CodeActionKind.SourceOrganizeImports],
  resolveProvider: true,
};

/** The input of a request for code actions. */
interface ActionContext {
  readonly params: CodeActionParams;
  readonly workspace: Workspace;
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly span: Span;
  readonly show: ShowPath;
  readonly nativePath: (path: FilePath) => string;
  /** The features of the editor besides applying edits. */
  readonly abilities: RefactoringAbilities;
}

/** Registers the handlers. `abilities` returns the features of the editor besides applying edits. */
export function handleCodeActions(
  connection: Connection,
  context: RequestContext,
  abilities: () => RefactoringAbilities,
): void {
  connection.onCodeAction(
    needing([DOCUMENT, RANGE, CONTEXT], (params: CodeActionParams, token: CancellationToken) =>
      context.whenRead(token, () => codeActions(context, params, abilities())),
    ),
  );
}

function codeActions(
  { workspace, machine, show }: RequestContext,
  params: CodeActionParams,
  abilities: RefactoringAbilities,
): CodeAction[] {
  const path = uriToPath(params.textDocument.uri);
  const file = workspace.linked(path);
  // The user should not change files in a cache or in an installed package.
  if (file === undefined || workspace.isDependency(path)) return [];
  const span = toSpan(file.tree, params.range);
  const context = { params, workspace, path, file, span, show, nativePath: machine.nativePath, abilities };
  return withoutDoubles([
    ...quickFixes(context),
    ...rewrites(context),
    ...conversions(context),
    ...refactored(context),
    ...importsInOrder(context),
  ]);
}

function quickFixes(context: ActionContext): readonly CodeAction[] {
  const { params, workspace, path, file, span, show } = context;
  if (!isWanted(params, CodeActionKind.QuickFix)) return [];
  return diagnosticsOf(workspace, path, file, show)
    .filter((diagnostic) => concerns(file.tree, diagnostic, span))
    .flatMap((diagnostic) => [...textFixes(context, diagnostic), ...commandFixes(context, diagnostic)]);
}

function textFixes({ params, workspace, path, file }: ActionContext, diagnostic: Diagnostic): readonly CodeAction[] {
  const shown = shownAs(params, file, diagnostic);
  const { uri } = params.textDocument;
  return fixesOf(workspace, path, file, diagnostic).map((fix) =>
    toCodeAction(uri, file.tree, fix, CodeActionKind.QuickFix, shown),
  );
}

function commandFixes(context: ActionContext, diagnostic: Diagnostic): readonly CodeAction[] {
  const { workspace, path, file } = context;
  if (!context.abilities.commands || !IMPORT_CODES.has(diagnostic.code)) return [];
  const shown = [...shownAs(context.params, file, diagnostic)];
  return beyondTheText(new FixContext(workspace, path, file, diagnostic)).map((fix) => ({
    ...toCommand(fix, context),
    diagnostics: shown,
  }));
}

/**
 * Returns the rewrites at a place. We offer them only if the user asks for code actions, because a light bulb on every
 * field would disturb the user.
 */
function rewrites({ params, file, span }: ActionContext): readonly CodeAction[] {
  if (params.context.triggerKind === CodeActionTriggerKind.Automatic) return [];
  if (!isWanted(params, CodeActionKind.RefactorRewrite)) return [];
  return refactorings(file, span).map((fix) =>
    toCodeAction(params.textDocument.uri, file.tree, fix, CodeActionKind.RefactorRewrite),
  );
}

/**
 * Returns the conversions to an edition, if the cursor is at the `syntax` or `edition` statement. An editor that shows
 * refused actions also gets the reason of a refusal.
 */
function conversions({ params, workspace, path, file, span, abilities }: ActionContext): readonly CodeAction[] {
  if (params.context.triggerKind === CodeActionTriggerKind.Automatic) return [];
  if (!isWanted(params, CodeActionKind.RefactorRewrite) || !isAtVersion(file.tree, span)) return [];
  return EDITION_TARGETS.flatMap((target): CodeAction[] => {
    const title = `Convert to edition ${target}`;
    const converted = convertFile(file, target, (importPath) => imported(workspace, path, importPath));
    if (converted.kind === 'converted') {
      const fix = { title, edits: converted.edits, preferred: false };
      return [toCodeAction(params.textDocument.uri, file.tree, fix, CodeActionKind.RefactorRewrite)];
    }
    if (!abilities.showsRefused) return [];
    return [{ title, kind: CodeActionKind.RefactorRewrite, disabled: { reason: converted.reason } }];
  });
}

function imported(workspace: Workspace, from: FilePath, importPath: string): FileInterface | undefined {
  const path = workspace.resolveImport(from, importPath).path;
  if (path === undefined || workspace.nameOf(path) !== importPath) return undefined;
  return workspace.exported(path);
}

/** Returns the refactorings at a place, of the kinds that the editor requests. */
function refactored({ params, workspace, path, file, span, abilities }: ActionContext): readonly CodeAction[] {
  if (!REFACTORING_KINDS.some((kind) => isWanted(params, kind))) return [];
  const found = refactoringActions({ workspace, path, file, span }, params, abilities);
  return found.filter(({ kind = '' }) => isWanted(params, kind));
}

/**
 * Returns the action that sorts the imports. We offer it only if the editor requests this kind, because it does not
 * depend on the cursor.
 */
function importsInOrder({ params, file }: ActionContext): readonly CodeAction[] {
  if (params.context.only === undefined || !isWanted(params, CodeActionKind.SourceOrganizeImports)) return [];
  const edits = organizeImports(file);
  if (edits.length === 0) return [];
  const fix = { title: 'Organize imports', edits, preferred: false };
  return [toCodeAction(params.textDocument.uri, file.tree, fix, CodeActionKind.SourceOrganizeImports)];
}

const IMPORT_CODES: ReadonlySet<string> = new Set(['unresolved-import', 'ambiguous-import']);

/**
 * Returns a fix that runs a command of the extension. One command changes the extension's settings. The other types a
 * command into a terminal, but does not run it.
 */
function toCommand(
  fix: ReturnType<typeof beyondTheText>[number],
  { params, show, nativePath }: ActionContext,
): CodeAction {
  if (fix.kind === 'addRoot')
    return command(`Add ${show(fix.root)} to the import roots`, 'addImportRoot', {
      folder: nativePath(fix.root),
      importer: params.textDocument.uri,
    });
  return command(`Type "${fix.command}" in a terminal`, 'typeInTerminal', {
    command: fix.command,
    folder: nativePath(fix.folder),
  });
}

function command(title: string, name: string, argument: Readonly<Record<string, string>>): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command: `grpcWorkbench.${name}`, arguments: [argument] },
  };
}

/** Whether the request includes a kind or one of its parent kinds. */
function isWanted({ context }: CodeActionParams, kind: CodeActionKind): boolean {
  return (
    context.only === undefined || context.only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`))
  );
}

/** Whether the editor shows a diagnostic at a place, or the diagnostic has a related place there. */
function concerns(tree: SyntaxTree, diagnostic: Diagnostic, span: Span): boolean {
  const own = (diagnostic.related ?? []).filter((one) => one.file === undefined).map((one) => one.span);
  const firstLine = { start: 0, end: tree.text.search(/[\r\n]|$/) };
  return [removalPlace(tree, diagnostic) ?? shownSpan(diagnostic) ?? firstLine, ...own].some(
    (one) => one.start <= span.end && span.start <= one.end,
  );
}

/** Returns the diagnostic as the editor sent it. The editor needs it to show the fix with the diagnostic. */
function shownAs(
  { context }: CodeActionParams,
  file: LinkedFile,
  diagnostic: Diagnostic,
): CodeActionParams['context']['diagnostics'] {
  const { start, end } = shownRange(file.tree, diagnostic);
  return context.diagnostics.filter(
    ({ code, range }) =>
      code === diagnostic.code &&
      range.start.line === start.line &&
      range.start.character === start.character &&
      range.end.line === end.line &&
      range.end.character === end.character,
  );
}

/** Removes duplicates, because two diagnostics may have the same fix. */
function withoutDoubles(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter((action) => {
    const key = JSON.stringify([action.title, action.edit, action.command]);
    return !seen.has(key) && seen.add(key);
  });
}
