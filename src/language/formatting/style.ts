/** How formatted text looks where the user may choose. Everything else is fixed, as in `buf format`. */

/** The choices of an editor or an `.editorconfig` file. */
export interface FormatStyle {
  /** One level of indentation. */
  readonly indent: string;
  /** Undefined keeps the line breaks of the text. */
  readonly lineBreak?: '\n' | '\r\n' | '\r';
  /** Whether a text that is not empty ends with a line break. */
  readonly finalLineBreak: boolean;
}

/** The style without any choice: the bytes of `buf format`. */
export const BUF_STYLE: FormatStyle = { indent: '  ', finalLineBreak: true };
