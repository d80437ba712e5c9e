/**
 * Finds method calls in Go, and what the text shows about the value on which each method is called. It does not guess.
 */
import type { Node } from 'web-tree-sitter';
import type { GoCall, GoOperand } from './goSource.ts';
import { namesOf, parametersOf, spanOf, typeOf } from './goTree.ts';

/** Matches a selector with an opening parenthesis after it, which is probably a call. */
export const CALLED = /(?<before>\.\s*)(?<name>[\p{L}_][\p{L}\p{Nd}_]*)\s*\(/gu;

/** Returns the names that a text probably calls on something, such as `SayHello` in `client.SayHello(…)`. */
export function calledNames(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(CALLED)].map(({ groups }) => groups?.['name'] ?? ''));
}

/**
 * Returns the call of a method. It returns nothing for a function of a package, or if the text does not show the value.
 */
export function callOf(operand: Node | null | undefined, method: Node | null | undefined): GoCall[] {
  if (!operand || !method || !/^\p{Lu}/u.test(method.text)) return [];
  const on = operandOf(operand);
  if (on === undefined) return [];
  return [{ name: method.text, nameSpan: spanOf(method), on }];
}

function operandOf(node: Node | null): GoOperand | undefined {
  switch (node?.type) {
    case 'identifier':
      return declaredAs(node.text, node);
    case 'parenthesized_expression':
      return operandOf(node.namedChild(0));
    case 'unary_expression':
      if (node.text.startsWith('&')) return operandOf(node.childForFieldName('operand'));
      return undefined;
    case 'composite_literal':
      return { kind: 'typed', type: typeOf(node.childForFieldName('type')) };
    case 'call_expression':
      return madeBy(node.childForFieldName('function'));
    case 'selector_expression': {
      const of = operandOf(node.childForFieldName('operand'));
      return of && { kind: 'field', of, name: node.childForFieldName('field')?.text ?? '' };
    }
    default:
      return undefined;
  }
}

function madeBy(called: Node | null): GoOperand | undefined {
  if (called?.type === 'identifier') return { kind: 'made', by: { kind: 'name', name: called.text, arguments: [] } };
  const owner = called?.childForFieldName('operand');
  if (called?.type !== 'selector_expression' || owner?.type !== 'identifier') return undefined;
  return {
    kind: 'made',
    by: { kind: 'name', package: owner.text, name: called.childForFieldName('field')?.text ?? '', arguments: [] },
  };
}

/** The declaration of a name. It hides the same name in outer scopes, even if the text does not show its type. */
type Declared = { readonly as: GoOperand | undefined } | undefined;

/**
 * Finds the declaration of a name as Go does: in the earlier declarations of each scope, from the innermost scope
 * outwards.
 */
function declaredAs(name: string, use: Node): GoOperand | undefined {
  for (let node = use; node.parent !== null; node = node.parent) {
    const isFile = node.parent.type === 'source_file';
    for (const before of isFile ? node.parent.namedChildren : siblingsBefore(node)) {
      const found = declaredBy(before, name);
      if (found !== undefined) return found.as;
    }
    if (isFile) return undefined;
  }
  return undefined;
}

function* siblingsBefore(node: Node): Generator<Node> {
  for (let before = node.previousNamedSibling; before !== null; before = before.previousNamedSibling) yield before;
}

function declaredBy(node: Node, name: string): Declared {
  switch (node.type) {
    case 'short_var_declaration':
      return declaredAmong(node.childForFieldName('left')?.namedChildren ?? [], node.childForFieldName('right'), name);
    case 'var_declaration':
      return firstOf(specsOf(node), (spec) => variable(spec, name));
    case 'parameter_list':
      return parameter(node, name);
    case 'for_clause':
      return firstOf(node.namedChildren, (child) => declaredBy(child, name));
    case 'range_clause':
    case 'receive_statement':
      return declaredAmong(node.childForFieldName('left')?.namedChildren ?? [], null, name);
    // This is the variable of a type switch, which comes before the cases.
    case 'expression_list':
      return declaredAmong(node.namedChildren, null, name);
    default:
      return undefined;
  }
}

/** Returns the variables of a declaration, but not those inside function literals that are its values. */
function specsOf(declaration: Node): readonly Node[] {
  return declaration.namedChildren
    .flatMap((child) => (child.type === 'var_spec_list' ? child.namedChildren : child))
    .filter(({ type }) => type === 'var_spec');
}

function firstOf(nodes: readonly Node[], declared: (node: Node) => Declared): Declared {
  for (const node of nodes) {
    const found = declared(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declaredAmong(names: readonly Node[], values: Node | null, name: string): Declared {
  const index = names.findIndex(({ text }) => text === name);
  if (index < 0) return undefined;
  return { as: valueAt(values, index, names.length) };
}

/**
 * Returns the value of the variable with this index. If one call returns all values, the text does not show their
 * types.
 */
function valueAt(values: Node | null, index: number, count: number): GoOperand | undefined {
  const each = values?.namedChildren ?? [];
  if (each.length !== count) return undefined;
  return operandOf(each[index] ?? null);
}

function variable(spec: Node, name: string): Declared {
  const names = namesOf(spec);
  if (!names.includes(name)) return undefined;
  const type = spec.childForFieldName('type');
  if (type !== null) return { as: { kind: 'typed', type: typeOf(type) } };
  return { as: valueAt(spec.childForFieldName('value'), names.indexOf(name), names.length) };
}

function parameter(list: Node, name: string): Declared {
  const found = parametersOf(list).find((each) => each.name === name);
  return found && { as: { kind: 'typed', type: found.type } };
}
