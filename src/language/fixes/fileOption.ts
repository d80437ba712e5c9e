/** Writes an option of a file that it does not have: generation makes it up, and somebody wants it said. */
import type { Node, OptionNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { insert } from './fix.ts';

/** The edit that adds an option to a file. */
export interface FileOptionEdit {
  /** Where the lack of it is to be shown. */
  readonly place: Span;
  readonly edit: TextEdit;
}

/** Undefined where the file has the option, however it is set. */
export function fileOptionEdit(tree: SyntaxTree, name: string, value: string): FileOptionEdit | undefined {
  const { items } = tree.root;
  const options = items.filter((item) => item.kind === 'option');
  if (options.some((option) => nameOf(option) === name)) return undefined;
  const head = items.findLast((item) => item.kind === 'package') ?? items.find((item) => item.kind === 'syntax');
  // Beside other options; else with a line between, as they are mostly written.
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

/** Behind a comment on the same line; right behind the statement where another one follows it there. */
function lineEnd(tree: SyntaxTree, node: Node): number {
  const { end } = spanOf(tree, node);
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(tree.text.slice(end));
  return end + (rest?.[0].trimEnd().length ?? 0);
}
