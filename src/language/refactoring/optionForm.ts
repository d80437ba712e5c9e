/**
 * Rewrites several settings of one option as a literal, and back: `(a).b = 1, (a).c = 2` becomes `(a) = { b: 1 c: 2 }`.
 */
import type { AggregateNode, Node, OptionNode, ValueNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { children, nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { indentOf, remove, replace } from '../fixes/fix.ts';
import { optionRemoval } from '../fixes/optionFixes.ts';
import { isIn } from '../../text/span.ts';
import { cutOf } from './cut.ts';
import { Refused, type Offer, type Selection } from './refactoring.ts';
import { rewriting } from './rewriting.ts';

/** An option, and the other options of its declaration. */
interface InList {
  readonly option: OptionNode;
  readonly list: readonly OptionNode[];
  /** Whether the option is a statement instead of an entry of a list in brackets. */
  readonly isStatement: boolean;
}

export function optionFormOffers(selection: Selection): readonly Offer[] {
  const at = optionAtCursor(selection);
  if (at === undefined) return [];
  return [...asLiteral(selection, at), ...asSeparate(selection, at)];
}

function optionAtCursor({ file, span }: Selection): InList | undefined {
  if (span.start !== span.end) return undefined;
  const path = nodePathAt(file.tree, span.start);
  const index = path.findIndex((node) => node.kind === 'option');
  const [owner, option] = [path[index - 1], path[index]];
  if (owner === undefined || option?.kind !== 'option') return undefined;
  const list = children(owner).filter((node) => node.kind === 'option');
  return { option, list, isStatement: !('options' in owner) };
}

/**
 * The option's name without its last part, which several settings may share; undefined if we cannot join the setting.
 */
function prefixOf(tree: SyntaxTree, { name }: OptionNode): string | undefined {
  const parts = name?.parts ?? [];
  const last = parts.at(-1);
  if (parts.length < 2 || last === undefined || last.extension || last.name === undefined) return undefined;
  return drawnParts(tree, parts.slice(0, -1));
}

function drawnParts(tree: SyntaxTree, parts: readonly Node[]): string {
  return parts.map((part) => textOf(tree, part)).join('.');
}

function textOf(tree: SyntaxTree, node: Node): string {
  const { start, end } = spanOf(tree, node);
  return tree.text.slice(start, end);
}

function asLiteral(selection: Selection, { option, list, isStatement }: InList): readonly Offer[] {
  const { tree } = selection.file;
  const prefix = prefixOf(tree, option);
  if (prefix === undefined || prefix === 'features') return [];
  const alike = list.filter((one) => prefixOf(tree, one) === prefix);
  if (alike.some(({ value }) => value === undefined)) return [];
  return [
    {
      kind: 'rewrite',
      title: `Write ${prefix} as one literal`,
      work: () => rewriting(selection, () => literalEdits(tree, prefix, alike, isStatement)),
    },
  ];
}

function literalEdits(
  tree: SyntaxTree,
  prefix: string,
  alike: readonly OptionNode[],
  isStatement: boolean,
): readonly TextEdit[] {
  const [first, ...others] = alike;
  if (first?.name === undefined || first.value === undefined) throw new Refused('The option has no value.');
  const fields = alike.map(({ name, value }) => fieldText(tree, name?.parts.at(-1), value));
  const span = { start: spanOf(tree, first.name).start, end: spanOf(tree, first.value).end };
  const literal = `${prefix} = ${braced(tree, fields, spanOf(tree, first).start)}`;
  const removals = others.map((one) => (isStatement ? statementRemoval(tree, one) : optionRemoval(tree, one)));
  return [replace(span, literal), ...removals];
}

/**
 * The edit that removes an option statement with its line break. Comments of the option stay, so that no comment is
 * lost.
 */
function statementRemoval(tree: SyntaxTree, option: OptionNode): TextEdit {
  const { removed } = cutOf(tree, option);
  const span = spanOf(tree, option);
  const breakAt = tree.text.indexOf('\n', span.end);
  const isWhole = breakAt >= 0 && tree.text.slice(span.end, breakAt).trim() === '' && isIn(span, removed);
  const lineStart = span.start - indentOf(tree, span.start).length;
  return remove(isWhole ? { start: lineStart, end: breakAt + 1 } : span);
}

function fieldText(tree: SyntaxTree, part: Node | undefined, value: ValueNode | undefined): string {
  if (part === undefined || value === undefined) throw new Refused('The option has no value.');
  return `${textOf(tree, part)}: ${textOf(tree, value)}`;
}

/** If the literal is longer than this, each field gets its own line. */
const LONGEST = 60;

function braced(tree: SyntaxTree, fields: readonly string[], at: number): string {
  const line = `{ ${fields.join(' ')} }`;
  if (line.length <= LONGEST && !line.includes('\n')) return line;
  const eol = lineBreakOf(tree.text);
  const indent = indentOf(tree, at);
  return `{${eol}${fields.map((field) => `${indent}  ${field}${eol}`).join('')}${indent}}`;
}

function asSeparate(selection: Selection, { option, isStatement }: InList): readonly Offer[] {
  const { tree } = selection.file;
  const { name, value } = option;
  if (name === undefined || value?.kind !== 'aggregate' || value.fields.length === 0) return [];
  if (value.fields.some((field) => field.name.kind !== 'field' || field.value === undefined)) return [];
  const written = textOf(tree, name);
  return [
    {
      kind: 'rewrite',
      title: `Write ${written} as separate options`,
      work: () => rewriting(selection, () => [separateEdit(tree, option, written, value, isStatement)]),
    },
  ];
}

function separateEdit(
  tree: SyntaxTree,
  option: OptionNode,
  name: string,
  value: AggregateNode,
  isStatement: boolean,
): TextEdit {
  const settings = value.fields.flatMap((field) =>
    valuesOf(field.value).map((one) => `${name}.${field.name.text} = ${textOf(tree, one)}`),
  );
  const span = spanOf(tree, option);
  const line = `${lineBreakOf(tree.text)}${indentOf(tree, span.start)}`;
  if (isStatement) return replace(span, settings.map((setting) => `option ${setting};`).join(line));
  const isOwnLine = tree.text.slice(span.start - indentOf(tree, span.start).length - 1, span.start).startsWith('\n');
  return replace(span, settings.join(isOwnLine ? `,${line}` : ', '));
}

/** The values to set, one setting each: the elements of a list, or the single value. */
function valuesOf(value: ValueNode | undefined): readonly ValueNode[] {
  if (value === undefined) return [];
  if (value.kind === 'list') return value.values;
  return [value];
}
