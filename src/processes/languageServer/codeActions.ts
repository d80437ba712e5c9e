/** Quick fixes, refactorings and the order of imports over LSP. Made for the place that is asked about, when it is asked about. */
import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
} from 'vscode-languageserver/node';
import { FixContext } from '../../language/fixes/fix.ts';
import { fixesOf, refactorings } from '../../language/fixes/fixes.ts';
import { beyondTheText } from '../../language/fixes/importFixes.ts';
import { diagnosticsOf } from '../../language/diagnostics/diagnostics.ts';
import type { ShowPath } from '../../language/imports/resolution.ts';
import { organizeImports } from '../../language/fixes/organizeImports.ts';
import { removalPlace } from '../../language/diagnostics/removed.ts';
import { fromFilePath } from '../../host/files/files.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { FeatureContext } from './completion.ts';
import { linesOf, shownRange, toCodeAction } from './convert.ts';
import { uriToPath } from './uris.ts';

export const CODE_ACTION_OPTIONS = {
  codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, CodeActionKind.SourceOrganizeImports],
};

/** `importCommands` tells whether the editor has the extension's own commands. */
export function handleCodeActions(
  connection: Connection,
  { workspace, ready, show }: FeatureContext,
  importCommands: () => boolean,
): void {
  connection.onCodeAction(async (params, token): Promise<CodeAction[]> => {
    await ready(token);
    const path = uriToPath(params.textDocument.uri);
    const file = workspace.linked(path);
    // What lies in a cache or a package is nobody's to mend.
    if (file === undefined || workspace.isDependency(path)) return [];
    const lines = linesOf(file.tree);
    const span = { start: lines.offsetAt(params.range.start), end: lines.offsetAt(params.range.end) };
    const actions: CodeAction[] = [];
    if (isWanted(params, CodeActionKind.QuickFix)) {
      const diagnostics = diagnosticsOf(workspace, path, file, show);
      for (const diagnostic of diagnostics.filter((one) => concerns(file.tree, one, span))) {
        const shown = shownAs(params, file, diagnostic);
        for (const fix of fixesOf(workspace, path, file, diagnostic)) {
          actions.push(toCodeAction(params.textDocument.uri, file.tree, fix, CodeActionKind.QuickFix, shown));
        }
        if (importCommands() && IMPORT_CODES.has(diagnostic.code)) {
          for (const fix of beyondTheText(new FixContext(workspace, path, file, diagnostic)))
            actions.push({ ...toCommand(fix, params.textDocument.uri, show), diagnostics: [...shown] });
        }
      }
    }
    // Nobody needs a light bulb on every field: these come when they are asked for.
    if (
      params.context.triggerKind !== CodeActionTriggerKind.Automatic &&
      isWanted(params, CodeActionKind.RefactorRewrite)
    ) {
      for (const fix of refactorings(file, span))
        actions.push(toCodeAction(params.textDocument.uri, file.tree, fix, CodeActionKind.RefactorRewrite));
    }
    if (params.context.only !== undefined && isWanted(params, CodeActionKind.SourceOrganizeImports))
      actions.push(...inOrder(params, file));
    return withoutDoubles(actions);
  });
}

const IMPORT_CODES: ReadonlySet<string> = new Set(['unresolved-import', 'ambiguous-import']);

/** The commands are the extension's: one changes its settings, the other types into a terminal and runs nothing. */
function toCommand(fix: ReturnType<typeof beyondTheText>[number], importer: string, show: ShowPath): CodeAction {
  const [title, name, argument] =
    fix.kind === 'addRoot'
      ? [`Add ${show(fix.root)} to the import roots`, 'addImportRoot', { folder: fromFilePath(fix.root), importer }]
      : [
          `Type "${fix.command}" in a terminal`,
          'typeInTerminal',
          { command: fix.command, folder: fromFilePath(fix.folder) },
        ];
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command: `grpcWorkbench.${name}`, arguments: [argument] },
  };
}

/** Whether a kind, or one that it belongs to, is asked for. */
function isWanted({ context }: CodeActionParams, kind: CodeActionKind): boolean {
  return (
    context.only === undefined || context.only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`))
  );
}

/** Whether a diagnostic is shown at a place, or belongs to it. */
function concerns(tree: SyntaxTree, diagnostic: Diagnostic, span: Span): boolean {
  const own = (diagnostic.related ?? []).filter((one) => one.file === undefined).map((one) => one.span);
  const end = tree.text.search(/[\r\n]/);
  const firstLine = { start: 0, end: end < 0 ? tree.text.length : end };
  return [removalPlace(tree, diagnostic) ?? diagnostic.span ?? firstLine, ...own].some(
    (one) => one.start <= span.end && span.start <= one.end,
  );
}

/** The editor's own view of a diagnostic, so that it can tie the fix to it. */
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

function inOrder({ textDocument }: CodeActionParams, file: LinkedFile): readonly CodeAction[] {
  const edits = organizeImports(file);
  return edits.length === 0
    ? []
    : [
        toCodeAction(
          textDocument.uri,
          file.tree,
          { title: 'Organize imports', edits, preferred: false },
          CodeActionKind.SourceOrganizeImports,
        ),
      ];
}

/** Two diagnostics may be mended by the same fix. */
function withoutDoubles(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter((action) => {
    const key = JSON.stringify([action.title, action.edit, action.command]);
    return !seen.has(key) && seen.add(key);
  });
}
