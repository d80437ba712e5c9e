/** Collects formatted text line by line. It handles indentation and empty lines, and is independent of protobuf. */

/** The text written so far. Its line breaks are line feeds. */
export class Writer {
  /** The number of indentation levels for the lines that begin from now on. */
  depth = 0;
  readonly #indent: string;
  readonly #lines: string[] = [];
  #line = '';
  #lengthOfLines = 0;

  constructor(indent: string) {
    this.#indent = indent;
  }

  /** The offset of the next text. At the start of a line, it is the offset after the indentation. */
  get offset(): number {
    if (this.isAtLineStart) return this.#lengthOfLines + this.depth * this.#indent.length;
    return this.#lengthOfLines + this.#line.length;
  }

  get isAtLineStart(): boolean {
    return this.#line === '';
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#line === '';
  }

  /** Whether the text ends with an opening parenthesis. */
  get isBehindParenthesis(): boolean {
    return this.#line.endsWith('(');
  }

  write(text: string): void {
    if (this.#line === '') this.#line = this.#indent.repeat(this.depth);
    this.#line += text;
  }

  /** Writes a space, but not at the start of a line. */
  space(): void {
    if (!this.isAtLineStart) this.#line += ' ';
  }

  /** Ends the line if it has begun. */
  endLine(): void {
    if (this.#line !== '') this.#push(this.#line);
    this.#line = '';
  }

  /** Writes an empty line. */
  emptyLine(): void {
    this.endLine();
    this.#push('');
  }

  /** Returns the whole text. */
  finish(): string {
    this.endLine();
    this.#lines.push('');
    return this.#lines.join('\n');
  }

  #push(line: string): void {
    this.#lines.push(line);
    this.#lengthOfLines += line.length + 1;
  }
}
