/** What the steps of linking one file share: its names, those it can see, and what was found wrong. */
import { defined } from '../../base/defined.ts';
import type { ImportNode, Node } from '../../syntax/tree/nodes.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { MOST_ERRORS, type Diagnostic, type RelatedPlace, type Severity } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { BuiltFile } from '../descriptors/build.ts';
import { publicClosure } from './closure.ts';
import type { NodeOf } from '../descriptors/declarations.ts';
import type { Draft, Entity, FileDescriptor, MessageDescriptor } from '../descriptors/descriptor.ts';
import type { FileInterface, LinkedImport } from '../descriptors/model.ts';
import { FileNames } from './fileNames.ts';
import { resolveIn, resolveName, type Names } from './nameLookup.ts';
import { addPackages, ClosurePool, type Pool } from './pool.ts';
import { References } from './references.ts';
import { nameSpan } from '../descriptors/symbol.ts';

/** Gives an imported file; `cycle` where it is being linked already. */
export type ImportFile = (importPath: string) => FileInterface | 'missing' | 'cycle';

/**
 * Where a complaint stands. A plain span is protoc's place and the reader's; else protoc has another one, or none, and
 * `editor` is the construct that is wrong.
 */
export type Place = Span | { readonly protoc: Span | undefined; readonly editor: Span | undefined };

/** A place that protoc does not know. */
export function editorOnly(editor: Span | undefined): Place {
  return { protoc: undefined, editor };
}

/** What a name was found to be. */
export type Found = Entity | 'package';

/** What is known about a name that leads nowhere, for the error's text. */
export interface NotFound {
  /** A file that defines the name, but is not imported. */
  readonly undeclared: { readonly name: string; readonly file: string } | undefined;
  /** What the name's first part led to. */
  readonly resolvedTo: string | undefined;
}

/** Declarations of the same file that are not linked again. */
export interface Siblings {
  readonly descriptor: FileDescriptor;
  readonly scope: { readonly get: (fullName: string) => Entity | undefined };
}

/** What a file is linked among, besides its imports. */
export interface Surroundings {
  /** The files that are compiled together with this one; where missing, they are those that it leads to. */
  readonly pool?: Pool | undefined;
  readonly siblings?: Siblings;
}

/** The state of one run of the linker over one file. The steps share it and change it. */
export class Linking {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly built: BuiltFile;
  readonly file: Draft<FileDescriptor>;
  readonly imports: readonly LinkedImport[];
  readonly pool: Pool;
  /** What the file declares, also under names that it may not use. */
  readonly scope = new Map<string, Entity>();
  /** Names that another file has: to protoc, this file's declarations have none. */
  readonly taken = new Set<string>();
  readonly references = new References();
  readonly diagnostics: Diagnostic[] = [];
  /** Files of which a symbol was looked at. */
  readonly used = new Set<FileDescriptor>();
  hasErrors = false;
  /** Whether another file has the name of one of this file's packages, messages or services. */
  hasRivals = false;
  /** Whether an option's value, in an `Any`, is a message of this file. */
  readsOwnMessages = false;
  readonly #visible: readonly FileInterface[];
  readonly #visibleNames: FileNames;
  readonly #siblings: Siblings | undefined;
  readonly #optionOnly: readonly FileInterface[];
  /** What each full name that was asked for is; own names do not change once they are declared. */
  readonly #found = new Map<string, Found | 'nothing'>();
  /** What each name means in the scope that was asked about last: fields of a message share it. */
  readonly #inScope = new Map<string, Found | 'nothing'>();
  readonly #typesInScope = new Map<string, Found | 'nothing'>();
  #scopeOfLast = '';
  /** The same for the file's own package, which every scope ends in. */
  readonly #inPackage = new Map<string, Found | 'nothing'>();
  readonly #typesInPackage = new Map<string, Found | 'nothing'>();
  readonly #names: Names<Found> = { find: (fullName) => this.find(fullName), isType, isAggregate };
  readonly #ownNames: Names<Found> = { ...this.#names, find: (fullName) => this.#own(fullName) };
  #packages: Set<string> | undefined;
  #importNodes: ReadonlyMap<string, ImportNode> | undefined;

