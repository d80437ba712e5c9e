/** The state that all steps of linking one file share: its names, the visible names, and the diagnostics. */
import { LongNames } from '../../base/longNames.ts';
import type { DiagnosticCode } from '../../text/diagnosticCodes.ts';
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
import { addPackages } from './packages.ts';
import { ClosurePool, type Pool } from './pool.ts';
import { References } from './references.ts';
import { nameSpan } from '../descriptors/symbol.ts';

/** Returns an imported file. Returns `cycle` if the imported file itself imports the file that is being linked. */
export type ImportFile = (importPath: string) => FileInterface | 'missing' | 'cycle';

/**
 * The place of a diagnostic. A plain span is the place for protoc and for the editor. Otherwise protoc reports another
 * place or none, and the editor shows `editor`.
 */
export type Place = Span | { readonly protoc: Span | undefined; readonly editor: Span | undefined };

/** Makes a place that only the editor shows. protoc reports no place. */
export function editorOnly(editor: Span | undefined): Place {
  return { protoc: undefined, editor };
}

/** The result of resolving a name. */
export type Found = Entity | 'package';

/** Why a name cannot be resolved, for the text of the error. */
export interface NotFound {
  /** The full name and its file, if a file declares the name, but is not imported. */
  readonly undeclared: { readonly name: string; readonly file: string } | undefined;
  /** The full name that the first part of the name led to. No declaration has this full name. */
  readonly resolvedTo: string | undefined;
}

/** The other declarations of the file, if only one declaration is linked again. */
export interface Siblings {
  readonly descriptor: FileDescriptor;
  readonly scope: { readonly get: (fullName: string) => Entity | undefined };
}

/** The files and declarations that a file sees while it is linked, besides its imports. */
export interface Surroundings {
  /**
   * The files that are compiled together with this one. By default, these are all files that it imports, directly or
   * not.
   */
  readonly pool?: Pool | undefined;
  readonly siblings?: Siblings;
}

/** The state of one linker run for one file. The steps share it and change it. */
export class Linking {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly built: BuiltFile;
  readonly file: Draft<FileDescriptor>;
  readonly imports: readonly LinkedImport[];
  readonly pool: Pool;
  /** All declarations of the file by full name, even if another file already has the name. */
  readonly scope = new Map<string, Entity>();
  /** The names that another file already has. protoc does not add declarations of this file under these names. */
  readonly taken = new Set<string>();
  readonly references = new References();
  readonly diagnostics: Diagnostic[] = [];
  /** The files of all symbols that were looked up. */
  readonly used = new Set<FileDescriptor>();
  hasErrors = false;
  /** Whether another file uses the name of a package, message or service of this file. */
  hasRivals = false;
  /** Whether an option value contains an `Any` with a message of this file. */
  readsOwnMessages = false;
  readonly #visible: readonly FileInterface[];
  readonly #visibleNames: FileNames;
  readonly #siblings: Siblings | undefined;
  readonly #optionOnly: readonly FileInterface[];
  /**
   * The result for each full name that was looked up. Results stay valid, because the file declares no names after
   * that.
   */
  readonly #found = new Map<string, Found | 'nothing'>();
  /** The results for the last scope, by name. The fields of a message share this scope. */
  readonly #inScope = new Map<string, Found | 'nothing'>();
  readonly #typesInScope = new Map<string, Found | 'nothing'>();
  #scopeOfLast = '';
  readonly #longNames = new LongNames();
  /** The results for the scope of the file's own package, by name. The search ends there for every scope inside it. */
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

  /** The syntax node that a descriptor of this file comes from. */
  node<K extends keyof NodeOf>(what: { readonly kind: K; readonly id: number }): NodeOf[K] {
    return this.built.declarations.node(what);
  }

  /** The last `import` statement for each import path. */
  get importNodes(): ReadonlyMap<string, ImportNode> {
    this.#importNodes ??= importNodesOf(this.tree);
    return this.#importNodes;
  }

  span(node: Node | undefined): Span | undefined {
    if (node === undefined) return undefined;
    return spanOf(this.tree, node);
  }

  error(code: DiagnosticCode, message: string, place: Place | undefined, related?: readonly RelatedPlace[]): void {
    this.hasErrors = true;
    this.#report('error', code, message, place, related);
  }

  warn(code: DiagnosticCode, message: string, place: Place | undefined): void {
    this.#report('warning', code, message, place);
  }

  #report(
    severity: Severity,
    code: DiagnosticCode,
    message: string,
    place: Place | undefined,
    related?: readonly RelatedPlace[],
  ): void {
    if (!this.isFull) this.diagnostics.push(defined({ code, severity, message, ...spansOf(place), related }));
  }

  /** Whether there are too many diagnostics to add more. */
  get isFull(): boolean {
    return this.diagnostics.length >= MOST_ERRORS;
  }

  /**
   * Whether there is no room for one more error. Then it only notes that there is one: for a million errors, the texts
   * and places that nobody sees would take most of the time.
   */
  dropsError(): boolean {
    if (!this.isFull) return false;
    this.hasErrors = true;
    return true;
  }

  /** The place of another declaration, for a diagnostic that concerns both. */
  relatedPlace(entity: Entity, message: string): readonly RelatedPlace[] | undefined {
    if (entity.nameStart < 0) return undefined;
    const file = entity.file.name === this.path ? undefined : entity.file.name;
    return [defined({ file, span: nameSpan(entity), declaration: entity.fullName, message })];
  }

  refer(node: Node, entity: Entity): void {
    this.references.add(node.first, node.last, entity);
  }

  /** Finds a full name in this file and in the visible files. Call it only when all names are declared. */
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
   * Resolves a written name from the innermost scope outwards. The first scope that has the first part of the name
   * decides where the other parts are looked up.
   */
  lookup(name: string, relativeTo: string, typesOnly = false): Found | undefined {
    return this.lookupIn(name, relativeTo.slice(0, Math.max(0, relativeTo.lastIndexOf('.'))), typesOnly);
  }

  /**
   * Resolves a name as `lookup` does. `scope` is the innermost scope: the full name of a declaration, or the package.
   */
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

  /**
   * Resolves the type of a field. The search starts at `parent`, the message that declares the field. It skips messages
   * that contain no types, which most messages do not.
   */
  lookupType(name: string, parent: MessageDescriptor | undefined): Found | undefined {
    let scope = parent;
    while (scope?.messages.length === 0 && scope.enums.length === 0 && !this.hasRivals) scope = scope.parent;
    return this.lookupIn(name, scope?.fullName ?? this.file.package, true);
  }

  /**
   * Resolves a name without the results for the last scope. We keep the result for the package, because it is the same
   * in the whole file.
   */
  #lookupOnce(name: string, innermost: string, typesOnly: boolean): Found | undefined {
    const outermost = this.file.package;
    if (name.startsWith('.')) return this.find(name.slice(1));
    if (!this.#longNames.hasRoomIn(innermost)) return undefined;
    // In text format, names are looked up from the scope of the value's type.
    const isOwn = outermost === '' || innermost === outermost || innermost.startsWith(`${outermost}.`);
    if (!isOwn) return resolveName(name, `${innermost}.`, typesOnly, this.#names);
    for (
      let scope = innermost;
      scope.length > outermost.length;
      scope = scope.slice(0, Math.max(0, scope.lastIndexOf('.')))
    ) {
      // No other file can declare a name inside a declaration of this file.
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

  /** Explains why `lookup` finds nothing. */
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

  /** The path of a file that declares a name, although the file is not visible here. */
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
