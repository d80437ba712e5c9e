/**
 * Finds the places of detached comments when we sort imports and options. An empty line separates such a comment from
 * the next statement, so the comment is about the file or a section, such as a license. It keeps its place in the text
 * instead of moving with the next statement.
 */
import type { FileItem } from '../../syntax/tree/nodes.ts';
import type { Gap, GapComment, Gaps } from './gaps.ts';

/**
 * The new gaps before statements; empty if their order stays the same. Before each statement, we write its own detached
 * comments and those of all statements before it in the text, unless we have already written them.
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
 * The detached comments of a gap: the leading comments up to the last empty line. The first of them gets an empty line
 * before it.
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
