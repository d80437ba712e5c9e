/** Problems of a text, as data. The editor and the command line show the same ones in their own ways. */
import type { Span } from './span.ts';

/** How much a diagnostic matters, in LSP's words. Only an `error` keeps a file out of a descriptor set. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One problem of a text. */
export interface Diagnostic {
  /** Stable, in kebab case. Users may search for it. */
  readonly code: string;
  readonly severity: Severity;
  /** protoc's words, if protoc reports this problem. */
  readonly message: string;
  /** protoc's place; undefined if protoc reports none. */
  readonly span?: Span;
  /**
   * What an editor underlines, if it is not protoc's place. protoc has no place for some problems, and another place
   * for others.
   */
  readonly editorSpan?: Span;
  /** Other places that belong to it ("first defined here"). */
  readonly related?: readonly RelatedPlace[];
}

/** Where an editor shows a diagnostic; undefined if it is about the whole file. */
export function shownSpan({ span, editorSpan }: Diagnostic): Span | undefined {
  return editorSpan ?? span;
}

/** A second place that explains a diagnostic. */
export interface RelatedPlace {
  /** Import path of the file; undefined if it is the diagnostic's own file. */
  readonly file?: string;
  /**
   * In another file, this is the span in the text that was linked. To find its current place, look up `declaration`
   * there.
   */
  readonly span: Span;
  /** Full name of the declaration there. */
  readonly declaration?: string;
  readonly message: string;
}

/**
 * The most errors of one kind that we keep for a file. No user reads more, and a text of a few megabytes can have
 * millions, which would use all memory.
 */
export const MOST_ERRORS = 10_000;
