/** Fixes for missing and superfluous parts of the text: tokens, braces, labels, and the first line. */
import { withOption } from '../names/withOption.ts';
import { present } from '../../base/present.ts';
import { mostSimilar } from '../../base/similar.ts';
import type { FieldNode, Node } from '../../syntax/tree/nodes.ts';
import { parse } from '../../syntax/parser.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { children } from '../../syntax/tree/walk.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { itemsIn } from '../../workspace/files/members.ts';
import { lineBreakOf, startOfText, withLineFeeds } from '../../text/lines.ts';
import { snakeCase } from '../names/snakeCase.ts';
import { braceOf, fix, type Fix, type FixContext, indentOf, insert, remove, replace, statementSpan } from './fix.ts';

/** The index of the first token that begins at or after an offset. */
function tokenAt({ tokens }: SyntaxTree, offset: number): number {
  let index = 0;
  while (index < tokens.count && tokens.start(index) < offset) index++;
  return index;
}

/** Whether the edits repair the text: the parser reports fewer errors, and not the same error at the same place. */
function mends({ text, tree, diagnostic }: FixContext, edits: readonly TextEdit[]): boolean {
  const after = parse(applyEdits(text, edits)).diagnostics;
  const same = after.filter((one) => one.message === diagnostic.message && one.span?.start === diagnostic.span?.start);
  return after.length < tree.diagnostics.length && same.length === 0;
}

/** The fix for a missing token, reported as `Expected ";".` */
export function missingToken(context: FixContext): readonly Fix[] {
  const token = /^Expected "([;)\]>}]|returns)"\.$/.exec(context.diagnostic.message)?.[1];
  const before = tokenAt(context.tree, context.span.start) - 1;
  if (token === undefined || before < 0) return [];
  const edits = [insert(context.tree.tokens.end(before), token === 'returns' ? ' returns ' : token)];
  if (mends(context, edits)) return [fix(`Insert "${token}"`, edits)];
  return [];
}

/** The fix for a text that ends inside a block. The indentation shows which block lacks its brace. */
export function missingBrace(context: FixContext): readonly Fix[] {
  const { tree } = context;
  const eol = lineBreakOf(tree.text);
  const edits: TextEdit[] = [];
  for (const node of openBlocks(tree, tree.root).reverse()) {
    edits.push(insert(tree.tokens.end(node.last), `${eol}${indentOf(tree, tree.tokens.start(node.first))}}`));
    if (!mends(context, edits)) continue;
    if (parse(applyEdits(tree.text, edits)).diagnostics.some(({ code }) => code === 'missing-brace')) return [];
    return [fix('Insert "}"', [...edits])];
  }
  return [];
}

/** The blocks without a closing brace, outermost first. */
function openBlocks(tree: SyntaxTree, node: Node): Node[] {
  const found: Node[] = [];
  for (const child of children(node)) {
    if (isBlock(child) && tree.tokens.text(child.last) !== '}') found.push(child);
    else if (isBlock(child) && !isBalanced(tree, child)) found.push(child);
    found.push(...openBlocks(tree, child));
  }
  return found;
}

function isBlock(node: Node): boolean {
  switch (node.kind) {
    case 'message':
    case 'enum':
    case 'service':
    case 'oneof':
    case 'extend':
    case 'method':
      return node.items !== undefined;
    case 'field':
      return node.group !== undefined;
    default:
      return false;
  }
}

function isBalanced({ tokens }: SyntaxTree, node: Node): boolean {
  let depth = 0;
  for (let at = node.first; at <= node.last; at++) {
    const text = tokens.text(at);
    if (text === '{') depth++;
    else if (text === '}') depth--;
  }
  return depth === 0;
}

/** The fix that removes a brace that closes nothing, if this leaves fewer errors in the text. */
export function extraBrace(context: FixContext): readonly Fix[] {
  const edits = [remove(context.span)];
  if (mends(context, edits)) return [fix('Remove "}"', edits)];
  return [];
}

/** Fixes for a field of proto2 without a label. If the file does not declare proto2, the user may want proto3. */
export function missingLabel(context: FixContext): readonly Fix[] {
  const node = context.node('field');
  if (node === undefined) return [];
  const offered = [...proto3Line(context.tree), ...labels(context.tree, node)];
  return offered.filter(({ edits }) => mends(context, edits));
}

function proto3Line(tree: SyntaxTree): readonly Fix[] {
  if (tree.root.items.some((item) => item.kind === 'syntax')) return [];
  return [syntaxLine(tree, 'syntax = "proto3";')];
}

function labels(tree: SyntaxTree, node: FieldNode): readonly Fix[] {
  if (node.type?.kind === 'mapType') return [];
  const { start } = spanOf(tree, node);
  return ['optional', 'repeated'].map((label, index) =>
    fix(`Make the field ${label}`, [insert(start, `${label} `)], index === 0),
  );
}

