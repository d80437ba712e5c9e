/** A range of a text, as offsets in UTF-16 code units: what JavaScript strings and LSP count in. */
export interface Span {
  /** Offset of the first code unit. */
  readonly start: number;
  /** Offset behind the last code unit. */
  readonly end: number;
}

/** Whether `offset` lies in `span` or touches its end, as a cursor behind a word does. */
export function spanTouches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
