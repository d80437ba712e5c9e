/** Collects formatted text line by line. It knows indentation and empty lines, and nothing about protobuf. */

/** The text so far. Its line breaks are line feeds. */
export class Writer {
  /** Levels of indentation of the lines that begin from now on. */
  depth = 0;
  readonly #indent: string;
  readonly #lines: string[] = [];
  #line = '';
  #lengthOfLines = 0;

  constructor(indent: string) {
    this.#indent = indent;
  }

  /** Offset of what is written next. At the start of a line, its indentation comes first. */
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

  /** Whether nothing is between an opening parenthesis and the place. */
  get isBehindParenthesis(): boolean {
    return this.#line.endsWith('(');
  }

  write(text: string): void {
    if (this.#line === '') this.#line = this.#indent.repeat(this.depth);
    this.#line += text;
  }

  /** A space, but not at the start of a line. */
  space(): void {
    if (!this.isAtLineStart) this.#line += ' ';
  }

  /** Ends the line, if it has begun. */
  endLine(): void {
    if (this.#line !== '') this.#push(this.#line);
    this.#line = '';
  }

  /** An empty line. */
  emptyLine(): void {
    this.endLine();
    this.#push('');
  }

  /** The whole text. */
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