/** The fix that adds the first statement to a file without one. */
export function syntaxLine(tree: SyntaxTree, statement: string): Fix {
  return fix(`Add ${statement.slice(0, -1)}`, [firstLine(tree, statement)], false);
}

function firstLine(tree: SyntaxTree, statement: string): TextEdit {
  const eol = lineBreakOf(tree.text);
  const start = startOfText(tree.text);
  const licence = /^(?:[ \t]*\/\/[^\n]*\n)+(?=[ \t]*\r?\n)|^\/\*[^]*?\*\/[ \t]*\r?\n/.exec(
    withLineFeeds(tree.text).slice(start),
  );
  if (licence !== null) return insert(start + licence[0].length, `${eol}${statement}${eol}`);
  if (tree.text.trim() === '') return insert(start, `${statement}${eol}`);
  return insert(start, `${statement}${eol}${eol}`);
}

/** The known versions of each statement, and a pattern for versions that belong to the other statement. */
const VERSIONS = {
  syntax: { known: ['proto3', 'proto2'], other: 'edition', ofOther: /^20\d\d$/ },
  edition: { known: ['2024', '2023'], other: 'syntax', ofOther: /^proto[23]$/ },
} as const;

/** Fixes for an unknown version, such as `syntax = "proto4"` or `edition = "1999"`. */
export function knownVersion(context: FixContext): readonly Fix[] {
  const node = context.node('syntax');
  if (node?.value === undefined) return [];
  const { known, other, ofOther } = VERSIONS[node.keyword];
  const version = stringText(node.value);
  const span = spanOf(context.tree, node.value);
  const first = mostSimilar(version, known);
  const ordered = [...known].sort((a, b) => Number(b === first) - Number(a === first));
  const fixes = ordered.map((one, index) => fix(`Change to "${one}"`, [replace(span, `"${one}"`)], index === 0));
  if (!ofOther.test(version)) return fixes;
  const { start } = spanOf(context.tree, node);
  return [fix(`Write ${other}`, [replace({ start, end: start + node.keyword.length }, other)]), ...fixes];
}

/** Fixes for a label that this place does not allow. */
export function extraLabel(context: FixContext): readonly Fix[] {
  const node = context.node('field');
  if (node?.label === undefined) return [];
  const { tree } = context;
  const removing = remove({ start: tree.tokens.start(node.first), end: tree.tokens.start(node.first + 1) });
  if (node.label !== 'required' || context.diagnostic.code !== 'label-in-editions')
    return [fix(`Remove "${node.label}"`, [removing])];
  const option = withOption(tree, node, 'features.field_presence = LEGACY_REQUIRED');
  return [
    fix('Require it with a feature instead', present(removing, option)),
    fix('Remove "required"', [removing], false),
  ];
}

/** The fix for `required` on an extension. */
export function optionalInstead(context: FixContext): readonly Fix[] {
  const node = context.node('field');
  if (node?.label !== 'required') return [];
  return [
    fix('Make the field optional', [
      replace({ start: context.tree.tokens.start(node.first), end: context.tree.tokens.end(node.first) }, 'optional'),
    ]),
  ];
}

/** The fix for a group in a file with an edition: a message and a delimited field replace it. */
export function groupToMessage(context: FixContext): readonly Fix[] {
  const { tree, text } = context;
  const node = context.node('field');
  const brace = node && braceOf(tree, node);
  const inMessage = context.node('oneof', 'extend') === undefined;
  if (
    node?.name === undefined ||
    node.number === undefined ||
    brace === undefined ||
    !inMessage ||
    tree.tokens.text(node.last) !== '}'
  )
    return [];
  const repeated = node.label === 'repeated' ? 'repeated ' : '';
  const options = node.options.map((option) => text.slice(spanOf(tree, option).start, spanOf(tree, option).end));
  const all = [...options, 'features.message_encoding = DELIMITED'].join(', ');
  const start = tree.tokens.start(node.first);
  const field = `${repeated}${node.name.text} ${snakeCase(node.name.text)} = ${node.number.text} [${all}];`;
  return [
    fix('Write a message and a delimited field', [
      replace({ start, end: tree.tokens.start(brace) }, `message ${node.name.text} `),
      insert(tree.tokens.end(node.last), `${lineBreakOf(text)}${indentOf(tree, start)}${field}`),
    ]),
  ];
}

/** The fix for names in a `reserved` statement: strings in proto2 and proto3, identifiers in editions. */
export function reservedForm(context: FixContext): readonly Fix[] {
  const { tree } = context;
  const toIdentifiers = tree.syntax === 'editions';
  const edits: TextEdit[] = [];
  for (let at = tokenAt(tree, context.span.start); at < tree.tokens.count && tree.tokens.text(at) !== ';'; at++) {
    const span = { start: tree.tokens.start(at), end: tree.tokens.end(at) };
    const written = tree.tokens.text(at);
    const kind = tree.tokens.kind(at);
    if (kind === 'string' && toIdentifiers) edits.push(replace(span, written.slice(1, -1)));
    else if (kind === 'identifier' && !toIdentifiers) edits.push(replace(span, `"${written}"`));
    else if (written !== ',') return [];
  }
  if (mends(context, edits))
    return [fix(toIdentifiers ? 'Write names without quotes' : 'Write names in quotes', edits)];
  return [];
}

