/** What is wrong with a text, as data: the editor and the command line show the same ones in their own ways. */
import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Diagnostic {
  /** Stable, in kebab case; people may search for it. */
  readonly code: string;
  readonly severity: Severity;
  /** In protoc's words where it has any. */
  readonly message: string;
  /** Missing where protoc reports none either; an editor then shows the first line. */
  readonly span?: Span;
  /** Other places that belong to it ("first defined here"). */
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace {
  /** Import path of the file; missing where it is the diagnostic's own. */
  readonly file?: string;
  /** In another file that of the text which was linked: to show where it stands now, look the declaration up there. */
  readonly span: Span;
  /** Full name of what is declared there. */
  readonly declaration?: string;
  readonly message: string;
}
