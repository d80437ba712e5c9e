/** What is wrong with a text, as data: the editor and the command line show the same ones in their own ways. */
import type { Span } from './span.ts';

/** How much a diagnostic matters, in LSP's words. Only an `error` keeps a file out of a descriptor set. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One thing to tell about a text. */
export interface Diagnostic {
  /** Stable, in kebab case; people may search for it. */
  readonly code: string;
  readonly severity: Severity;
  /** The words are protoc's, if it has any for this. */
  readonly message: string;
  /** protoc's place; missing if protoc reports none. */
  readonly span?: Span;
  /** What an editor underlines, if that is not protoc's place: protoc has none for some, and its own is elsewhere for others. */
  readonly editorSpan?: Span;
  /** Other places that belong to it ("first defined here"). */
  readonly related?: readonly RelatedPlace[];
}

/** Where an editor shows a diagnostic; undefined if it is about the file as a whole. */
export function shownSpan({ span, editorSpan }: Diagnostic): Span | undefined {
  return editorSpan ?? span;
}

/** A second place that explains a diagnostic. */
export interface RelatedPlace {
  /** Import path of the file; missing if it is the diagnostic's own. */
  readonly file?: string;
  /**
   * In another file, the span in the text that was linked. To show where it stands now, look up `declaration` there.
   */
  readonly span: Span;
  /** Full name of what is declared there. */
  readonly declaration?: string;
  readonly message: string;
}

/**
 * How many errors of one kind of reading are kept of a file. Nobody reads more, and a text of a few megabytes can have
 * millions, which take all the memory.
 */
export const MOST_ERRORS = 10_000;
