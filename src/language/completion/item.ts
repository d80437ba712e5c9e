/** What completion offers, as plain data. */
import type { FilePath } from '../../base/path.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/** What an entry stands for; it decides the icon. */
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
  | 'name';

/** One entry of the list. Spans and edits are those of the text that was asked about. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Short, in grey behind the label: where it comes from, or what its type is. */
  readonly detail?: string;
  /** Markdown. Declarations have theirs looked up only when someone looks at the entry. */
  readonly documentation?: string;
  readonly declaration?: DeclarationKey;
  /** What takes the place of `span`. */
  readonly insertText: string;
  /** Whether `insertText` is a snippet: `$1`, `${1:name}`, `$0`. */
  readonly snippet: boolean;
  readonly span: Span;
  /** What the typed text is compared with; the label where it is missing. */
  readonly filterText?: string;
  readonly sortText: string;
  /** Further edits of the same file: the import that is missing. */
  readonly edits: readonly TextEdit[];
  readonly deprecated: boolean;
  /** Whether the next thing to write is best chosen from a list too. */
  readonly goesOn: boolean;
}

/** Where a declaration is found again. */
export interface DeclarationKey {
  readonly path: FilePath;
  /** Without a leading dot. */
  readonly fullName: string;
}

/** The entries, each with the text that sorts it. */
export interface CompletionList {
  readonly items: readonly CompletionItem[];
  /** Whether more would be found for a longer text. */
  readonly incomplete: boolean;
}

/** What an entry must say; the rest has a plain meaning where it is missing. */
export interface ItemParts extends Partial<CompletionItem> {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly span: Span;
  /** Lower ones come first among what fits the typed text equally well. */
  readonly rank: number;
}

/** An entry with defaults for what `parts` does not say. A smaller `rank` sorts first, up to 9999. */
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
