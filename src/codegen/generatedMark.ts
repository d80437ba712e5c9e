/**
 * Distinguishes generated files from the user's files by Go's convention (`go help generate`). A generated file has a
 * line `// Code generated … DO NOT EDIT.` before its first text that is not a comment or blank. The user's file may
 * contain this line further down, for example in the text of a generator.
 */
import { startOfText } from '../text/lines.ts';

/** Matches the line that marks a generated file. Plugins for other languages write it after `#`. */
const MARK = /^(?:\/\/|#) Code generated .* DO NOT EDIT\.$/;

/** Whether a text has the mark of a generated file. It takes linear time and reads only the comments at the start. */
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

/** Returns the offset after a block comment. A comment that is not closed ends with the text. */
function endOfBlock(text: string, at: number): number {
  const close = text.indexOf('*/', at + 2);
  if (close === -1) return text.length;
  return close + 2;
}
