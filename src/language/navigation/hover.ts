/** What a name is: its declaration and its comment, in Markdown. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Span } from '../../text/span.ts';
import { documentation } from '../names/documentation.ts';
import { declarationNode, declarationOf, type Declared, namedPlaceAt, type TextOf } from '../names/symbols.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** Longer declarations show their first line only. */
const MAX_LINES = 24;

/** Imports are explained by the caller, who knows how they were resolved. */
export function hover(file: LinkedFile, offset: number, textOf: TextOf): Hover | undefined {
  const place = namedPlaceAt(file, offset);
  if (!place || place.kind === 'import') return undefined;
  const found = declarationOf(file, place.symbol, textOf);
  return found && { span: place.span, markdown: describe(found) };
}

function describe({ file: home, symbol }: Declared): string {
  const text = dedent(
    home.tree.text.slice(symbol.span.start, symbol.span.end),
    indentBefore(home.tree.text, symbol.span.start),
  );
  const lines = text.split('\n');
  const shown = lines.length > MAX_LINES ? `${lines[0] ?? ''} … }` : text;
  const node = declarationNode(home, symbol);
  const comment = node && documentation(home.tree, node);
  const parts = [
    '```proto',
    shown,
    '```',
    `*${symbol.kind === 'enumValue' ? 'enum value' : symbol.kind}* \`${symbol.fullName}\` — ${home.path}`,
  ];
  if (comment !== undefined) parts.push('', '---', '', comment);
  return parts.join('\n');
}

function indentBefore(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  return before.trim() === '' ? before : '';
}

function dedent(text: string, indent: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}
