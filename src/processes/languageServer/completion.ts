/** Completion over LSP: the list at once, what an entry is about only when someone looks at it. */
import type { CancellationToken, ClientCapabilities, CompletionList, Connection } from 'vscode-languageserver/node';
import { isObjectOf, isString } from '../../base/check.ts';
import { completion } from '../../language/completion/completion.ts';
import type { DeclarationKey } from '../../language/completion/item.ts';
import { describe } from '../../language/completion/describe.ts';
import type { ShowPath } from '../../language/imports/resolution.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { linesOf, toCompletionItem, type CompletionStyle } from './convert.ts';
import { uriToPath } from './uris.ts';

/** A blank asks only where a choice is due; the core tells. */
export const COMPLETION_OPTIONS = {
  triggerCharacters: ['.', '"', '/', '(', '=', '<', '[', ' '],
  resolveProvider: true,
};

/** What the handlers of a feature work on. */
export interface FeatureContext {
  readonly workspace: Workspace;
  /** Settles when all that there is has been read; rejects if nobody waits for the answer any more. */
  readonly ready: (token: CancellationToken) => Promise<void>;
  readonly show: ShowPath;
}

export function completionStyle(capabilities: ClientCapabilities, suggestCommand: string | undefined): CompletionStyle {
  const item = capabilities.textDocument?.completion?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    details: item?.labelDetailsSupport === true,
    ...(suggestCommand !== undefined && { suggestCommand }),
  };
}

export function handleCompletion(
  connection: Connection,
  { workspace, ready }: FeatureContext,
  style: () => CompletionStyle,
): void {
  connection.onCompletion(async ({ textDocument, position, context }, token): Promise<CompletionList | null> => {
    await ready(token);
    const path = uriToPath(textDocument.uri);
    const tree = workspace.tree(path);
    if (tree === undefined) return null;
    const found = completion(workspace, path, linesOf(tree).offsetAt(position), context?.triggerCharacter === ' ');
    return { isIncomplete: found.incomplete, items: found.items.map((item) => toCompletionItem(tree, item, style())) };
  });
  connection.onCompletionResolve((item) => {
    const key: unknown = item.data;
    const markdown = isDeclarationKey(key) ? describe(workspace, key) : undefined;
    return markdown === undefined ? item : { ...item, documentation: { kind: 'markdown', value: markdown } };
  });
}

const isDeclarationKey = isObjectOf<DeclarationKey>({ path: isString, fullName: isString });
