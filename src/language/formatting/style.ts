/** The parts of formatted text that the user can choose. Everything else is fixed, as in `buf format`. */

/** The chosen style, in the form that the printer needs. */
export interface FormatStyle {
  /** The text of one level of indentation. */
  readonly indent: string;
  /** The line break to write; undefined keeps the line breaks of the text. */
  readonly lineBreak?: '\n' | '\r\n';
  /** Whether a text that is not empty ends with a line break. */
  readonly finalLineBreak: boolean;
}

/** The style without any choices. It produces the same bytes as `buf format`. */
export const BUF_STYLE: FormatStyle = { indent: '  ', finalLineBreak: true };

/** The settings in a project's `.editorconfig`. */
export interface ProjectStyle {
  readonly indentStyle?: 'tab' | 'space';
  /** The number of columns per level of indentation. */
  readonly indentSize?: number;
  readonly endOfLine?: keyof typeof LINE_BREAKS;
  readonly insertFinalNewline?: boolean;
}

const LINE_BREAKS = { lf: '\n', crlf: '\r\n' } as const;
const MOST_SPACES = 16;

/**
 * The style for a file. We ignore the indentation settings of the editor: editors guess them from the file, so the
 * command line and the editor would disagree.
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
