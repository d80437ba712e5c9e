/** Writes a missing file option: generation makes it up, and the user wants the file to declare it. */
import type { Node, OptionNamePartNode, OptionNode } from '../../syntax/tree/nodes.ts';
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
export function fileOptionEdit(tree: SyntaxTree, name: string, value: string | boolean): FileOptionEdit | undefined {
  const { items } = tree.root;
  const options = items.filter((item) => item.kind === 'option');
  if (options.some((option) => nameOf(option) === name)) return undefined;
  const head = items.findLast((item) => item.kind === 'package') ?? items.find((item) => item.kind === 'syntax');
  const place = (head && spanOf(tree, head)) ?? { start: 0, end: 0 };
  const eol = lineBreakOf(tree.text);
  const statement = `option ${name} = ${JSON.stringify(value)};`;
  // Next to other options; otherwise with an empty line before it, by convention.
  const peer = options.at(-1);
  if (peer !== undefined) return { place, edit: insert(lineEnd(tree, peer), `${eol}${statement}`) };
  const before = items.findLast((item) => item.kind === 'import') ?? head;
  if (before === undefined) return { place, edit: insert(0, `${statement}${eol}${eol}`) };
  return { place, edit: insert(lineEnd(tree, before), `${eol}${eol}${statement}`) };
}

function nameOf({ name }: OptionNode): string {
  return (name?.parts ?? []).map(partOf).join('.');
}

function partOf({ extension, name }: OptionNamePartNode): string {
  const text = name?.text ?? '';
  if (extension) return `(${text})`;
  return text;
}

/** The offset after a comment on the same line, or directly after the statement if another one follows on that line. */
export function lineEnd(tree: SyntaxTree, node: Node): number {
  const { end } = spanOf(tree, node);
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(tree.text.slice(end));
  return end + (rest?.[0].trimEnd().length ?? 0);
}
