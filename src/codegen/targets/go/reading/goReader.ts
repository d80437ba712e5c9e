/**
 * Reads Go with tree-sitter and its Go grammar, which are two WebAssembly modules. It accepts any text; only gofmt
 * decides whether a text is valid Go.
 */
import { defined } from '../../../../base/defined.ts';
import { Language, Parser, Query, type Node } from 'web-tree-sitter';
import type { Span } from '../../../../text/span.ts';
import { CALLED, callOf } from './goCalls.ts';
import type { GoClaim, GoSource } from './goSource.ts';
import { claimOf, importsOf, methodOf, namesOf, spanOf, typesOf } from './goTree.ts';

/** The two compiled modules, tree-sitter and its Go grammar. */
export interface GoReaderModules {
  readonly runtime: WebAssembly.Module;
  readonly grammar: WebAssembly.Module;
}

/** Reads one Go file synchronously. You can call it for any number of files. */
export type GoReader = (text: string, interest?: GoInterest) => GoReading;

/**
 * What to find in function bodies: all names that they use, or only the calls of some methods, which takes much less
 * time.
 */
export type GoInterest = { readonly kind: 'uses' } | { readonly kind: 'calls'; readonly of: ReadonlySet<string> };

/** The declarations of a file, or the offset at which we stopped reading. Offsets are in UTF-16 code units. */
export type GoReading =
  | { readonly kind: 'read'; readonly source: GoSource }
  /** The grammar does not accept the text at this offset. */
  | { readonly kind: 'unread'; readonly at: number };

/** Creates a reader. Rejects if the two modules do not fit together. */
export async function createGoReader({ runtime, grammar }: GoReaderModules): Promise<GoReader> {
  await Parser.init({
    instantiateWasm: (imports: WebAssembly.Imports, done: Instantiated) => instantiate(runtime, imports, done),
  });
  const language = Language.loadSync(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const uses = new Query(language, USES);
  return (text, interest = { kind: 'uses' }) => {
    const tree = parser.parse(text);
    if (tree === null) return { kind: 'unread', at: 0 };
    try {
      const at = unknownDeclaration(tree.rootNode);
      if (at === undefined)
        return {
          kind: 'read',
          source: readFile(
            tree.rootNode,
            text,
            interest.kind === 'uses' ? usesIn(tree.rootNode, text, uses) : callsIn(tree.rootNode, text, interest.of),
          ),
        };
      return { kind: 'unread', at };
    } finally {
      tree.delete();
    }
  };
}

type Instantiated = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

function instantiate(
  runtime: WebAssembly.Module,
  imports: WebAssembly.Imports,
  done: Instantiated,
): WebAssembly.Instance['exports'] {
  const instance = new WebAssembly.Instance(runtime, imports);
  done(instance, runtime);
  return instance.exports;
}

/**
 * Returns the offset of the first declaration that the grammar does not accept. It ignores errors in bodies, where the
 * syntax may be newer than the grammar, because we need only the ends of bodies.
 */
function unknownDeclaration(root: Node): number | undefined {
  const unknown = root.children.find(
    (child) =>
      child.isError || child.isMissing || (child.hasError && child.childForFieldName('body')?.hasError !== true),
  );
  return unknown?.startIndex;
}

const USES = `
  (selector_expression operand: (identifier) @package field: (field_identifier) @name)
  (qualified_type package: (package_identifier) @package name: (type_identifier) @name)
  (selector_expression field: (field_identifier) @selected)
  (call_expression function: (identifier) @called)
  [(interpreted_string_literal) (raw_string_literal)] @string
`;

type Bodies = Pick<GoSource, 'selectors' | 'selected' | 'strings' | 'claims' | 'calls'>;

const NOTHING: ReadonlySet<string> = new Set();

function usesIn(root: Node, text: string, query: Query): Bodies {
  const uses = { selectors: new Set<string>(), selected: new Set<string>(), strings: new Set<string>() };
  for (const { captures } of query.matches(root)) {
    const [first, second] = captures.map(({ node }) => node);
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
      case 'string':
        uses.strings.add((first?.text ?? '').slice(1, -1));
        break;
      default:
        break;
    }
  }
  return { ...uses, claims: claimsIn(root, text), calls: [] };
}

