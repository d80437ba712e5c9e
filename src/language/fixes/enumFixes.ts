/** Fixes for enums: a missing zero value, values that share a number, and misspelt value names. */
import { mostSimilar } from '../../base/similar.ts';
import type { EnumNode, EnumValueNode } from '../../syntax/tree/nodes.ts';
import { lineBreakOf, withLineFeeds } from '../../text/lines.ts';
import { snakeCase } from '../names/snakeCase.ts';
import {
  atBlockStart,
  fix,
  type Fix,
  type FixContext,
  indentInside,
  insert,
  remove,
  replace,
  statementSpan,
} from './fix.ts';
import { renumber } from './numberFixes.ts';

/** Fixes for values that share a number: another number, or the option `allow_alias`. */
export function aliases(context: FixContext): readonly Fix[] {
  return [...renumber(context), ...allowAliases(context)];
}

function allowAliases(context: FixContext): readonly Fix[] {
  const node = context.node('enum');
  const option = node && atBlockStart(context.tree, node, 'option allow_alias = true;', lineBreakOf(context.text));
  if (option === undefined) return [];
  return [fix('Allow aliases in the enum', [option], false)];
}

/** Fixes for an enum whose first value is not zero, or that has no value. */
export function zeroValue(context: FixContext): readonly Fix[] {
  const node = context.node('enum');
  if (node?.name === undefined) return [];
  const values = (node.items ?? []).filter((item) => item.kind === 'enumValue');
  const [first] = values;
  const zero = values.find((value) => value.number !== undefined && Number(value.number.text) === 0);
  if (first !== undefined && zero !== undefined) return moveFirst(context, first, zero);
  return newZero(context, node, first, values);
}

function newZero(
  context: FixContext,
  node: EnumNode,
  first: EnumValueNode | undefined,
  values: readonly EnumValueNode[],
): readonly Fix[] {
  const { tree } = context;
  const name = `${snakeCase(node.name?.text ?? '').toUpperCase()}_UNSPECIFIED`;
  if (values.some((value) => value.name?.text === name)) return [];
  const statement = `${name} = 0;`;
  const title = `Add ${name} = 0`;
  const eol = lineBreakOf(context.text);
  if (first === undefined) {
    const edit = atBlockStart(tree, node, statement, eol);
    if (edit === undefined) return [];
    return [fix(title, [edit])];
  }
  // A comment above the first value stays with that value.
  const { start } = statementSpan(tree, first, true);
  const ownLine = start === 0 || withLineFeeds(tree.text).charAt(start - 1) === '\n';
  if (!ownLine) return [fix(title, [insert(start, `${statement} `)])];
  return [fix(title, [insert(start, `${indentInside(tree, node)}${statement}${eol}`)])];
}

function moveFirst({ tree }: FixContext, first: EnumValueNode, zero: EnumValueNode): readonly Fix[] {
  const span = statementSpan(tree, zero, true);
  const text = tree.text.slice(span.start, span.end);
  const target = statementSpan(tree, first, true).start;
  const ownLine = withLineFeeds(text).endsWith('\n');
  return [
    fix(`Move ${zero.name?.text ?? 'the zero'} to the front`, [
      insert(target, ownLine ? text : `${text.trim()} `),
      remove(span),
    ]),
  ];
}

/** Fixes for a misspelt value in an option or a default: `Enum type "p.E" has no value named "X"…`. */
export function similarValue(context: FixContext): readonly Fix[] {
  const [, typeName = '', written = ''] =
    /Enum type "([^"]+)" has no value named "([^"]+)"/.exec(context.diagnostic.message) ?? [];
  const type = findEnum(context, typeName);
  const similar = mostSimilar(written, type);
  if (similar === undefined) return [];
  return [fix(`Change to ${similar}`, [replace(context.span, similar)])];
}

function findEnum({ file, workspace, path }: FixContext, fullName: string): readonly string[] {
  const seen = [file.interface, ...file.imports.map((one) => one.file)];
  const descriptor = workspace.resolveImport(path, 'google/protobuf/descriptor.proto').path;
  if (descriptor !== undefined) seen.push(workspace.exported(descriptor));
  for (const one of seen) {
    const found = one?.scope.get(fullName);
    if (found?.kind === 'enum') return found.values.map((value) => value.name);
  }
  return [];
}
