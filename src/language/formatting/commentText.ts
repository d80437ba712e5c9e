/** Formats the text of a comment: the lines of a block comment get a common indentation or a common prefix. */

const TAB_WIDTH = 8;

/**
 * The lines of a comment, without the indentation of its place in the formatted text. Lines of a block comment keep
 * their indentation relative to each other. If all lines start with the same symbol, we align the symbols below the
 * first asterisk.
 */
export function commentLines(comment: string): readonly string[] {
  if (comment.startsWith('//') || !comment.includes('\n')) return [comment.trim()];
  const [first = '', ...rest] = comment.split('\n');
  const prefix = commonPrefix(rest);
  const indentation = prefix === '' ? leastIndentation(rest) : 0;
  return [first.trimEnd(), ...rest.map((line) => blockLine(line, prefix, indentation))];
}

function blockLine(line: string, prefix: string, indentation: number): string {
  const trimmed = line.trim();
  if (trimmed === '*/') return prefix === '*' ? ' */' : '*/';
  if (trimmed === '') return '';
  if (prefix !== '') return ` ${trimmed}`;
  return `   ${withoutIndentation(line, indentation).trimEnd()}`;
}

/**
 * The symbol that begins each line; empty if the lines do not share one. We ignore a line with only the end of the
 * comment.
 */
function commonPrefix(lines: readonly string[]): string {
  let prefix: string | undefined;
  for (const line of lines) {
    const trimmed = line.trim();
    if (trimmed === '*/') continue;
    const symbol = trimmed.charAt(0);
    prefix ??= symbol;
    if (symbol !== prefix || !isSymbol(symbol)) return '';
  }
  return prefix ?? '';
}

/** Whether a character is an ASCII symbol, not a letter or a digit. */
function isSymbol(character: string): boolean {
  return /^[!-/:-@[-`{-~]$/.test(character);
}

function leastIndentation(lines: readonly string[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const trimmed = line.trim();
    if (trimmed !== '' && trimmed !== '*/') least = Math.min(least, indentationOf(line).columns);
  }
  return least;
}

function indentationOf(line: string, limit = Number.POSITIVE_INFINITY): { columns: number; length: number } {
  let columns = 0;
  let length = 0;
  for (; length < line.length && columns < limit; length++) {
    const character = line.charAt(length);
    if (character === ' ') columns++;
    else if (character === '\t') columns += TAB_WIDTH - (columns % TAB_WIDTH);
    else break;
  }
  return { columns, length };
}

function withoutIndentation(line: string, indentation: number): string {
  const { columns, length } = indentationOf(line, indentation);
  return ' '.repeat(Math.max(0, columns - indentation)) + line.slice(length);
}

/**
 * Turns a line comment into a block comment, for a place where other text follows on the same line. Undefined if the
 * comment
 * contains the start or the end of a block comment, and for a comment of text format, which keeps its form.
 */
export function asBlockComment(comment: string): string | undefined {
  if (comment.startsWith('#')) return undefined;
  const text = comment.slice(2).trimEnd();
  if (text.includes('*/') || text.includes('/*')) return undefined;
  return `/*${text} */`;
}
