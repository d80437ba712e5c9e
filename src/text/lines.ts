/** Lines and columns of a text. Line breaks are LF, CRLF and a lone CR, as in LSP. */

const LINE_FEED = 10;

/** A place in a text. The first line and the first character have the number 0. `character` is in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a text. `end` is the position after the last character. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Converts offsets of a text to positions, and positions to offsets. Both start at 0 and are in UTF-16 code units. */
export class LineIndex {
  readonly text: string;
  readonly #starts: Uint32Array;

  constructor(text: string) {
    this.text = text;
    this.#starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The offset of a line's first code unit. For a line after the end of the text, it is the length of the text. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  positionAt(offset: number): Position {
    const line = this.lineAt(offset);
    return { line, character: offset - this.lineStart(line) };
  }

  /** The offset of a position. A position after the end of its line or of the text has the offset of that end. */
  offsetAt(position: Position): number {
    const start = this.lineStart(position.line);
    return Math.min(start + position.character, this.lineStart(position.line + 1));
  }

  /** The line that contains an offset. The first line has the number 0. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStart(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The offset of the first character. A byte-order mark is not a character, and nothing may be inserted before it. */
export function startOfText(text: string): number {
  if (text.startsWith('\ufeff')) return 1;
  return 0;
}

/** The line break that the text uses. For a text without line breaks, it is LF. */
export function lineBreakOf(text: string): string {
  const feed = text.indexOf('\n');
  if (feed > 0) {
    if (text.charAt(feed - 1) === '\r') return '\r\n';
    return '\n';
  }
  if (feed < 0 && text.includes('\r')) return '\r';
  return '\n';
}

/**
 * Whether a line has only whitespace before an offset. It reads only this whitespace, because a line may have millions
 * of characters.
 */
export function startsLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && isBlankInLine(text.charCodeAt(at))) at--;
  return at < 0 || text.charCodeAt(at) === LINE_FEED;
}

/** Whether a code unit is whitespace that does not end a line. It includes a byte-order mark. */
function isBlankInLine(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== LINE_FEED) || code === 0xfeff;
}

/**
 * Replaces carriage returns with line feeds if the text has no other line breaks. Callers then search only for line
 * feeds, and all offsets stay the same.
 */
export function withLineFeeds(text: string): string {
  if (lineBreakOf(text) === '\r') return text.replaceAll('\r', '\n');
  return text;
}

function lineStarts(text: string): Uint32Array {
  const starts = new Starts(text);
  // `indexOf` is many times faster than a loop, and few files have carriage returns.
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts.all();
  }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts.all();
}

/**
 * A growing list of line starts. It stores plain numbers in one array, because we create a new list after each key
 * press.
 */
class Starts {
  #room: Uint32Array;
  #count = 1;

  constructor(text: string) {
    this.#room = new Uint32Array((text.length >> 5) + 16);
  }

  push(offset: number): void {
    if (this.#count === this.#room.length) {
      const larger = new Uint32Array(2 * this.#count);
      larger.set(this.#room);
      this.#room = larger;
    }
    this.#room[this.#count++] = offset;
  }

  all(): Uint32Array {
    return this.#room.subarray(0, this.#count);
  }
}
