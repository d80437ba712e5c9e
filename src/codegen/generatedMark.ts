/**
 * Tells generated files from the user's files by Go's convention (`go help generate`): a line `// Code generated … DO
 * NOT EDIT.` before the first text that is not a comment or blank. The user's file may contain such a line further
 * down, for example in the text of a generator.
 */
import { startOfText } from '../text/lines.ts';

/** Plugins for other languages write the same line after `#`. */
const MARK = /^(?:\/\/|#) Code generated .* DO NOT EDIT\.$/;

/** Whether a text has the mark. It takes linear time, and reads only the comments at the beginning. */
export function isGenerated(text: string): boolean {
  let at = startOfText(text);
  const begin = at;
  for (;;) {
    at = endOfBlanks(text, at);
    if (text.startsWith('/*', at)) {
      at = endOfBlock(text, at);
      continue;
    }
    if (!text.startsWith('//', at) && !text.startsWith('#', at)) return false;
    const end = endOfLine(text, at);
    const isWholeLine = at === begin || text[at - 1] === '\n';
    if (isWholeLine && MARK.test(text.slice(at, end).replace(/\r$/, ''))) return true;
    at = end;
  }
}

function endOfBlanks(text: string, at: number): number {
  const blanks = /\s*/y;
  blanks.lastIndex = at;
  blanks.exec(text);
  return blanks.lastIndex;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return end;
}

/** A block comment without an end goes to the end of the text. */
function endOfBlock(text: string, at: number): number {
  const close = text.indexOf('*/', at + 2);
  if (close === -1) return text.length;
  return close + 2;
}
