/** The hover of a name, in Markdown: its declaration, the facts that the declaration does not show, and its comment. */
import type { Entity } from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { symbolName } from '../../schema/descriptors/symbol.ts';
import type { Span } from '../../text/span.ts';
import { declarationText } from '../names/declarationText.ts';
import { inlineCode } from '../names/markdown.ts';
import { NameScope } from '../names/scope.ts';
import {
  declarationNode,
  declarationOf,
  type Declared,
  namedPlaceAt,
  packageOf,
  type PackageStatement,
  type TextOf,
} from '../names/symbols.ts';
import { factsOf } from './facts.ts';

/** The text to show, and the span that it describes. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** The address that a link to a declaration opens; undefined if we cannot link to it. */
export type AddressOf = (declared: Declared) => string | undefined;

/** If a declaration has more lines than this, we show only its first line. */
const MAX_LINES = 24;

/**
 * The hover at an offset. It leaves imports to the caller, because the caller knows how they were resolved. Without
 * `addressOf`, it contains no links.
 */
export function hover(
  file: LinkedFile,
  offset: number,
  textOf: TextOf,
  addressOf: AddressOf = () => undefined,
): Hover | undefined {
  const place = namedPlaceAt(file, offset);
  if (!place || place.kind === 'import') return undefined;
  const found = declarationOf(file, place.symbol, textOf);
  if (found) return { span: place.span, markdown: describe(found, new Links(found.file, textOf, addressOf)) };
  const statement = packageOf(file, place.symbol, textOf);
  return statement && { span: place.span, markdown: describePackage(statement, place.symbol.fullName) };
}

function describePackage({ file: home, span }: PackageStatement, name: string): string {
  const { code } = declarationText(home.tree, { span, node: undefined }, MAX_LINES);
  return `${code}\n*package* \`${name}\` — ${home.path}`;
}

function describe({ file: home, symbol }: Declared, links: Links): string {
  const declaration = { span: symbol.span, node: declarationNode(home, symbol) };
  const { code, comment } = declarationText(home.tree, declaration, MAX_LINES);
  const kind = symbol.kind === 'enumValue' ? 'enum value' : symbol.kind;
  const entity = home.interface.scope.get(symbol.fullName);
  const facts = entity === undefined ? [] : factsOf(entity, (type) => links.to(type));
  const parts = [code, [`*${kind}* \`${symbol.fullName}\` — ${home.path}`, ...facts].join(LINE_BREAK)];
  if (comment !== undefined) parts.push('', '---', '', links.inComment(comment, symbol.fullName));
  return parts.join('\n');
}

/** Two blanks and a line feed start a new line in Markdown. */
const LINE_BREAK = '  \n';

/** A reference such as `[the order][shop.v1.Order]`, as the comments of Google's APIs write it. */
const REFERENCE = /\[([^[\]\n]{1,200})\]\[([A-Za-z_][\w.]{0,300})\]/g;

/** We make at most this many links in one comment, because users do not read more. */
const MOST_LINKS = 50;

/** Makes links to declarations that a file can name. */
class Links {
  readonly #home: LinkedFile;
  readonly #textOf: TextOf;
  readonly #addressOf: AddressOf;

  constructor(home: LinkedFile, textOf: TextOf, addressOf: AddressOf) {
    this.#home = home;
    this.#textOf = textOf;
    this.#addressOf = addressOf;
  }

  to(entity: Entity): string {
    return this.#link(inlineCode(entity.fullName), entity) ?? inlineCode(entity.fullName);
  }

  /**
   * The comment, with links in place of the references that lead to a declaration. Other references stay as they are.
   */
  inComment(comment: string, scope: string): string {
    let names: NameScope | undefined;
    let left = MOST_LINKS;
    return comment.replaceAll(REFERENCE, (written: string, text: string, name: string) => {
      if (left-- <= 0) return written;
      names ??= new NameScope(this.#home);
      const entity = names.lookup(name, `${scope}.x`, false);
      return (entity && this.#link(text, entity)) ?? written;
    });
  }

  #link(text: string, entity: Entity): string | undefined {
    const declared = declarationOf(this.#home, symbolName(entity), this.#textOf);
    const address = declared && this.#addressOf(declared);
    return address && `[${text}](${address})`;
  }
}