/** The fix for `allow_alias` in an enum without aliases. */
export function uselessAlias(context: FixContext): readonly Fix[] {
  const name = /^"([^"]+)" declares/.exec(context.diagnostic.message)?.[1];
  const option = nodesOf(context.tree.root, 'enum')
    .filter((node) => node.name?.text === name)
    .flatMap((node) => node.items ?? [])
    .find((item) => item.kind === 'option' && item.name?.parts[0]?.name?.text === 'allow_alias');
  if (option === undefined) return [];
  return [fix('Remove allow_alias', [remove(statementSpan(context.tree, option))])];
}

/** All nodes of a kind inside a node, in the order of the text. */
function nodesOf<K extends Node['kind']>(node: Node, kind: K): readonly Extract<Node, { readonly kind: K }>[] {
  const isWanted = (one: Node): one is Extract<Node, { readonly kind: K }> => one.kind === kind;
  return children(node).flatMap((child) => [...[child].filter(isWanted), ...nodesOf(child, kind)]);
}

/**
 * The fix that removes all extension ranges of a message, because proto3 does not allow them. The error names only the
 * first range.
 */
export function removeExtensionRanges(context: FixContext): readonly Fix[] {
  const { owner, tree } = context;
  const items = (owner && itemsIn(owner)) ?? [];
  const statements = items.filter((item) => item.kind === 'extensions');
  if (statements.length === 0) return [];
  return [
    fix(
      'Remove the extension ranges',
      statements.map((one) => remove(statementSpan(tree, one))),
    ),
  ];
}

/** The fix that removes a statement that is not allowed here or is repeated. */
export function removeStatement(kind: 'package' | 'option'): (context: FixContext) => readonly Fix[] {
  return (context) => {
    const node = context.node(kind);
    if (node === undefined) return [];
    return [fix(`Remove the ${kind}`, [remove(statementSpan(context.tree, node))])];
  };
}

/** Fixes that remove a oneof without fields. */
export function emptyOneof({ tree }: FixContext): readonly Fix[] {
  return nodesOf(tree.root, 'oneof')
    .filter((node) => !(node.items ?? []).some((item) => item.kind === 'field'))
    .map((node) => fix(`Remove the oneof ${node.name?.text ?? ''}`.trimEnd(), [remove(statementSpan(tree, node))]));
}

/** The fix that gives the name of a group a capital letter, as the grammar requires. */
export function capitalGroup(context: FixContext): readonly Fix[] {
  const name = context.written.charAt(0).toUpperCase() + context.written.slice(1);
  if (/^[A-Z]/.test(name)) return [fix(`Change to ${name}`, [replace(context.span, name)])];
  return [];
}

/** The fix that changes an invalid map key to a string, because most map keys are strings. */
export function stringKey(context: FixContext): readonly Fix[] {
  const map = context.node('field')?.type;
  if (map?.kind !== 'mapType' || map.key === undefined) return [];
  return [fix('Change the key to string', [replace(spanOf(context.tree, map.key), 'string')])];
}

const MODIFIERS: readonly string[] = ['weak', 'option', 'export', 'local'];

/**
 * The fix that removes a modifier that this edition or this place does not allow: `weak` or `option` of an import,
 * `export` or `local` of a type.
 */
export function removeModifier(context: FixContext): readonly Fix[] {
  const { tokens } = context.tree;
  const next = tokenAt(context.tree, context.span.start);
  const at = [next, next - 1].find((index) => MODIFIERS.includes(tokens.text(index)));
  if (at === undefined) return [];
  return [fix(`Remove "${tokens.text(at)}"`, [remove({ start: tokens.start(at), end: tokens.start(at + 1) })])];
}

const KEYWORDS: Readonly<Record<'file' | 'service', readonly string[]>> = {
  file: ['message', 'enum', 'service', 'import', 'package', 'option', 'extend', 'syntax', 'edition'],
  service: ['rpc', 'option'],
};

/** The place of a misspelt keyword, according to the diagnostic: at the top level or in a service. */
function placeOfKeyword({ diagnostic }: FixContext): keyof typeof KEYWORDS | undefined {
  if (diagnostic.code === 'expected-declaration') return 'file';
  if (diagnostic.message === 'Expected "rpc".') return 'service';
  return undefined;
}

/** The fix for a misspelt keyword. */
export function similarKeyword(context: FixContext): readonly Fix[] {
  const place = placeOfKeyword(context);
  const similar = place && mostSimilar(context.written, KEYWORDS[place]);
  if (similar === undefined || similar === context.written) return [];
  const edits = [replace(context.span, similar)];
  if (mends(context, edits)) return [fix(`Change to "${similar}"`, edits)];
  return [];
}
