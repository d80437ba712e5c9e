/**
 * Decides where new lines go in a text, and how far we indent them. Each decision looks only at the blanks at one
 * place, so a file with one very long line takes no longer than others.
 */
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf, withLineFeeds } from '../../text/lines.ts';
import { braceOf, insert } from '../fixes/fix.ts';

/** Finds line breaks and indentation in one text. */
export class Layout {
  readonly eol: string;
  readonly #tree: SyntaxTree;
  readonly #text: string;

  constructor(tree: SyntaxTree) {
    this.eol = lineBreakOf(tree.text);
    this.#tree = tree;
    this.#text = withLineFeeds(tree.text);
  }

  /**
   * The text between a new statement and the statement that starts at an offset: a line break, or a blank if other text
   * precedes the offset on its line.
   */
  separatorAt(offset: number): string {
    const indent = this.indentAt(offset);
    return indent === undefined ? ' ' : this.eol + indent;
  }

  /** The blanks between the start of a line and an offset; undefined if other text precedes the offset on its line. */
  indentAt(offset: number): string | undefined {
    let start = offset;
    while (start > 0 && isBlank(this.#text.charAt(start - 1))) start--;
    if (start > 0 && this.#text.charAt(start - 1) !== '\n') return undefined;
    return this.#text.slice(start, offset);
  }

  /** The edit that inserts a statement at the start of a block. */
  atBlockStart(node: Node, statement: string): TextEdit[] {
    const { tokens } = this.#tree;
    const brace = braceOf(this.#tree, node);
    if (brace === undefined || brace + 1 >= tokens.count) return [];
    const at = tokens.end(brace);
    const next = tokens.start(brace + 1);
    const [line = '', ...below] = this.#text.slice(at, next).split('\n');
    const comment = line.trim();
    if (below.length === 0 || (comment !== '' && !comment.startsWith('//')))
      return [insert(at, ` ${statement}${next === at ? ' ' : ''}`)];
    const own = tokens.text(brace + 1) === '}' ? undefined : this.indentAt(next);
    const indent = own ?? `${this.indentAt(tokens.start(node.first)) ?? ''}  `;
    return [insert(at + line.trimEnd().length, `${this.eol}${indent}${statement}`)];
  }
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
