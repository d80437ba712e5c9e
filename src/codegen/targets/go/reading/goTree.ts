/** Converts tree-sitter's nodes to plain data about Go declarations. */
import { defined } from '../../../../base/defined.ts';
import type { Node } from 'web-tree-sitter';
import type { Span } from '../../../../text/span.ts';
import type {
  GoClaim,
  GoImportDeclaration,
  GoMethodDeclaration,
  GoName,
  GoParameter,
  GoReceiver,
  GoSource,
  GoType,
  GoTypeDeclaration,
} from './goSource.ts';

/** Returns the imports of a file. `packageEnd` is the offset after the package clause. */
export function importsOf(
  declarations: readonly Node[],
  packageEnd: number,
): Pick<GoSource, 'imports' | 'importsEnd' | 'importBlockEnd'> {
  const found = declarations.filter(({ type }) => type === 'import_declaration');
  const blocks = found.flatMap((node) => node.namedChildren).filter(({ type }) => type === 'import_spec_list');
  const end = blocks.at(-1)?.endIndex;
  return defined({
    imports: found.flatMap((node) => node.descendantsOfType('import_spec')).map(importOf),
    importsEnd: found.at(-1)?.endIndex ?? packageEnd,
    importBlockEnd: end === undefined ? undefined : end - 1,
  });
}

function importOf(node: Node): GoImportDeclaration {
  const path = node.childForFieldName('path') ?? node;
  const alias = node.childForFieldName('name')?.text;
  return defined({ path: path.text.slice(1, -1), alias, span: spanOf(path) });
}

/** Returns the types of one `type` declaration, which may declare several types. */
export function typesOf(declaration: Node): readonly GoTypeDeclaration[] {
  return declaration.namedChildren
    .filter(({ type }) => type === 'type_spec' || type === 'type_alias')
    .map((node) => {
      const type = node.childForFieldName('type');
      const parameters = node.childForFieldName('type_parameters')?.namedChildren.flatMap(namesOf) ?? [];
      return defined({
        name: node.childForFieldName('name')?.text ?? '',
        nameSpan: spanOf(node.childForFieldName('name') ?? node),
        parameters,
        alias: node.type === 'type_alias' ? typeOf(type) : undefined,
        embeds: embedsOf(type),
        fields: fieldsOf(type),
        interfaceMethods: interfaceMethodsOf(type),
        end: declaration.endIndex,
      });
    });
}

function fieldsOf(type: Node | null): readonly GoParameter[] {
  if (type?.type !== 'struct_type') return [];
  const declarations = type.namedChildren[0]?.namedChildren ?? [];
  return declarations.flatMap((field) =>
    namesOf(field).map((name) => ({ name, type: typeOf(field.childForFieldName('type')) })),
  );
}

function interfaceMethodsOf(type: Node | null): readonly GoName[] {
  if (type?.type !== 'interface_type') return [];
  return type.namedChildren.flatMap(interfaceMethod);
}

function interfaceMethod(member: Node): GoName[] {
  const name = member.childForFieldName('name');
  if (name === null) return [];
  return [{ name: name.text, nameSpan: spanOf(name) }];
}

/**
 * Returns the names that a node declares: `a` and `b` for `a, b int`. tree-sitter also lists the comma as a name, so we
 * remove it.
 */
export function namesOf(node: Node): readonly string[] {
  const named = node.childrenForFieldName('name').filter((child) => child.isNamed);
  return named.map((child) => child.text);
}

function membersOf(type: Node | null): readonly Node[] {
  if (type?.type === 'struct_type') return type.namedChildren[0]?.namedChildren ?? [];
  if (type?.type === 'interface_type') return type.namedChildren;
  return [];
}

function embedsOf(type: Node | null): GoTypeDeclaration['embeds'] {
  return membersOf(type).flatMap((member) => {
    const embedded = embeddedType(member);
    if (embedded === null) return [];
    return [{ type: typeOf(embedded), span: spanOf(embedded) }];
  });
}

/** Returns the type that a member of a struct or an interface embeds. In a struct, it is a field without a name. */
function embeddedType(member: Node): Node | null {
  const isUnnamed = member.type === 'field_declaration' && member.childForFieldName('name') === null;
  if (isUnnamed) return member.childForFieldName('type');
  return soleElement(member);
}

/** Returns the only type of an element. A union of types is a constraint, which embeds nothing. */
function soleElement(member: Node): Node | null {
  if (member.type === 'type_elem' && member.namedChildCount === 1) return member.namedChild(0);
  return null;
}

