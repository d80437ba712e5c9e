/** Converts entries of the completion list to the form that the client can show. */
import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  type CompletionItem as LspCompletionItem,
} from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { CompletionItem, CompletionKind } from '../../../../language/completion/item.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { lineBreakOf } from '../../../../text/lines.ts';
import { toTextEdit } from './edits.ts';
import { unlessEmpty } from './lists.ts';
import { markdownOf } from './markup.ts';
import { toRange } from './ranges.ts';

/** The features of the editor that an entry of the completion list can use. */
export interface CompletionStyle {
  readonly snippets: boolean;
  readonly details: boolean;
  /** The editor's command that opens the list again. */
  readonly suggestCommand?: string;
}

const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  scalar: CompletionItemKind.TypeParameter,
  message: CompletionItemKind.Struct,
  enum: CompletionItemKind.Enum,
  enumValue: CompletionItemKind.EnumMember,
  field: CompletionItemKind.Field,
  option: CompletionItemKind.Property,
  extension: CompletionItemKind.Property,
  package: CompletionItemKind.Module,
  file: CompletionItemKind.File,
  number: CompletionItemKind.Value,
  value: CompletionItemKind.Value,
  name: CompletionItemKind.Field,
  snippet: CompletionItemKind.Snippet,
};

const DEPRECATED: CompletionItemTag[] = [CompletionItemTag.Deprecated];

/** Converts an entry to the form that the client can show. */
export function toCompletionItem(tree: SyntaxTree, item: CompletionItem, style: CompletionStyle): LspCompletionItem {
  const asSnippet = item.snippet && style.snippets;
  const suggestsAgain = item.goesOn && style.suggestCommand !== undefined;
  return defined({
    label: item.label,
    kind: COMPLETION_KINDS[item.kind],
    sortText: item.sortText,
    textEdit: {
      range: toRange(tree, item.span),
      newText: newTextOf(tree, item, style),
    },
    insertTextFormat: asSnippet ? InsertTextFormat.Snippet : undefined,
    filterText: item.filterText,
    ...detailsOf(item, style),
    documentation: markdownOf(item.documentation),
    additionalTextEdits: unlessEmpty(item.edits.map((edit) => toTextEdit(tree, edit))),
    tags: item.deprecated ? DEPRECATED : undefined,
    command: suggestsAgain ? { title: '', command: style.suggestCommand } : undefined,
    data: item.declaration,
  });
}

/** Returns the text that the entry inserts, with the line breaks of the document. */
function newTextOf(tree: SyntaxTree, item: CompletionItem, style: CompletionStyle): string {
  const text = insertedText(item, style);
  if (!text.includes('\n')) return text;
  return text.replaceAll('\n', lineBreakOf(tree.text));
}

function insertedText({ snippet, insertText }: CompletionItem, style: CompletionStyle): string {
  if (snippet && !style.snippets) return plainText(insertText);
  return insertText;
}

/** Returns the detail of an entry. Some editors show it beside the name; other editors show it in a separate place. */
function detailsOf(
  { detail }: CompletionItem,
  style: CompletionStyle,
): Pick<LspCompletionItem, 'labelDetails' | 'detail'> {
  if (detail === undefined) return {};
  if (style.details) return { labelDetails: { description: detail } };
  return { detail };
}

/**
 * Returns the text of a snippet without placeholders. Each placeholder becomes its first choice, its default, or
 * nothing.
 */
function plainText(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|]*)(?:,[^|]*)?\|\}/g, '$1')
    .replaceAll(/\$\{\d+:\$\{\d+\/.{0,200}?\/g\}\}/g, 'NAME')
    .replaceAll(/\$\{\d+:([^${}]*)\}/g, '$1')
    .replaceAll(/\$\{\d+:\$\{\d+\}([^${}]*)\}/g, '$1')
    .replaceAll(/\$\d/g, '')
    .replaceAll('\t', '  ');
}
