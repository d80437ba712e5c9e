/** Moves selected fields into a new oneof, or moves the fields of a oneof out of it. */
import type { FieldNode, MessageNode, OneofNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { commentSpans } from '../../syntax/lexing/commentSpans.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { behindBrace, indentInside, indentOf, insert, remove, replace } from '../fixes/fix.ts';
import { simpleName } from '../names/match.ts';
import { namedAtCursor, symbolOf } from './atCursor.ts';
import { cutOf, reindented } from './cut.ts';
import type { Fact, Facts } from './facts.ts';
import { selectedFields, type FieldRun } from './fieldRun.ts';
import { freeNameIn } from './freeNameIn.ts';
import { Refused, type Offer, type Selection } from './refactoring.ts';
import { rewriting } from './rewriting.ts';

export function oneofOffers(selection: Selection): readonly Offer[] {
  return [...intoOneof(selection), ...outOfOneof(selection)];
}

const INTO =
  'A message can then have only one of these fields. If stored data has several of them, readers keep the last one. Generated code changes.';

function intoOneof(selection: Selection): readonly Offer[] {
  const run = selectedFields(selection);
  if (run === undefined || run.fields.length < 2 || !run.fields.every(mayBeInOneof)) return [];
  const name = freeNameIn(selection.file, run.message, 'choice');
  return [
    {
      kind: 'rewrite',
      title: `Convert ${run.fields.length} fields to a oneof`,
      work: () =>
        rewriting(selection, () => [wrapping(selection.file.tree, run, name)], {
          warning: INTO,
          mentions: run.fields.flatMap((field) => field.name?.text ?? []),
          intend: (expected, found) => intendOneof(expected, found, scopeOf(selection, run.message), run, name),
        }),
    },
  ];
}

function mayBeInOneof({ label, type }: FieldNode): boolean {
  return (label === undefined || label === 'optional') && type?.kind === 'typeName';
}

function wrapping(tree: SyntaxTree, { message, fields, content, indent }: FieldRun, name: string): TextEdit {
  const eol = lineBreakOf(tree.text);
  const unit = unitOf(tree, message);
  const edits = fields.flatMap((field) => labelOf(tree, field)).map((one) => shifted(one, content.start));
  const text = applyEdits(tree.text.slice(content.start, content.end), edits);
  const inner = reindented(text, indent, indent + unit);
  return replace(content, `oneof ${name} {${eol}${indent}${unit}${inner}${eol}${indent}}`);
}

/** One level of indentation, as the message or oneof uses it. */
function unitOf(tree: SyntaxTree, block: MessageNode | OneofNode): string {
  const outer = indentOf(tree, tree.tokens.start(block.first));
  return indentInside(tree, block).slice(outer.length);
}

function labelOf(tree: SyntaxTree, { label, first }: FieldNode): readonly TextEdit[] {
  if (label === undefined) return [];
  return [remove({ start: tree.tokens.start(first), end: tree.tokens.start(first + 1) })];
}

function shifted({ span, newText }: TextEdit, by: number): TextEdit {
  return { span: { start: span.start - by, end: span.end - by }, newText };
}

function scopeOf(selection: Selection, message: MessageNode): string {
  return symbolOf(selection, message)?.fullName ?? '';
}

function intendOneof(expected: Facts, found: Facts, scope: string, { fields }: FieldRun, name: string): void {
  for (const field of fields) {
    const fact = expected.get(`field ${scope}.${field.name?.text ?? ''}`);
    if (fact !== undefined) Object.assign(fact, { oneof: name, optional: false });
  }
  const message = expected.get(`message ${scope}`);
  if (message === undefined) return;
  // The new oneof may be anywhere among the others, but their order must stay.
  const oneofs = listIn(found.get(`message ${scope}`), 'oneofs');
  const others = oneofs.filter((one) => one !== name);
  if (same(others, listIn(message, 'oneofs'))) message['oneofs'] = oneofs;
  expected.set(`oneof ${scope}.${name}`, { options: undefined, features: message['features'] });
}

function listIn(fact: Fact | undefined, part: string): readonly unknown[] {
  const list = fact?.[part];
  return Array.isArray(list) ? list : [];
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

const OUT = 'A message can then have several of these fields at once. Generated code changes.';

function outOfOneof(selection: Selection): readonly Offer[] {
  const node = namedAtCursor(selection);
  if (node?.kind !== 'oneof' || node.name === undefined) return [];
  const items = node.items ?? [];
  const fields = items.filter((item) => item.kind === 'field');
  if (fields.length === 0 || fields.length !== items.length || fields.some(({ group }) => group !== undefined))
    return [];
  const fullName = symbolOf(selection, node)?.fullName ?? '';
  return [
    {
      kind: 'rewrite',
      title: `Remove the oneof ${node.name.text} and keep its fields`,
      work: () =>
        rewriting(selection, () => [unwrapping(selection, node, fields)], {
          warning: OUT,
          mentions: fields.flatMap((field) => field.name?.text ?? []),
          intend: (expected) => intendFields(expected, fullName, selection.file.tree.syntax, fields),
        }),
    },
  ];
}

function unwrapping({ file }: Selection, node: OneofNode, fields: readonly FieldNode[]): TextEdit {
  const { tree } = file;
  const open = behindBrace(tree, node);
  const [first] = fields;
  if (open === undefined || first === undefined) throw new Refused('The oneof has no braces.');
  const span = spanOf(tree, node);
  const indent = indentOf(tree, span.start);
  const inside = { start: innerStart(tree, node), end: span.end - 1 };
  const edits = fields.flatMap((field) => labelled(file.tree, field)).map((one) => shifted(one, inside.start));
  const text = applyEdits(tree.text.slice(inside.start, inside.end), edits).trimEnd();
  const own = indentOf(tree, tree.tokens.start(first.first));
  const opening = tree.text.slice(open, inside.start).trim();
  const head = headOf(tree, node, opening, indent);
  const { start } = cutOf(tree, node).content;
  // A blank line has no indentation, so we remove the indentation before it.
  const from = /^[\r\n]/.test(head) ? start - indent.length : start;
  return replace({ start: from, end: span.end }, head + reindented(text, own, indent));
}

/**
 * The comments of the oneof, with blank lines around them. Without the blank lines, the comments would belong to the
 * first field or to the previous declaration.
 */
function headOf(tree: SyntaxTree, node: OneofNode, opening: string, indent: string): string {
  const eol = lineBreakOf(tree.text);
  const { content } = cutOf(tree, node);
  const above = tree.text.slice(content.start, spanOf(tree, node).start).trim();
  const comments = [above, opening].filter((text) => text !== '');
  if (comments.length === 0) return '';
  const isApart = /\n[ \t]*\r?\n[ \t]*$/.test(tree.text.slice(Math.max(0, content.start - 200), content.start));
  const before = isApart ? '' : `${eol}${indent}`;
  return `${before}${comments.join(eol + indent)}${eol}${eol}${indent}`;
}

/** The offset at which the first field starts, with its comments. */
function innerStart(tree: SyntaxTree, node: OneofNode): number {
  const items = node.items ?? [];
  const [first] = items;
  if (first === undefined) return spanOf(tree, node).end;
  const open = behindBrace(tree, node) ?? 0;
  const comments = commentSpans(tree, first.first);
  const below = comments.find(({ start }) => /[\r\n]/.test(tree.text.slice(open, start)));
  return below?.start ?? tree.tokens.start(first.first);
}

/** The label that keeps a field's presence. In editions, a field without a label has presence. */
function labelled(tree: SyntaxTree, field: FieldNode): readonly TextEdit[] {
  if (tree.syntax === 'editions') return [];
  return [insert(tree.tokens.start(field.first), 'optional ')];
}

function intendFields(
  expected: Facts,
  oneof: string,
  syntax: SyntaxTree['syntax'],
  fields: readonly FieldNode[],
): void {
  const scope = oneof.slice(0, oneof.lastIndexOf('.'));
  for (const { name } of fields) {
    const fact = expected.get(`field ${scope}.${name?.text ?? ''}`);
    if (fact === undefined) continue;
    Object.assign(fact, { oneof: undefined, optional: syntax === 'proto3' });
    const isImplicit = (fact['features'] as { readonly field_presence?: string }).field_presence === 'IMPLICIT';
    if (syntax === 'editions' && isImplicit)
      throw new Refused('The fields would have no presence, because the file sets features.field_presence.');
  }
  expected.delete(`oneof ${oneof}`);
  const message = expected.get(`message ${scope}`);
  if (message !== undefined) message['oneofs'] = listIn(message, 'oneofs').filter((one) => one !== simpleName(oneof));
}
