/**
 * Reads the line grammar that go.mod and go.work share: a verb and its arguments, alone on a line or in a block
 * (go.dev/ref/mod#go-mod-file-lexical). It accepts any text, and reads it once from left to right.
 */
import { LONGEST_GO, withinLimit } from './limit.ts';

/** One directive, such as `require example.com/m v1.2.3 // indirect`. Arguments have no quotes here. */
export interface GoDirective {
  readonly verb: string;
  readonly args: readonly string[];
  /** The text after `//` on the same line, trimmed; empty if there is no comment. */
  readonly comment: string;
}

interface GoLine {
  readonly words: readonly string[];
  readonly comment: string;
}

/** Yields the directives of a text in order. A directive in a block has the verb of the block. */
export function* goDirectives(text: string): Generator<GoDirective> {
  let block: string | undefined;
  for (const line of withinLimit(text, LONGEST_GO).split('\n')) {
    const { words, comment } = readLine(line);
    const [first, ...rest] = words;
    if (first === undefined) continue;
    if (block === undefined && rest.at(-1) === '(') {
      block = first;
    } else if (block === undefined) {
      if (rest.at(-1) !== ')') yield { verb: first, args: rest, comment };
    } else if (first === ')') {
      block = undefined;
    } else {
      yield { verb: block, args: words, comment };
    }
  }
}

function readLine(line: string): GoLine {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (isSpace(line.charAt(at))) {
      at++;
    } else if (line.startsWith('//', at)) {
      return { words, comment: line.slice(at + 2).trim() };
    } else {
      const end = endOfWord(line, at);
      words.push(unquoted(line.slice(at, end)));
      at = end;
    }
  }
  return { words, comment: '' };
}

const QUOTES = '"`';
const DELIMITERS = '(),[]{}';

/**
 * The offset after the word that starts at `start`: a parenthesis, a quoted text, or everything up to the next space.
 */
function endOfWord(line: string, start: number): number {
  const first = line.charAt(start);
  if (DELIMITERS.includes(first)) return start + 1;
  if (QUOTES.includes(first)) {
    const close = line.indexOf(first, start + 1);
    // An unclosed quote takes the rest of the line, so that we search for its end only once.
    if (close < 0) return line.length;
    return close + 1;
  }
  let end = start;
  while (end < line.length && isInWord(line, end)) end++;
  return end;
}

function isInWord(line: string, at: number): boolean {
  const char = line.charAt(at);
  if (isSpace(char) || DELIMITERS.includes(char)) return false;
  return !line.startsWith('//', at);
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\r';
}

function unquoted(word: string): string {
  const [first = ''] = word;
  if (!QUOTES.includes(first)) return word;
  const isClosed = word.length > 1 && word.endsWith(first);
  if (isClosed) return word.slice(1, -1);
  return word.slice(1);
}