  constructor(
    path: string,
    tree: SyntaxTree,
    built: BuiltFile,
    imports: readonly LinkedImport[],
    { pool, siblings }: Surroundings = {},
  ) {
    this.path = path;
    this.tree = tree;
    this.built = built;
    this.file = built.file;
    this.imports = imports;
    this.pool = pool ?? new ClosurePool(this.file, imports);
    this.#siblings = siblings;
    this.#visible = publicClosure(imports.filter((one) => !one.option));
    this.#visibleNames = new FileNames(this.#visible);
    const optionOnly = publicClosure(imports.filter((one) => one.option));
    this.#optionOnly = optionOnly.length === 0 ? [] : optionOnly.filter((file) => !this.#visible.includes(file));
  }

  /** The syntax that a descriptor of this file was made from. */
  node<K extends keyof NodeOf>(what: { readonly kind: K; readonly id: number }): NodeOf[K] {
    return this.built.declarations.node(what);
  }

  /** The `import` statements by what they name, the last of each. */
  get importNodes(): ReadonlyMap<string, ImportNode> {
    this.#importNodes ??= importNodesOf(this.tree);
    return this.#importNodes;
  }

  span(node: Node | undefined): Span | undefined {
    if (node === undefined) return undefined;
    return spanOf(this.tree, node);
  }

  error(code: string, message: string, place: Place | undefined, related?: readonly RelatedPlace[]): void {
    this.hasErrors = true;
    this.#report('error', code, message, place, related);
  }

  warn(code: string, message: string, place: Place | undefined): void {
    this.#report('warning', code, message, place);
  }

