/** Problems of a text, as data. The editor and the command line show the same problems in different ways. */
import type { DiagnosticCode } from './diagnosticCodes.ts';
import type { Span } from './span.ts';

/** The severity of a diagnostic, in LSP's words. Only a file with an `error` is left out of a descriptor set. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One problem of a text. */
export interface Diagnostic {
  /** A stable code in kebab case. Users may search for it. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** The message for the user. If protoc reports this problem too, it has protoc's words. */
  readonly message: string;
  /** The place that protoc reports; undefined if protoc reports no place. */
  readonly span?: Span;
  /**
   * The span that an editor underlines, if it is not protoc's place. protoc reports some problems without a place, and
   * others at a place that does not help.
   */
  readonly editorSpan?: Span;
  /** Other places that explain this problem, such as "first defined here". */
  readonly related?: readonly RelatedPlace[];
}

/** The span at which an editor shows a diagnostic; undefined if the diagnostic is about the whole file. */
export function shownSpan({ span, editorSpan }: Diagnostic): Span | undefined {
  return editorSpan ?? span;
}

/** A second place that explains a diagnostic. */
export interface RelatedPlace {
  /** The import path of the file that has this place; undefined if it is the diagnostic's own file. */
  readonly file?: string;
  /**
   * The span in the text that was linked. If this place is in another file, that file may have changed since. Then look
   * up `declaration` to find the current place.
   */
  readonly span: Span;
  /** The full name of the declaration at this place. */
  readonly declaration?: string;
  readonly message: string;
}

/**
 * We keep at most this many errors of one kind for each file. A text of a few megabytes can have millions of errors,
 * which would use all memory.
 */
export const MOST_ERRORS = 10_000;
