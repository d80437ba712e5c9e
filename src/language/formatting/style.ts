/** How formatted text looks where the user may choose. Everything else is fixed, as in `buf format`. */

/** The choices of an `.editorconfig` file. */
export interface FormatStyle {
  /** One level of indentation. */
  readonly indent: string;
  /** Undefined keeps the line breaks of the text. */
  readonly lineBreak?: '\n' | '\r\n';
  /** Whether a text that is not empty ends with a line break. */
  readonly finalLineBreak: boolean;
}

/** The style without any choice: the bytes of `buf format`. */
export const BUF_STYLE: FormatStyle = { indent: '  ', finalLineBreak: true };

/** What a project says in its `.editorconfig`. */
export interface ProjectStyle {
  readonly indentStyle?: 'tab' | 'space';
  /** Columns per level of indentation. */
  readonly indentSize?: number;
  readonly endOfLine?: keyof typeof LINE_BREAKS;
  readonly insertFinalNewline?: boolean;
}

const LINE_BREAKS = { lf: '\n', crlf: '\r\n' } as const;
const MOST_SPACES = 16;

/**
 * The style for a file. An editor's own indentation does not count: editors guess it from the file, and the command line
 * would then disagree with the editor.
 */
export function styleOf(project: ProjectStyle): FormatStyle {
  const style: FormatStyle = { indent: indentOf(project), finalLineBreak: project.insertFinalNewline ?? true };
  if (project.endOfLine === undefined) return style;
  return { ...style, lineBreak: LINE_BREAKS[project.endOfLine] };
}

function indentOf({ indentStyle, indentSize: size }: ProjectStyle): string {
  if (indentStyle === 'tab') return '\t';
  if (size === undefined || !Number.isInteger(size) || size < 1 || size > MOST_SPACES) return BUF_STYLE.indent;
  return ' '.repeat(size);
}
