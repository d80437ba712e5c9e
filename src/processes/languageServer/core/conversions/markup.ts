/** Converts documentation to Markdown. It comes from an untrusted schema, so pictures become links. */
import { MarkupKind, type MarkupContent } from 'vscode-languageserver';
import { withoutPictures } from '../../../../language/names/markdown.ts';

/** Converts the comment of a declaration, if the declaration has one. */
export function markdownOf(documentation: string | undefined): MarkupContent | undefined {
  if (documentation === undefined) return undefined;
  return { kind: MarkupKind.Markdown, value: withoutPictures(documentation) };
}
