/**
 * Sorts imports and removes unused ones. Blank lines between imports separate groups, and comments stay with their
 * import.
 */
import { compareText } from '../../base/strings.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { ImportNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { importedPath } from '../imports/importEdit.ts';
import { statementSpan } from './fix.ts';

interface Line {
  readonly node: ImportNode;
  /** The span of the import and the comment lines above it. */
  readonly span: Span;
}

/** The edits that organize the imports of a file; empty if they are in order. */
export function organizeImports(file: LinkedFile): readonly TextEdit[] {
  const { tree } = file;
  const complaints = file.diagnostics.filter(({ code }) => code === 'unused-import' || code === 'import-twice');
  const unneeded = new Set(complaints.map(({ span }) => span?.start));
  const lines = tree.root.items
    .filter((item) => item.kind === 'import')
    .map((node): Line => ({ node, span: statementSpan(tree, node, true) }));
  const divided = groups(tree, lines);
  const isEarly = (line: Line): boolean => rank(line) > 0 && divided.at(-1)?.includes(line) === false;
  const early = lines.filter(isEarly);
  const isNeeded = ({ node }: Line): boolean => !unneeded.has(spanOf(tree, node).start);
  return divided.flatMap((group) => {
    const kept = group.filter((line) => !isEarly(line));
    // All imports after an `import option` must be `import option` too, so these move to the last group.
    if (group === divided.at(-1)) kept.push(...early);
    return organized(tree, group, kept.filter(isNeeded));
  });
}

/** The imports in groups, each of which has consecutive lines. */
function groups(tree: SyntaxTree, lines: readonly Line[]): readonly (readonly Line[])[] {
  const found: Line[][] = [];
  for (const line of lines) {
    const last = found.at(-1)?.at(-1);
    if (last?.span.end === line.span.start && endsLine(tree.text.slice(last.span.start, last.span.end)))
      found.at(-1)?.push(line);
    else found.push([line]);
  }
  return found;
}

function organized(tree: SyntaxTree, group: readonly Line[], kept: readonly Line[]): readonly TextEdit[] {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return [];
  const ordered = [...kept].sort(
    (a, b) => rank(a) - rank(b) || compareText(importedPath(a.node), importedPath(b.node)),
  );
  const span = { start: first.span.start, end: last.span.end };
  const eol = lineBreakOf(tree.text);
  const text = ordered
    .map((line) => tree.text.slice(line.span.start, line.span.end))
    .map((line) => (endsLine(line) ? line : line + eol));
  const whole = text.join('');
  const before = tree.text.slice(span.start, span.end);
  // If the last line of the text has no line break, it gets none.
  const newText = endsLine(before) ? whole : whole.slice(0, -eol.length);
  if (newText === before) return [];
  return [{ span, newText }];
}

function endsLine(text: string): boolean {
  return text.endsWith('\n') || text.endsWith('\r');
}

/** The rank of an import in its group: `import option` statements come last. */
function rank({ node }: Line): number {
  if (node.modifier === 'option') return 1;
  return 0;
}