function callsIn(root: Node, text: string, names: ReadonlySet<string>): Bodies {
  const calls = callsNamed(root, text, (name) => names.has(name)).flatMap(({ operand, method }) =>
    callOf(operand, method),
  );
  const selectors = registrationsIn(root, text);
  return { selectors, selected: NOTHING, strings: NOTHING, claims: claimsIn(root, text), calls };
}

/** Returns the names of the called functions that register a server, such as `pb.RegisterGreeterServer`. */
function registrationsIn(root: Node, text: string): ReadonlySet<string> {
  const registrations = callsNamed(root, text, (name) => /^Register.+Server$/.test(name));
  return new Set(registrations.map(({ called }) => called.text));
}

function claimsIn(root: Node, text: string): readonly GoClaim[] {
  return callsNamed(root, text, (name) => name.endsWith('Server')).flatMap(({ call, called }) => {
    const [before, value] = (call.childForFieldName('arguments')?.namedChildren ?? []).slice(-2);
    if (before === undefined) return [];
    return claimOf(called, value);
  });
}

interface SelectedCall {
  readonly call: Node;
  readonly called: Node;
  readonly operand: Node | null;
  readonly method: Node;
}

/**
 * Finds calls by name. It searches the text first, because a file has thousands of nodes and only a few of these calls.
 */
function callsNamed(root: Node, text: string, wanted: (name: string) => boolean): readonly SelectedCall[] {
  return [...text.matchAll(CALLED)].flatMap(({ index, groups: { before = '', name = '' } = {} }): SelectedCall[] => {
    if (!wanted(name)) return [];
    const start = index + before.length;
    const method = root.descendantForIndex(start, start + name.length);
    const called =
      method?.type === 'field_identifier' && method.parent?.type === 'selector_expression' ? method.parent : undefined;
    const call = called?.parent;
    if (
      !method ||
      called === undefined ||
      call?.type !== 'call_expression' ||
      call.childForFieldName('function')?.id !== called.id
    )
      return [];
    return [{ call, called, operand: called.childForFieldName('operand'), method }];
  });
}

function readFile(root: Node, text: string, bodies: Bodies): GoSource {
  const declarations = root.namedChildren;
  const clause = declarations.find(({ type }) => type === 'package_clause');
  const head = text.slice(0, clause?.startIndex ?? 0);
  const constraint = /^\/\/go:build[ \t](.*)$/m.exec(head)?.[1]?.trim();
  const methods = declarations.filter(({ type }) => type === 'method_declaration').flatMap(methodOf);
  const types = declarations.filter(({ type }) => type === 'type_declaration').flatMap(typesOf);
  const values = declarations
    .filter(({ type }) => type === 'var_declaration' || type === 'const_declaration')
    .flatMap((node) => node.descendantsOfType(['var_spec', 'const_spec']));
  return defined({
    text,
    package: clause?.namedChildren[0]?.text ?? '',
    constraint,
    ...importsOf(declarations, clause?.endIndex ?? 0),
    types,
    methods,
    ...bodies,
    main: mainName(declarations),
    claims: [
      ...bodies.claims,
      ...values.flatMap((value) => claimOf(value.childForFieldName('type'), value.childForFieldName('value'))),
    ],
    names: new Set([...types.map(({ name }) => name), ...values.flatMap(namesOf), ...functionNames(declarations)]),
  });
}

function functionNames(declarations: readonly Node[]): readonly string[] {
  return functionNameNodes(declarations).map(({ text }) => text);
}

function mainName(declarations: readonly Node[]): Span | undefined {
  const main = functionNameNodes(declarations).find(({ text }) => text === 'main');
  return main && spanOf(main);
}

function functionNameNodes(declarations: readonly Node[]): readonly Node[] {
  return declarations
    .filter(({ type }) => type === 'function_declaration')
    .flatMap((node) => node.childForFieldName('name') ?? []);
}
