/** Writes a missing file option: generation makes it up, and the user wants the file to declare it. */
import type { Node, OptionNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { insert } from './fix.ts';

/** The edit that adds an option to a file. */
export interface FileOptionEdit {
  /** Where to report that it is missing. */
  readonly place: Span;
  readonly edit: TextEdit;
}

/** Undefined if the file sets the option in any way. */
export function fileOptionEdit(tree: SyntaxTree, name: string, value: string): FileOptionEdit | undefined {
  const { items } = tree.root;
  const options = items.filter((item) => item.kind === 'option');
  if (options.some((option) => nameOf(option) === name)) return undefined;
  const head = items.findLast((item) => item.kind === 'package') ?? items.find((item) => item.kind === 'syntax');
  // Next to other options; otherwise with an empty line before it, by convention.
  const before = options.at(-1) ?? items.findLast((item) => item.kind === 'import') ?? head;
  const eol = lineBreakOf(tree.text);
  const statement = `option ${name} = ${JSON.stringify(value)};`;
  const place = head === undefined ? { start: 0, end: 0 } : spanOf(tree, head);
  if (before === undefined) return { place, edit: insert(0, `${statement}${eol}${eol}`) };
  return { place, edit: insert(lineEnd(tree, before), `${eol}${options.length > 0 ? '' : eol}${statement}`) };
}

function nameOf({ name }: OptionNode): string {
  return (name?.parts ?? [])
    .map(({ extension, name: part }) => (extension ? `(${part?.text ?? ''})` : (part?.text ?? '')))
    .join('.');
}

/** After a comment on the same line; directly after the statement if another one follows on that line. */
function lineEnd(tree: SyntaxTree, node: Node): number {
  const { end } = spanOf(tree, node);
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(tree.text.slice(end));
  return end + (rest?.[0].trimEnd().length ?? 0);
}