/** Returns the method that a node declares; empty if the node is not a function with a receiver. */
export function methodOf(node: Node): GoMethodDeclaration[] {
  const [name, parameters, receiver] = ['name', 'parameters', 'receiver'].map((field) => node.childForFieldName(field));
  if (!name || !parameters || !receiver) return [];
  const result = node.childForFieldName('result');
  return [
    {
      receiver: receiverOf(receiver),
      name: name.text,
      nameSpan: spanOf(name),
      parameters: parametersOf(parameters),
      results: (result && resultsOf(result)) ?? [],
      signature: { start: parameters.startIndex, end: (result ?? parameters).endIndex },
      span: { start: commentStart(node), end: node.endIndex },
    },
  ];
}

function receiverOf(list: Node): GoReceiver {
  const declaration = list.namedChildren.find(({ type }) => type === 'parameter_declaration');
  const type = declaration?.childForFieldName('type') ?? null;
  const named = withoutPointer(typeOf(type));
  return {
    name: declaration?.childForFieldName('name')?.text ?? '',
    type: named.kind === 'name' ? named.name : '',
    text: type?.text ?? '',
  };
}

function typeOfParameter(declaration: Node): GoType {
  if (declaration.type === 'parameter_declaration') return typeOf(declaration.childForFieldName('type'));
  return { kind: 'other', text: declaration.text };
}

/** Returns the parameters of a list, one per name. */
export function parametersOf(list: Node): readonly GoParameter[] {
  const declarations = list.namedChildren.filter(
    ({ type }) => type === 'parameter_declaration' || type === 'variadic_parameter_declaration',
  );
  return declarations.flatMap((declaration) => {
    const type = typeOfParameter(declaration);
    const names = namesOf(declaration);
    return (names.length === 0 ? [''] : names).map((name) => ({ name, type }));
  });
}

function withoutPointer(type: GoType): GoType {
  if (type.kind === 'pointer') return withoutPointer(type.to);
  return type;
}

/** Returns a type as data. For a type that is neither a name nor a pointer, we keep only the text. */
export function typeOf(node: Node | null): GoType {
  const child = (field: string): Node | null => node?.childForFieldName(field) ?? null;
  switch (node?.type) {
    case 'type_identifier':
      return { kind: 'name', name: node.text, arguments: [] };
    case 'qualified_type':
      return { kind: 'name', package: child('package')?.text ?? '', name: child('name')?.text ?? '', arguments: [] };
    case 'generic_type': {
      const generic = typeOf(child('type'));
      const args = child('type_arguments')?.namedChildren ?? [];
      if (generic.kind === 'name')
        return { ...generic, arguments: args.map((argument) => typeOf(soleElement(argument))) };
      return generic;
    }
    case 'pointer_type':
      return { kind: 'pointer', to: typeOf(node.namedChild(0)) };
    case 'parenthesized_type':
      return typeOf(node.namedChild(0));
    default:
      return { kind: 'other', text: node?.text ?? '' };
  }
}

/**
 * Returns where a declaration starts with its comments. A comment that ends on the line before the declaration belongs
 * to it.
 */
function commentStart(node: Node): number {
  let first = node;
  for (
    let before = node.previousSibling;
    before?.type === 'comment' && before.endPosition.row + 1 >= first.startPosition.row;
    before = before.previousSibling
  ) {
    // This comment follows code on the same line, so it belongs to that code.
    if (before.previousSibling?.endPosition.row === before.startPosition.row && before.previousSibling.type !== '\n')
      break;
    first = before;
  }
  return first.startIndex;
}

const VALUE = /^(?:\(\s*\*\s*(?<converted>\w+)|&?\s*(?<literal>\w+)\s*(?:\[[^\]]*\]\s*)?\{|new\(\s*(?<made>\w+))/u;

/**
 * Returns the type that code declares to be a server. `name` is, for example, `pb.RegisterGreeterServer` or
 * `pb.GreeterServer`, and `value` has a type of this package.
 */
export function claimOf(name: Node | null | undefined, value: Node | null | undefined): GoClaim[] {
  const claimed = /^(?<package>[\p{L}\p{Nd}_]+)\.(?<name>[\p{L}\p{Nd}_]+Server)$/u.exec(name?.text ?? '')?.groups;
  const { converted, literal, made } = VALUE.exec(value?.text ?? '')?.groups ?? {};
  const type = converted ?? literal ?? made;
  if (claimed === undefined || type === undefined) return [];
  return [{ package: claimed['package'] ?? '', name: claimed['name'] ?? '', type }];
}

/** Returns the span of a node. */
export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** Returns the results of a function. A single result needs no parentheses and no name. */
function resultsOf(result: Node): readonly GoParameter[] {
  if (result.type === 'parameter_list') return parametersOf(result);
  return [{ name: '', type: typeOf(result) }];
}
