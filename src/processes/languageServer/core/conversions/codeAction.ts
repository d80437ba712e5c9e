/** Converts fixes to code actions. */
import type {
  CodeAction,
  CodeActionKind,
  Diagnostic as LspDiagnostic,
  TextEdit as LspTextEdit,
} from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { Fix } from '../../../../language/fixes/fix.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { pathToUri } from '../uris.ts';
import { toTextEdit, toTextEdits } from './edits.ts';
import { unlessEmpty } from './lists.ts';

/** Converts a fix to a code action for the document `uri`. */
export function toCodeAction(
  uri: string,
  tree: SyntaxTree,
  fix: Fix,
  kind: CodeActionKind,
  diagnostics: readonly LspDiagnostic[] = [],
): CodeAction {
  return defined({
    title: fix.title,
    kind,
    edit: { changes: changesOf(uri, tree, fix) },
    isPreferred: fix.preferred ? true : undefined,
    diagnostics: unlessEmpty(diagnostics),
  });
}

function changesOf(uri: string, tree: SyntaxTree, { edits, elsewhere = [] }: Fix): Record<string, LspTextEdit[]> {
  const changes = elsewhere.map((file) => [pathToUri(file.path), toTextEdits(file)] as const);
  if (edits.length > 0) changes.unshift([uri, edits.map((edit) => toTextEdit(tree, edit))]);
  return Object.fromEntries(changes);
}
