/**
 * Handles LSP requests for completion. The list comes at once. The details of an entry come only when the user looks at
 * the entry.
 */
import type {
  CancellationToken,
  ClientCapabilities,
  CompletionList,
  CompletionParams,
  Connection,
} from 'vscode-languageserver';
import { withoutPictures } from '../../../language/names/markdown.ts';
import { isObjectOf, isString } from '../../../base/check.ts';
import { completion } from '../../../language/completion/completion.ts';
import type { DeclarationKey } from '../../../language/completion/item.ts';
import { describe } from '../../../language/completion/describe.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { RequestContext } from './context.ts';
import { toCompletionItem, type CompletionStyle } from './conversions/completion.ts';
import { linesOf } from './conversions/ranges.ts';
import { DOCUMENT, needing, POSITION } from './params.ts';
import { uriToPath } from './uris.ts';

/**
 * The options for completion. A blank or a brace triggers a request, and the core returns entries only if the user has
 * to choose.
 */
export const COMPLETION_OPTIONS = {
  triggerCharacters: ['.', '"', '/', '(', '=', '<', '[', ' ', '{'],
  resolveProvider: true,
};

/** Returns which features of completion entries the client can show. */
export function completionStyle(capabilities: ClientCapabilities, suggestCommand: string | undefined): CompletionStyle {
  const item = capabilities.textDocument?.completion?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    details: item?.labelDetailsSupport === true,
    ...(suggestCommand !== undefined && { suggestCommand }),
  };
}

function isWeak(triggerCharacter: string | undefined): boolean {
  return triggerCharacter === ' ' || triggerCharacter === '{';
}

/** Replies to `textDocument/completion` and `completionItem/resolve`. */
export function handleCompletion(
  connection: Connection,
  { workspace, listed, whenRead }: RequestContext,
  style: () => CompletionStyle,
): void {
  const complete = ({ textDocument, position, context }: CompletionParams): CompletionList | null => {
    const path = uriToPath(textDocument.uri);
    const tree = workspace.tree(path);
    if (tree === undefined) return null;
    const found = completion(workspace, path, linesOf(tree).offsetAt(position), isWeak(context?.triggerCharacter));
    return { isIncomplete: found.incomplete, items: found.items.map((item) => toCompletionItem(tree, item, style())) };
  };
  connection.onCompletion(
    needing(
      [DOCUMENT, POSITION],
      async (params: CompletionParams, token: CancellationToken): Promise<CompletionList | null> => {
        await listed(token);
        const early = completeEarly(workspace, params, complete);
        if (early !== undefined) return early;
        return whenRead(token, () => complete(params));
      },
    ),
  );
  connection.onCompletionResolve((item) => {
    const key: unknown = item.data;
    if (!isDeclarationKey(key)) return item;
    const markdown = describe(workspace, key);
    if (markdown === undefined) return item;
    return { ...item, documentation: { kind: 'markdown', value: withoutPictures(markdown) } };
  });
}

/**
 * Returns the entries that are known before every file is read. The editor asks again after the next key, because there
 * may be more entries by then. The result is undefined if there are no entries yet, or if it is not certain which files
 * the imports lead to.
 */
function completeEarly(
  workspace: Workspace,
  params: CompletionParams,
  complete: (params: CompletionParams) => CompletionList | null,
): CompletionList | undefined {
  const name = workspace.earlyName(uriToPath(params.textDocument.uri));
  if (name === undefined || workspace.isRead) return undefined;
  const found = workspace.early(() => complete(params));
  if (found === null || found.items.length === 0) return undefined;
  return { ...found, isIncomplete: true };
}

const isDeclarationKey = isObjectOf<DeclarationKey>({ path: isString, fullName: isString });
