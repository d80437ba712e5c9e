/** The entries of a completion list, as plain data. */
import type { FilePath } from '../../base/path.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/** The kind of an entry, which decides its icon. */
export type CompletionKind =
  | 'keyword'
  | 'scalar'
  | 'message'
  | 'enum'
  | 'enumValue'
  | 'field'
  | 'option'
  | 'extension'
  | 'package'
  | 'file'
  | 'number'
  | 'value'
  | 'name'
  | 'snippet';

/** One entry of a completion list. Spans and edits are offsets in the text of the request. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A short grey text after the label. It says where the entry comes from, or what its type is. */
  readonly detail?: string;
  /** The documentation in Markdown. For a declaration, we make it only when the user looks at the entry. */
  readonly documentation?: string;
  readonly declaration?: DeclarationKey;
  /** The text that replaces `span`. */
  readonly insertText: string;
  /** Whether `insertText` is a snippet: `$1`, `${1:name}`, `$0`. */
  readonly snippet: boolean;
  readonly span: Span;
  /** The text that the editor compares with the typed text. If it is undefined, the editor uses the label. */
  readonly filterText?: string;
  readonly sortText: string;
  /** Further edits of the same file, such as the missing import. */
  readonly edits: readonly TextEdit[];
  readonly deprecated: boolean;
  /** Whether the editor should then open a list for the next word. */
  readonly goesOn: boolean;
}

/** The data by which we find a declaration again. */
export interface DeclarationKey {
  readonly path: FilePath;
  /** The full name, without a leading dot. */
  readonly fullName: string;
}

/** The entries of a list. Each entry has the text by which the editor sorts it. */
export interface CompletionList {
  readonly items: readonly CompletionItem[];
  /** Whether a longer typed text would find more entries. */
  readonly incomplete: boolean;
}

/** The fields that an entry must have; the others have defaults. */
export interface ItemParts extends Partial<CompletionItem> {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly span: Span;
  /** The place in the list: among entries that match equally well, lower ranks come first. */
  readonly rank: number;
}

/**
 * An entry with defaults for the fields that `parts` omits. Entries with a smaller `rank` come first; the largest is
 * 9999.
 */
export function item(parts: ItemParts): CompletionItem {
  const { rank, ...rest } = parts;
  return {
    insertText: parts.label,
    snippet: false,
    edits: [],
    deprecated: false,
    goesOn: false,
    ...rest,
    sortText: `${String(rank).padStart(4, '0')}${parts.sortText ?? parts.label}`,
  };
}
