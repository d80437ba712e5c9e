/** Documentation as Markdown. It comes from the schema, so it has no pictures. */
import { MarkupKind, type MarkupContent } from 'vscode-languageserver';
import { withoutPictures } from '../../../../language/names/markdown.ts';

/** A comment of the schema, if there is one. */
export function markdownOf(documentation: string | undefined): MarkupContent | undefined {
  if (documentation === undefined) return undefined;
  return { kind: MarkupKind.Markdown, value: withoutPictures(documentation) };
}
