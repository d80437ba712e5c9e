/** Writes a comment above a declaration that has none. The user then completes it. */
import { docComment } from '../../syntax/comments.ts';
import { commentSpans } from '../../syntax/lexing/commentSpans.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { lineBreakOf, startsLine, withLineFeeds } from '../../text/lines.ts';
import { indentOf, insert } from '../fixes/fix.ts';
import { namedAtCursor } from './atCursor.ts';
import type { Offer, Selection } from './refactoring.ts';
import { rewriting } from './rewriting.ts';

export function docCommentOffers(selection: Selection): readonly Offer[] {
  const { tree } = selection.file;
  const node = namedAtCursor(selection);
  if (node?.name === undefined || docComment(tree, node) !== undefined) return [];
  const { start } = spanOf(tree, node);
  if (!startsLine(withLineFeeds(tree.text), start)) return [];
  const comment = commented(tree, `TODO: Describe ${node.name.text}.`);
  const line = `${comment}${lineBreakOf(tree.text)}${indentOf(tree, start)}`;
  return [
    {
      kind: 'rewrite',
      title: `Add a doc comment to ${node.name.text}`,
      work: () => rewriting(selection, () => [insert(start, line)], { newComments: [comment] }),
    },
  ];
}

/** The comment in the style that most comments above the file's declarations have. */
function commented(tree: SyntaxTree, text: string): string {
  if (usesBlocks(tree)) return `/** ${text} */`;
  return `// ${text}`;
}

/** We look at this many comments to find the style of a file. */
const SEEN = 20;

function usesBlocks(tree: SyntaxTree): boolean {
  let [blocks, lines] = [0, 0];
  for (const item of tree.root.items) {
    if (item.kind === 'syntax' || item.kind === 'package' || item.kind === 'import') continue;
    const last = commentSpans(tree, item.first).at(-1);
    if (last?.kind === 'block') blocks++;
    if (last?.kind === 'line') lines++;
    if (blocks + lines === SEEN) break;
  }
  return blocks > lines;
}
