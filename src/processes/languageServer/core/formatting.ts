/**
 * Handles LSP requests for formatting: of a document, of a selection, and of the statement that the user has just
 * completed.
 */
import type {
  Connection,
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  TextEdit as LspTextEdit,
} from 'vscode-languageserver';
import * as protocol from '../../../contract/languageServer.ts';
import type { FilePath } from '../../../base/path.ts';
import { formatFile, formatLines, type Formatted } from '../../../language/formatting/format.ts';
import { joinedEdits } from '../../../language/formatting/joinedEdits.ts';
import { type FormatStyle, styleOf } from '../../../language/formatting/style.ts';
import { formatTyped, TYPED_CHARACTERS } from '../../../language/formatting/typing.ts';
import { editorConfigOf, editorConfigPaths } from '../../../project/editorConfig.ts';
import type { SyntaxTree } from '../../../syntax/tree/tree.ts';
import type { RequestContext } from './context.ts';
import { toTextEdit } from './conversions/edits.ts';
import { linesOf, toSpan } from './conversions/ranges.ts';
import type { Machine } from './machine.ts';
import { CHARACTER, DOCUMENT, needing, POSITION, RANGE, URI } from './params.ts';
import { uriToPath } from './uris.ts';

const [FIRST_CHARACTER, ...MORE_CHARACTERS] = TYPED_CHARACTERS;

/** The formatting features that the server announces to the client. */
export const FORMATTING_CAPABILITIES = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: {
    firstTriggerCharacter: FIRST_CHARACTER,
    moreTriggerCharacter: [...MORE_CHARACTERS],
  },
};

type Log = (line: string) => void;

/** Registers the handlers. `log` receives the reason if a document is not formatted. */
export function handleFormatting(connection: Connection, { workspace, machine, show }: RequestContext, log: Log): void {
  const inStyle = async <Result>(
    { textDocument }: { textDocument: { uri: string } },
    edits: (tree: SyntaxTree, style: FormatStyle, path: FilePath) => Result,
  ): Promise<Result | null> => {
    const path = uriToPath(textDocument.uri);
    const style = await styleFor(machine, path);
    // We read the tree only after the wait, so that the edits fit the current text.
    const tree = workspace.tree(path);
    if (tree === undefined) return null;
    return edits(tree, style, path);
  };
  const toEdits = (tree: SyntaxTree, path: FilePath, result: Formatted): LspTextEdit[] | null => {
    if (result.kind === 'formatted') {
      return joinedEdits(tree.text, result.edits).map((edit) => toTextEdit(tree, edit));
    }
    log(`${show(path)} is not formatted. ${reasonOf(tree, result)}`);
    return null;
  };
  connection.onDocumentFormatting(
    needing([DOCUMENT], (params: DocumentFormattingParams) =>
      inStyle(params, (tree, style, path) => toEdits(tree, path, formatFile(tree, style))),
    ),
  );
  connection.onRequest(
    protocol.whyNotFormatted,
    needing([URI], ({ uri }: { readonly uri: string }) =>
      inStyle({ textDocument: { uri } }, (tree, style) => whyNot(tree, formatFile(tree, style))),
    ),
  );
  connection.onDocumentRangeFormatting(
    needing([DOCUMENT, RANGE], (params: DocumentRangeFormattingParams) =>
      inStyle(params, (tree, style, path) => toEdits(tree, path, formatLines(tree, toSpan(tree, params.range), style))),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    needing([DOCUMENT, POSITION, CHARACTER], (params: DocumentOnTypeFormattingParams) =>
      inStyle(params, (tree, style) => {
        const offset = linesOf(tree).offsetAt(params.position);
        return formatTyped(tree, offset, params.ch, style).map((edit) => toTextEdit(tree, edit));
      }),
    ),
  );
}

async function styleFor(machine: Machine, path: FilePath): Promise<FormatStyle> {
  const configs = editorConfigPaths(path);
  // On a machine that reads files asynchronously, we treat a file that cannot be read as missing.
  await machine.files.prepare?.([...configs]).catch(() => undefined);
  const project = editorConfigOf(path, (config) => machine.files.read(config));
  // The schema does not depend on .editorconfig files, so we need not follow their changes.
  for (const config of configs) machine.forget(config);
  return styleOf(project);
}

function whyNot(tree: SyntaxTree, result: Formatted): protocol.NotFormatted | null {
  switch (result.kind) {
    case 'formatted':
      return null;
    case 'failed':
      return { reason: result.reason };
    case 'refused':
      return { reason: result.reason, line: linesOf(tree).positionAt(result.offset).line + 1 };
  }
}

function reasonOf(tree: SyntaxTree, result: Exclude<Formatted, { kind: 'formatted' }>): string {
  if (result.kind === 'failed') return result.reason;
  const { line, character } = linesOf(tree).positionAt(result.offset);
  return `Line ${line + 1}, column ${character + 1}: ${result.reason}`;
}
