/** Joins edits if there are very many, because an editor needs seconds to apply hundreds of thousands. */
import type { TextEdit } from '../../text/edit.ts';

/** We do not join this many edits or fewer, because an editor applies them quickly. */
const FEW = 5_000;

/** We join edits with at most this many characters between them. */
const NEAR = 200;

/** The same change as fewer edits, if there are too many. The given edits are in the order of the text. */
export function joinedEdits(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  if (edits.length <= FEW) return edits;
  const joined: Joined[] = [];
  for (const { span, newText } of edits) {
    const last = joined.at(-1);
    if (last !== undefined && span.start - last.end <= NEAR) {
      last.texts.push(text.slice(last.end, span.start), newText);
      last.end = span.end;
    } else joined.push({ start: span.start, end: span.end, texts: [newText] });
  }
  return joined.map(({ start, end, texts }) => ({ span: { start, end }, newText: texts.join('') }));
}

interface Joined {
  readonly start: number;
  end: number;
  readonly texts: string[];
}
