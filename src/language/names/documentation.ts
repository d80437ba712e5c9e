/** Turns doc comments into Markdown that an editor can show. */
import { docComment } from '../../syntax/comments.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

/** A declaration's comment in Markdown, without the blank after each comment marker. */
export function documentation(tree: SyntaxTree, node: Node): string | undefined {
  const lines = docComment(tree, node)
    // Markdown would read the second star of `/**` as the start of a list.
    ?.replace(/^\*(?=\s)/, '')
    .split('\n')
    .map((line) => line.replace(/^ /, '').trimEnd());
  const text = lines && withoutSoftBreaks(lines).join('\n').trim();
  if (text === '') return undefined;
  return text;
}

/** Lines that begin a block of Markdown and therefore never continue the line before. */
const BLOCK_START = /^\s*(?:[-*+]\s|\d{1,9}[.)]\s|#{1,6}\s|>|\||(?:[-*_=]\s?){3,}$)/;
/** Lines that always end their block of Markdown: headings, rows of tables and horizontal rules. */
const WHOLE_LINE = /^\s*(?:#{1,6}\s|\||(?:[-*_=]\s?){3,}$)/;
const FENCE = /^\s*(?:```|~~~)/;
const CODE = /^(?: {4}|\t)/;

/**
 * CommonMark reads a single line break in a paragraph as a blank, but some editors show a new line. So we join the
 * lines of each paragraph. Blocks such as lists and code keep their lines.
 */
function withoutSoftBreaks(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let fence: string | undefined;
  /** The joined lines of the current paragraph, which the next line may continue. */
  let paragraph: string | undefined;
  const endParagraph = (): void => {
    if (paragraph !== undefined) joined.push(paragraph);
    paragraph = undefined;
  };
  for (const line of lines) {
    const marker = FENCE.exec(line)?.[0].trim();
    const goesOn = paragraph !== undefined && fence === undefined && marker === undefined && !startsBlock(line);
    if (!goesOn) endParagraph();
    if (paragraph !== undefined) paragraph += ` ${line.trimStart()}`;
    else if (fence === undefined && marker === undefined && isText(line)) paragraph = line;
    else joined.push(line);
    if (line.endsWith('\\')) endParagraph();
    fence = fenceAfter(fence, marker);
  }
  endParagraph();
  return joined;
}

function startsBlock(line: string): boolean {
  return line === '' || BLOCK_START.test(line);
}

function isText(line: string): boolean {
  return line !== '' && !CODE.test(line) && !WHOLE_LINE.test(line);
}

function fenceAfter(fence: string | undefined, marker: string | undefined): string | undefined {
  if (marker === undefined) return fence;
  if (fence === undefined) return marker;
  if (fence === marker) return undefined;
  return fence;
}
