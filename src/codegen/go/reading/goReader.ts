/** Reads Go with tree-sitter and its Go grammar, two WebAssembly modules. Any text is read; gofmt is asked whether it is Go. */
import { Language, Parser, Query, type Node } from 'web-tree-sitter';
import { callOf } from './goCalls.ts';
import type { GoCall, GoClaim, GoSource } from './goSource.ts';
import { claimOf, importsOf, methodOf, namesOf, typesOf } from './goTree.ts';

export interface GoReaderModules {
  readonly runtime: WebAssembly.Module;
  readonly grammar: WebAssembly.Module;
}

export type GoReader = (text: string) => GoReading;

export type GoReading =
  | { readonly kind: 'read'; readonly source: GoSource }
  /** The grammar does not know what stands at an offset. */
  | { readonly kind: 'unread'; readonly at: number };

export async function createGoReader({ runtime, grammar }: GoReaderModules): Promise<GoReader> {
  await Parser.init({ instantiateWasm: (imports: WebAssembly.Imports, done: Instantiated) => instantiate(runtime, imports, done) });
  const language = Language.loadSync(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const uses = new Query(language, USES);
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) return { kind: 'unread', at: 0 };
    try {
      const at = unknownDeclaration(tree.rootNode);
      return at === undefined ? { kind: 'read', source: readFile(tree.rootNode, text, uses) } : { kind: 'unread', at };
    } finally {
      tree.delete();
    }
  };
}

type Instantiated = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

function instantiate(runtime: WebAssembly.Module, imports: WebAssembly.Imports, done: Instantiated): WebAssembly.Instance['exports'] {
  const instance = new WebAssembly.Instance(runtime, imports);
  done(instance, runtime);
  return instance.exports;
}

/** Bodies may hold what is newer than the grammar: only their ends matter. */
function unknownDeclaration(root: Node): number | undefined {
  const unknown = root.children.find((child) => child.isError || child.isMissing || (child.hasError && child.childForFieldName('body')?.hasError !== true));
  return unknown?.startIndex;
}

const USES = `
  (selector_expression operand: (identifier) @package field: (field_identifier) @name)
  (qualified_type package: (package_identifier) @package name: (type_identifier) @name)
  (selector_expression field: (field_identifier) @selected)
  (call_expression function: (selector_expression operand: (_) @operand field: (field_identifier) @method))
  (call_expression function: (identifier) @called)
  (call_expression function: (selector_expression) @function arguments: (argument_list (_) . (_) @value .)) @call
  [(interpreted_string_literal) (raw_string_literal)] @string
`;

interface Uses {
  readonly selectors: Set<string>;
  readonly selected: Set<string>;
  readonly strings: Set<string>;
  readonly claims: GoClaim[];
  readonly calls: GoCall[];
}

function usesIn(root: Node, query: Query): Uses {
  const uses: Uses = { selectors: new Set(), selected: new Set(), strings: new Set(), claims: [], calls: [] };
  for (const { captures } of query.matches(root)) {
    const [first, second, third] = captures.map(({ node }) => node);
    switch (captures[0]?.name) {
      case 'package':
        uses.selectors.add(`${first?.text ?? ''}.${second?.text ?? ''}`);
        break;
      case 'called':
        uses.selectors.add(first?.text ?? '');
        break;
      case 'selected':
        uses.selected.add(first?.text ?? '');
        break;
      case 'operand':
        uses.calls.push(...callOf(first, second));
        break;
      case 'call':
        uses.claims.push(...claimOf(second, third));
        break;
      case 'string':
        uses.strings.add((first?.text ?? '').slice(1, -1));
        break;
      default:
        break;
    }
  }
  return uses;
}

function readFile(root: Node, text: string, query: Query): GoSource {
  const declarations = root.namedChildren;
  const uses = usesIn(root, query);
  const clause = declarations.find(({ type }) => type === 'package_clause');
  const head = text.slice(0, clause?.startIndex ?? 0);
  const constraint = /^\/\/go:build[ \t]+(.*?)[ \t]*\r?$/m.exec(head)?.[1];
  const methods = declarations.flatMap((node) => (node.type === 'method_declaration' ? methodOf(node) : []));
  const types = declarations.flatMap((node) => (node.type === 'type_declaration' ? typesOf(node) : []));
  const values = declarations.filter(({ type }) => type === 'var_declaration' || type === 'const_declaration').flatMap((node) => node.descendantsOfType(['var_spec', 'const_spec']));
  return {
    text,
    package: clause?.namedChildren[0]?.text ?? '',
    ...(constraint === undefined ? {} : { constraint }),
    ...importsOf(declarations, clause?.endIndex ?? 0),
    types,
    methods,
    ...uses,
    claims: [...uses.claims, ...values.flatMap((value) => claimOf(value.childForFieldName('type'), value.childForFieldName('value')))],
    names: new Set([...types.map(({ name }) => name), ...values.flatMap(namesOf), ...functionNames(declarations)]),
  };
}

function functionNames(declarations: readonly Node[]): readonly string[] {
  return declarations.filter(({ type }) => type === 'function_declaration').map((node) => node.childForFieldName('name')?.text ?? '');
}