  #report(
    severity: Severity,
    code: string,
    message: string,
    place: Place | undefined,
    related?: readonly RelatedPlace[],
  ): void {
    if (!this.isFull) this.diagnostics.push(defined({ code, severity, message, ...spansOf(place), related }));
  }

  /** Whether so much was said that nothing more is added. */
  get isFull(): boolean {
    return this.diagnostics.length >= MOST_ERRORS;
  }

  /** Place of another declaration, for a complaint that concerns both. */
  relatedPlace(entity: Entity, message: string): readonly RelatedPlace[] | undefined {
    if (entity.nameStart < 0) return undefined;
    const file = entity.file.name === this.path ? undefined : entity.file.name;
    return [defined({ file, span: nameSpan(entity), declaration: entity.fullName, message })];
  }

  refer(node: Node, entity: Entity): void {
    this.references.add(node.first, node.last, entity);
  }

  /** A full name among what this file declares and what it can see; only once all is declared. */
  find(fullName: string): Found | undefined {
    let known = this.#found.get(fullName);
    if (known === undefined)
      this.#found.set(fullName, (known = this.#own(fullName) ?? this.#findElsewhere(fullName) ?? 'nothing'));
    if (known === 'nothing') return undefined;
    return known;
  }

  #own(fullName: string): Entity | undefined {
    if (this.taken.has(fullName)) return undefined;
    return this.scope.get(fullName) ?? this.#siblings?.scope.get(fullName);
  }

  #findElsewhere(fullName: string): Found | undefined {
    const home = this.#visibleNames.homeOf(fullName);
    if (home !== undefined) {
      this.used.add(home.descriptor);
      return home.scope.get(fullName);
    }
    for (const { scope, descriptor } of this.#optionOnly) {
      const entity = scope.get(fullName);
      if (entity === undefined) continue;
      this.used.add(descriptor);
      if (entity.kind === 'field') return entity;
    }
    if (this.#isPackage(fullName)) return 'package';
    return undefined;
  }

  /**
   * Resolves a name as written, from the innermost scope outwards. The first part that is found decides
   * where the rest is looked for.
   */
  lookup(name: string, relativeTo: string, typesOnly = false): Found | undefined {
    return this.lookupIn(name, relativeTo.slice(0, Math.max(0, relativeTo.lastIndexOf('.'))), typesOnly);
  }

  /** The same from the innermost scope itself, the full name of a declaration or the package. */
  lookupIn(name: string, scope: string, typesOnly: boolean): Found | undefined {
    if (scope !== this.#scopeOfLast) {
      this.#inScope.clear();
      this.#typesInScope.clear();
      this.#scopeOfLast = scope;
    }
    const names = typesOnly ? this.#typesInScope : this.#inScope;
    let known = names.get(name);
    if (known === undefined) names.set(name, (known = this.#lookupOnce(name, scope, typesOnly) ?? 'nothing'));
    if (known === 'nothing') return undefined;
    return known;
  }

  /** The type that a field's type names, by the message that the field stands in. Most messages hold no types. */
  lookupType(name: string, parent: MessageDescriptor | undefined): Found | undefined {
    let scope = parent;
    while (scope?.messages.length === 0 && scope.enums.length === 0 && !this.hasRivals) scope = scope.parent;
    return this.lookupIn(name, scope?.fullName ?? this.file.package, true);
  }

  /** What messages hold is looked at each time; from the package outwards, a name means the same for the whole file. */
  #lookupOnce(name: string, innermost: string, typesOnly: boolean): Found | undefined {
    const outermost = this.file.package;
    if (name.startsWith('.')) return this.find(name.slice(1));
    // Names in text format are looked up from the type that they are written for.
    const isOwn = outermost === '' || innermost === outermost || innermost.startsWith(`${outermost}.`);
    if (!isOwn) return resolveName(name, `${innermost}.`, typesOnly, this.#names);
    for (
      let scope = innermost;
      scope.length > outermost.length;
      scope = scope.slice(0, Math.max(0, scope.lastIndexOf('.')))
    ) {
      // What is in a declaration of this file, no other file has declared.
      const isOwnDeclaration = !this.hasRivals && this.scope.has(scope);
      const found = resolveIn(scope, name, typesOnly, isOwnDeclaration ? this.#ownNames : this.#names);
      if (found !== 'outside') return found;
    }
    const names = typesOnly ? this.#typesInPackage : this.#inPackage;
    let known = names.get(name);
    if (known === undefined)
      names.set(name, (known = resolveName(name, `${outermost}.`, typesOnly, this.#names) ?? 'nothing'));
    if (known === 'nothing') return undefined;
    return known;
  }

  /** Why `lookup` finds nothing. */
  whyNotFound(name: string, relativeTo: string, typesOnly = false): NotFound {
    const why: { -readonly [K in keyof NotFound]: NotFound[K] } = { undeclared: undefined, resolvedTo: undefined };
    const find = (fullName: string): Found | undefined => {
      const found = this.find(fullName);
      if (found !== undefined) return found;
      const file = this.#definingFile(fullName);
      if (file !== undefined) why.undeclared = { name: fullName, file };
      return undefined;
    };
    const misled = (whole: string): void => void (why.resolvedTo = whole);
    resolveName(name, relativeTo, typesOnly, { ...this.#names, find, misled });
    return why;
  }

  /** The file that a name comes from that this one cannot see. */
  #definingFile(fullName: string): string | undefined {
    return this.pool.find(fullName)?.file.name ?? this.pool.packageFile(fullName)?.path;
  }

  #isPackage(name: string): boolean {
    if (this.#packages === undefined) {
      this.#packages = new Set();
      addPackages(this.#packages, this.file.package);
      for (const file of this.#visible) addPackages(this.#packages, file.package);
      for (const file of this.#optionOnly) addPackages(this.#packages, file.package);
    }
    return this.#packages.has(name);
  }
}

function isType(found: Found): boolean {
  return found !== 'package' && (found.kind === 'message' || found.kind === 'enum');
}

function isAggregate(found: Found): boolean {
  return found === 'package' || found.kind === 'message' || found.kind === 'enum' || found.kind === 'service';
}

function importNodesOf(tree: SyntaxTree): ReadonlyMap<string, ImportNode> {
  const nodes = new Map<string, ImportNode>();
  for (const item of tree.root.items)
    if (item.kind === 'import' && item.path !== undefined) nodes.set(stringText(item.path), item);
  return nodes;
}

function spansOf(place: Place | undefined): Pick<Diagnostic, 'span' | 'editorSpan'> {
  if (place === undefined) return {};
  if ('editor' in place) return defined({ span: place.protoc, editorSpan: place.editor });
  return { span: place };
}
