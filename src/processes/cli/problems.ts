/** Formats the problems of compiled files as lines of text for other tools. */
import { oneLine } from './terminalText.ts';
import type { Problem } from '../../host/compile.ts';

/** The formats for problems. `gcc` and `msvs` are protoc's own formats; `json` has one object per line. */
export const ERROR_FORMATS = ['gcc', 'msvs', 'json'] as const;
export type ErrorFormat = (typeof ERROR_FORMATS)[number];

/**
 * Formats a problem as one line, without a line break at its end. Lines and columns are one-based, and columns count as
 * in protoc.
 */
export function problemLine(problem: Problem, format: ErrorFormat = 'gcc'): string {
  if (format === 'json') return JSON.stringify(asData(problem));
  const { severity, message, path } = problem;
  const kind = severity === 'warning' ? 'warning: ' : '';
  if (path === undefined) return oneLine(`${kind}${message}`);
  return oneLine(`${path}${placeText(problem, format)}: ${kind}${message}`);
}

function placeText({ severity, position }: Problem, format: 'gcc' | 'msvs'): string {
  if (position === undefined) return '';
  const [line, column] = [position.line + 1, position.column + 1];
  if (format === 'gcc') return `:${line}:${column}`;
  return `(${line}) : ${severity} in column=${column}`;
}

function asData({ severity, path, position, message, diagnostic }: Problem): object {
  return {
    severity,
    file: path,
    line: position && position.line + 1,
    column: position && position.column + 1,
    code: diagnostic?.code,
    message,
  };
}
