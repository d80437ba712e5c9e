/**
 * Marks a declaration or a file as deprecated, or removes the mark. The option has the form that its place requires.
 */
import { present } from '../../base/present.ts';
import type { MethodNode, Node, OptionNode } from '../../syntax/tree/nodes.ts';
import { commentSpans } from '../../syntax/lexing/commentSpans.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { children, nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { isDeprecated } from '../../workspace/files/deprecated.ts';
import { fileOptionEdit } from '../fixes/fileOption.ts';
import { atBlockStart, behindBrace, indentOf, insert, remove, replace } from '../fixes/fix.ts';
import { optionRemoval } from '../fixes/optionFixes.ts';
import { withOption } from '../names/withOption.ts';
import { namedAtCursor, symbolOf, type NamedNode } from './atCursor.ts';
import { cutOf } from './cut.ts';
import type { Facts } from './facts.ts';
import type { Offer, Selection } from './refactoring.ts';
import { rewriting } from './rewriting.ts';

/** The field number of `deprecated` in the options message of each kind of declaration, in descriptor.proto. */
const NUMBERS = {
  file: 23,
  message: 3,
  field: 3,
  extension: 3,
  enum: 3,
  enumValue: 1,
  service: 33,
  method: 33,
} as const;

type Deprecatable = Exclude<NamedNode, { readonly kind: 'oneof' }>;

export function deprecateOffers(selection: Selection): readonly Offer[] {
  const node = namedAtCursor(selection);
  if (node === undefined) return isInHead(selection) ? [offer(selection, 'this file', selection.file.tree.root)] : [];
  if (node.kind === 'oneof' || node.name === undefined) return [];
  if (node.kind === 'field' && node.group !== undefined) return [];
  return [offer(selection, node.name.text, node)];
}

/** Whether the cursor is on the `syntax`, `edition` or `package` statement. */
function isInHead({ file, span }: Selection): boolean {
  const node = nodePathAt(file.tree, span.start)[1];
  return span.start === span.end && (node?.kind === 'syntax' || node?.kind === 'package');
}

function offer(selection: Selection, name: string, node: Deprecatable | SyntaxTree['root']): Offer {
  const isSet = isDeprecated(node);
  return {
    kind: 'rewrite',
    title: isSet ? `Remove "deprecated" from ${name}` : `Deprecate ${name}`,
    work: () =>
      rewriting(selection, () => (isSet ? removing(selection, node) : adding(selection, node)), {
        intend: (expected) => setDeprecated(expected, keyOf(selection, node), !isSet),
      }),
  };
}

function keyOf(selection: Selection, node: Deprecatable | SyntaxTree['root']): string {
  if (node.kind === 'file') return `file ${selection.path}`;
  const symbol = symbolOf(selection, node);
  return `${symbol?.kind ?? ''} ${symbol?.fullName ?? ''}`;
}

interface OptionFacts {
  readonly known: readonly (readonly [number, boolean, readonly unknown[]])[];
  readonly custom: readonly unknown[];
}

function setDeprecated(facts: Facts, key: string, value: boolean): void {
  const fact = facts.get(key);
  const number = NUMBERS[key.slice(0, key.indexOf(' ')) as keyof typeof NUMBERS];
  if (fact === undefined) return;
  const { known, custom } = (fact['options'] as OptionFacts | undefined) ?? { known: [], custom: [] };
  const others = known.filter(([one]) => one !== number);
  const all = value ? [...others, [number, false, ['true']] as const] : others;
  const isEmpty = all.length === 0 && custom.length === 0;
  fact['options'] = isEmpty ? undefined : { known: [...all].sort(([a], [b]) => a - b), custom };
}

function adding({ file: { tree } }: Selection, node: Deprecatable | SyntaxTree['root']): readonly TextEdit[] {
  const option = optionOf(node);
  // The option is set to `false` now.
  if (option?.value !== undefined) return [replace(spanOf(tree, option.value), 'true')];
  const statement = 'option deprecated = true;';
  const eol = lineBreakOf(tree.text);
  switch (node.kind) {
    case 'file':
      return present(fileOptionEdit(tree, 'deprecated', true)?.edit);
    case 'field':
    case 'enumValue':
      return present(withOption(tree, node, 'deprecated = true'));
    case 'method':
      if (node.items === undefined) return withBody(tree, node, statement, eol);
      return present(atBlockStart(tree, node, statement, eol));
    default:
      return present(atBlockStart(tree, node, statement, eol));
  }
}

/** The edits that give braces to an rpc that ends with a semicolon. Its comment stays after the opening brace. */
function withBody(tree: SyntaxTree, node: MethodNode, statement: string, eol: string): readonly TextEdit[] {
  const { start, end } = spanOf(tree, node);
  const indent = indentOf(tree, start);
  const body = `${eol}${indent}  ${statement}${eol}${indent}}`;
  return [replace({ start: end - 1, end }, ' {'), insert(cutOf(tree, node).content.end, body)];
}

function removing({ file: { tree } }: Selection, node: Node): readonly TextEdit[] {
  const option = optionOf(node);
  if (option === undefined) return [];
  const isAlone = node.kind === 'method' && node.items?.length === 1;
  if (isAlone) return withoutBody(tree, node);
  return [optionRemoval(tree, option)];
}

/** The edits that replace an rpc's braces with a semicolon, because an rpc without options does not need them. */
function withoutBody(tree: SyntaxTree, node: MethodNode): readonly TextEdit[] {
  const open = behindBrace(tree, node);
  if (open === undefined || node.output === undefined) return [];
  const { end } = spanOf(tree, node);
  const [option] = node.items ?? [];
  const inside = commentSpans(tree, option?.first ?? node.last);
  const comment = inside.find((one) => !/[\r\n]/.test(tree.text.slice(open, one.start)));
  return [
    replace({ start: spanOf(tree, node.output).end, end: open }, ';'),
    remove({ start: comment?.end ?? open, end }),
  ];
}

function optionOf(node: Node): OptionNode | undefined {
  return children(node).find((one): one is OptionNode => {
    if (one.kind !== 'option') return false;
    const [part, ...others] = one.name?.parts ?? [];
    return others.length === 0 && part?.extension === false && part.name?.text === 'deprecated';
  });
}
