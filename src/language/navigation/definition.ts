/** Finds the place where a name is declared, or the file of an import. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Span } from '../../text/span.ts';
import { declarationOf, namedPlaceAt, packageOf, type TextOf } from '../names/symbols.ts';

/** The declaration that a name leads to. `span` and `nameSpan` are offsets in `file`. */
export interface Definition {
  /** The span that the user pointed at. */
  readonly origin: Span;
  readonly file: LinkedFile;
  /** The span of the whole declaration; for an import, the start of the file. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/** The declaration of the name at `offset`, in UTF-16 code units; undefined if no name is there. */
export function definition(file: LinkedFile, offset: number, textOf: TextOf): Definition | undefined {
  const place = namedPlaceAt(file, offset);
  if (!place) return undefined;
  if (place.kind === 'import') {
    const start = { start: 0, end: 0 };
    const imported = place.import.file && textOf(place.import.file);
    return imported && { origin: place.span, file: imported, span: start, nameSpan: start };
  }
  const found = declarationOf(file, place.symbol, textOf);
  if (found) return { origin: place.span, file: found.file, span: found.symbol.span, nameSpan: found.symbol.nameSpan };
  const statement = packageOf(file, place.symbol, textOf);
  return statement && { origin: place.span, ...statement };
}
