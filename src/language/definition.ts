/** Where a name is declared, or which file an import names. */
import type { LinkedFile } from '../schema/model.ts';
import type { Span } from '../text/span.ts';
import { declaringFile, namedPlaceAt } from './symbols.ts';

export interface Definition {
  /** What was pointed at. */
  readonly origin: Span;
  readonly file: LinkedFile;
  /** The whole declaration; a file's start for an import. */
  readonly span: Span;
  readonly nameSpan: Span;
}

export function definition(file: LinkedFile, offset: number): Definition | undefined {
  const place = namedPlaceAt(file, offset);
  if (!place) return undefined;
  if (place.kind === 'import') {
    const start = { start: 0, end: 0 };
    return place.import.file && { origin: place.span, file: place.import.file, span: start, nameSpan: start };
  }
  const home = declaringFile(file, place.symbol);
  return home && { origin: place.span, file: home, span: place.symbol.span, nameSpan: place.symbol.nameSpan };
}
