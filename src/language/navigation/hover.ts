/** The hover of a name: its declaration and its comment, in Markdown. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Span } from '../../text/span.ts';
import { declarationText } from '../names/declarationText.ts';
import {
  declarationNode,
  declarationOf,
  type Declared,
  namedPlaceAt,
  packageOf,
  type PackageStatement,
  type TextOf,
} from '../names/symbols.ts';

/** What to show, and for which span. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** For longer declarations, only the first line is shown. */
const MAX_LINES = 24;

/** The caller explains imports, because it knows how they were resolved. */
export function hover(file: LinkedFile, offset: number, textOf: TextOf): Hover | undefined {
  const place = namedPlaceAt(file, offset);
  if (!place || place.kind === 'import') return undefined;
  const found = declarationOf(file, place.symbol, textOf);
  if (found) return { span: place.span, markdown: describe(found) };
  const statement = packageOf(file, place.symbol, textOf);
  return statement && { span: place.span, markdown: describePackage(statement, place.symbol.fullName) };
}

function describePackage({ file: home, span }: PackageStatement, name: string): string {
  const { code } = declarationText(home.tree, { span, node: undefined }, MAX_LINES);
  return `${code}\n*package* \`${name}\` — ${home.path}`;
}

function describe({ file: home, symbol }: Declared): string {
  const declaration = { span: symbol.span, node: declarationNode(home, symbol) };
  const { code, comment } = declarationText(home.tree, declaration, MAX_LINES);
  const kind = symbol.kind === 'enumValue' ? 'enum value' : symbol.kind;
  const parts = [code, `*${kind}* \`${symbol.fullName}\` — ${home.path}`];
  if (comment !== undefined) parts.push('', '---', '', comment);
  return parts.join('\n');
}
