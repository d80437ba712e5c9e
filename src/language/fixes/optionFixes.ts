/** Fixes for options that are set twice, that are not allowed, or whose names are misspelt. */
import { mostSimilar } from '../../base/similar.ts';
import type { FieldNode, Node, OptionNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { completion } from '../completion/completion.ts';
import { fix, type Fix, type FixContext, remove, replace, statementSpan } from './fix.ts';

/** The fix that removes the option at the diagnostic. */
export function removeOption(context: FixContext): readonly Fix[] {
  const node = context.node('option');
  if (node === undefined) return [];
  const { start, end } = (node.name && spanOf(context.tree, node.name)) ?? context.span;
  return [fix(`Remove ${context.text.slice(start, end)}`, [optionRemoval(context.tree, node)])];
}

/** The fix that removes the default of a field, if the diagnostic is about the field. */
export function removeDefault(context: FixContext): readonly Fix[] {
  const field = context.node('field');
  const option = field?.options.find((one) => one.name?.parts[0]?.name?.text === 'default');
  if (option === undefined) return [];
  return [fix('Remove the default', [optionRemoval(context.tree, option)])];
}

/** The fix that removes the field's option that the diagnostic names: `packed`, `lazy`, `jstype` or `ctype`. */
export function removeNamed(context: FixContext): readonly Fix[] {
  const named = /^\[(\w+) = true\]/.exec(context.diagnostic.message)?.[1] ?? context.diagnostic.code;
  const both = named === 'lazy' && fieldOptions(context, (name) => name === 'unverified_lazy').length > 0;
  if (both) return [];
  return fieldOptions(context, (name) => name === named);
}

/** The fix that removes a feature that the field cannot have, or the `packed` option that a feature replaced. */
export function removeFeature(context: FixContext): readonly Fix[] {
  const { message } = context.diagnostic;
  if (message.startsWith('Field option packed')) return fieldOptions(context, (name) => name === 'packed');
  const feature = FEATURES.find(([words]) => words.test(message))?.[1];
  if (feature === undefined) return [];
  return fieldOptions(context, (name) => name === `features.${feature}`);
}

const FEATURES: readonly (readonly [words: RegExp, feature: string])[] = [
  [/presence/, 'field_presence'],
  [/repeated field encoding/, 'repeated_field_encoding'],
  [/message encoding/, 'message_encoding'],
  [/utf8/, 'utf8_validation'],
];

/** The fix that removes the first option of the field whose name `wanted` accepts. */
export function fieldOptions(context: FixContext, wanted: (name: string) => boolean): readonly Fix[] {
  const options = context.node('field')?.options ?? [];
  const found = options.find((option) =>
    wanted((option.name?.parts ?? []).map((part) => part.name?.text ?? '').join('.')),
  );
  if (found?.name === undefined) return [];
  const { start, end } = spanOf(context.tree, found.name);
  return [fix(`Remove ${context.text.slice(start, end)}`, [optionRemoval(context.tree, found)])];
}

/** Fixes that add missing quotes to a string, or remove the quotes of a boolean. */
export function quotes(context: FixContext): readonly Fix[] {
  const { diagnostic, written, span } = context;
  const flag = /^"(true|false)"$/.exec(written)?.[1];
  if (diagnostic.message.startsWith('Value must be identifier for boolean') && flag !== undefined)
    return [fix(`Change to ${flag}`, [replace(span, flag)])];
  const bare = diagnostic.message.startsWith('Value must be quoted string') && /^[\w.+-]+$/.test(written);
  if (bare) return [fix('Put it in quotes', [replace(span, `"${written}"`)])];
  return [];
}

/** The edit that removes an option with its comma, its brackets, or its line. */
export function optionRemoval(tree: SyntaxTree, option: OptionNode): TextEdit {
  const list = listAround(tree, option);
  if (list === undefined) return remove(statementSpan(tree, option));
  const index = list.indexOf(option);
  const before = list[index - 1];
  const after = list[index + 1];
  if (before !== undefined) return remove({ start: spanOf(tree, before).end, end: spanOf(tree, option).end });
  if (after !== undefined) return remove({ start: spanOf(tree, option).start, end: spanOf(tree, after).start });
  // The brackets contain only this option, so we remove them too.
  return remove({ start: tree.tokens.end(option.first - 2), end: tree.tokens.end(option.last + 1) });
}

function listAround(tree: SyntaxTree, option: OptionNode): readonly OptionNode[] | undefined {
  const holds = (node: Node): node is FieldNode =>
    'options' in node && (node.options as readonly Node[]).includes(option);
  return nodePathAt(tree, spanOf(tree, option).start).findLast(holds)?.options;
}

/** Fixes for a misspelt field or value in the braces of an option. */
export function similarInBraces(context: FixContext): readonly Fix[] {
  const { diagnostic, written, span } = context;
  if (!IN_BRACES.test(diagnostic.message) || !/^[A-Za-z_]\w*$/.test(written)) return [];
  const offered = completion(context.workspace, context.path, span.start).items;
  const similar = mostSimilar(
    written,
    offered.map(({ label }) => label),
  );
  if (similar === undefined) return [];
  return [fix(`Change to ${similar}`, [replace(span, similar)])];
}

const IN_BRACES =
  / has no field named "|: Unknown enumeration value of "|^Value must be "true" or "false"|: Invalid value for boolean field /;

/** The number of dots that separate the parts of an option's name. Dots in parentheses do not count. */
function dotsOutside(name: string): number {
  let depth = 0;
  let dots = 0;
  for (const char of name) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === '.' && depth === 0) dots++;
  }
  return dots;
}

/** Fixes for a misspelt option name. The candidates are the names that completion offers at this place. */
export function similarOption(context: FixContext): readonly Fix[] {
  const { tree } = context;
  const written = /^Option "([^"]+)" unknown/.exec(context.diagnostic.message)?.[1];
  const name = context.node('optionName') ?? context.node('option')?.name;
  const part = name?.parts[dotsOutside(written ?? '')];
  if (part?.name === undefined) return [];
  const span = spanOf(tree, part.name);
  const offered = completion(context.workspace, context.path, span.start).items.filter(
    (item) => item.edits.length === 0,
  );
  const names = offered
    .map((item) => (part.extension ? item.insertText.replace(/\).*$/s, '') : item.label))
    .filter((one) => !one.startsWith('('));
  const similar = mostSimilar(part.name.text, names);
  if (similar === undefined || similar === part.name.text) return [];
  return [fix(`Change to ${similar}`, [replace(span, similar)])];
}
