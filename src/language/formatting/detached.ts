/**
 * Where detached comments go when imports and options are sorted. An empty line separates such a comment from what
 * follows, so it is about the file or a section, such as a license. It keeps its place among the statements of the text
 * instead of moving with the next one.
 */
import type { FileItem } from '../../syntax/tree/nodes.ts';
import type { Gap, GapComment, Gaps } from './gaps.ts';

/**
 * The gaps before statements in their new order, if that differs from the order of the text. Before a statement come the
 * detached comments of every statement up to it that are not written yet.
 */
export function gapsWithDetached(gaps: Gaps, sorted: readonly FileItem[]): ReadonlyMap<number, Gap> {
  const moved = new Map<number, Gap>();
  const inText = [...sorted].sort((a, b) => a.first - b.first);
  if (inText.every((item, at) => item === sorted[at])) return moved;
  const waiting = inText.map(({ first }) => ({ first, comments: detachedOf(gaps.before(first)) }));
  let next = 0;
  for (const { first } of sorted) {
    const comments: GapComment[] = [];
    for (; (waiting[next]?.first ?? Number.POSITIVE_INFINITY) <= first; next++)
      comments.push(...(waiting[next]?.comments ?? []));
    moved.set(first, gapBehind(gaps.before(first), comments));
  }
  return moved;
}

/**
 * The leading comments up to the last empty line of a gap. An empty line separates the first comment of each statement
 * from the comments before it.
 */
function detachedOf({ leading, blankAfter }: Gap): readonly GapComment[] {
  const count = blankAfter ? leading.length : attachedFrom(leading);
  return leading.slice(0, count).map((comment, at) => (at === 0 ? { ...comment, blankBefore: true } : comment));
}

function attachedFrom(leading: readonly GapComment[]): number {
  return Math.max(
    0,
    leading.findLastIndex(({ blankBefore }) => blankBefore),
  );
}

function gapBehind(gap: Gap, detached: readonly GapComment[]): Gap {
  const attached = gap.blankAfter ? [] : gap.leading.slice(attachedFrom(gap.leading));
  const first = attached[0];
  if (detached.length === 0) return { ...gap, leading: attached };
  if (first === undefined) return { ...gap, leading: detached, blankAfter: true };
  return { ...gap, leading: [...detached, { ...first, blankBefore: true }, ...attached.slice(1)], blankAfter: false };
}
