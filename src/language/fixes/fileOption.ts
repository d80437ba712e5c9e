/**
 * Writes a missing file option into the file. Without the option, generation chooses a value, and the user may want to
 * fix it in the file.
 */
import type { Node, OptionNamePartNode, OptionNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { insert } from './fix.ts';

/** The edit that adds an option to a file, and the place to report it. */
export interface FileOptionEdit {
  /** The span at which we report that the option is missing. */
  readonly place: Span;
  readonly edit: TextEdit;
}

/** The edit that adds the option; undefined if the file already sets the option in any form. */
export function fileOptionEdit(tree: SyntaxTree, name: string, value: string | boolean): FileOptionEdit | undefined {
  const { items } = tree.root;
  const options = items.filter((item) => item.kind === 'option');
  if (options.some((option) => nameOf(option) === name)) return undefined;
  const head = items.findLast((item) => item.kind === 'package') ?? items.find((item) => item.kind === 'syntax');
  const place = (head && spanOf(tree, head)) ?? { start: 0, end: 0 };
  const eol = lineBreakOf(tree.text);
  const statement = `option ${name} = ${JSON.stringify(value)};`;
  // By convention, an option goes after the other options. If there are none, an empty line comes before it.
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

/**
 * The offset after the comment that follows a statement on its line. If another statement follows on the line, it is
 * the end of the first one.
 */
export function lineEnd(tree: SyntaxTree, node: Node): number {
  const { end } = spanOf(tree, node);
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(tree.text.slice(end));
  return end + (rest?.[0].trimEnd().length ?? 0);
}
