/**
 * Links one file: declares its names, resolves references, interprets options and checks the rules. The linker reads
 * nothing from the disk: the caller provides the imports.
 *
 * A file with errors still gives every symbol that could be read, and descriptors as complete as possible.
 */
import type { Node, OptionNode } from '../syntax/tree/nodes.ts';
import { stringText } from '../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree/tree.ts';
import { MOST_ERRORS, type Diagnostic } from '../text/diagnostic.ts';
import { buildFile } from './descriptors/build.ts';
import { crossLink } from './linking/crossLink.ts';
import type { Declarations } from './descriptors/declarations.ts';
import { checkPackage, declare } from './linking/declare.ts';
import type { Entity, FileDescriptor } from './descriptors/descriptor.ts';
import { checkConflicts, CONFLICT } from './linking/conflicts.ts';
import { checkImports, reportMissing } from './linking/importChecks.ts';
import { type ImportFile, Linking } from './linking/scope.ts';
import { checkMapConflicts } from './linking/mapConflicts.ts';
import { isPackageWithinLimits, reportLeftOut } from './linking/nameLimits.ts';
import type { FileInterface, LinkedFile, LinkedImport, Reference, SymbolDefinition } from './descriptors/model.ts';
import { interpretOptions } from './options/optionStep.ts';
import type { Pool } from './linking/pool.ts';
import type { References, VisitReference } from './linking/references.ts';
import { StandardOptions } from './options/standardOptions.ts';
import { nameSpan, symbolName } from './descriptors/symbol.ts';
import { checkEdition, validate } from './rules/validate.ts';

export type { ImportFile };

/** Links a file. `pool` has the files that are compiled together with it (see `Surroundings`). */
export function linkFile(path: string, tree: SyntaxTree, importFile: ImportFile, pool?: Pool): LinkedFile {
  const asked = new Map<string, ReturnType<ImportFile>>();
  const ask = (importPath: string): ReturnType<ImportFile> => {
    let answer = asked.get(importPath);
    if (answer === undefined) asked.set(importPath, (answer = importPath === path ? 'cycle' : importFile(importPath)));
    return answer;
  };
  const imports = importsOf(tree, ask);
  const link = new Linking(path, tree, buildFile(path, tree), imports, { pool });
  const broken = tree.diagnostics.some(({ severity }) => severity === 'error');
  checkEdition(link);
  const stopped = !isPackageWithinLimits(link);
  const atStop = link.diagnostics.length;
  reportLeftOut(link);
  const isPackageFree = checkPackage(link);
  const missing = checkImports(link, ask);
  checkConflicts(link);
  const declared = declare(link, isPackageFree);
  crossLink(link);
  declared.hints.report(link);
  if (declared.options.length > 0 || !link.hasErrors) for (const one of missing) reportMissing(link, one);
  const quiet = broken || link.hasErrors;
  const found = link.diagnostics.length;
  const namesWrong = link.diagnostics.slice();
  const options = interpretOptions(link, new StandardOptions(link), declared.options);
  // As in protoc, the later steps report problems only if all names and numbers are right.
  if (quiet) link.diagnostics.length = found;
  else validate(link);
  if (link.hasErrors) checkMapConflicts(link);
  if (stopped) link.diagnostics.length = atStop;
  return new Linked(link, options.paths, namesWrong);
}

/**
 * The package of descriptor.proto. In a file of this package, options of one declaration may use other messages of the
 * file.
 */
const OPTIONS_PACKAGE = 'google.protobuf';

/**
 * A linked file that computes symbols and references on first use. Most files are linked only as imports and never need
 * them.
 */
export class Linked implements LinkedFile {
  readonly kind = 'linked';
  readonly interface: FileInterface;
  readonly tree: SyntaxTree;
  readonly diagnostics: readonly Diagnostic[];
  readonly optionPaths: ReadonlyMap<OptionNode, readonly number[]>;
  /**
   * The diagnostics about names and numbers. They are undefined if a check of each declaration alone cannot find them
   * all.
   */
  readonly namesWrong: readonly Diagnostic[] | undefined;
  /**
   * The files of all symbols that the linker looked up. It is undefined if the rules cannot be checked for each
   * declaration alone.
   */
  readonly used: ReadonlySet<FileDescriptor> | undefined;
  readonly #declarations: Declarations;
  readonly #resolved: References;
  #symbols: readonly SymbolDefinition[] | undefined;
  #references: readonly Reference[] | undefined;

  constructor(
    link: Linking,
    optionPaths: ReadonlyMap<OptionNode, readonly number[]>,
    namesWrong: readonly Diagnostic[],
  ) {
    const { path, tree, imports, file, scope } = link;
    this.interface = { kind: 'interface', path, package: file.package, imports, descriptor: file, scope };
    this.tree = tree;
    this.diagnostics = [...tree.diagnostics, ...link.diagnostics];
    this.optionPaths = optionPaths;
    const isPlain =
      namesWrong.length < MOST_ERRORS &&
      !link.hasRivals &&
      link.taken.size === 0 &&
      link.built.extendOf.size === 0 &&
      !namesWrong.some(({ code }) => code === CONFLICT) &&
      imports.every(({ file }) => file !== undefined);
    this.namesWrong = isPlain ? namesWrong : undefined;
    const readsOwn = link.readsOwnMessages || file.package === OPTIONS_PACKAGE;
    this.used = isPlain && !readsOwn ? link.used : undefined;
    this.#declarations = link.built.declarations;
    this.#resolved = link.references;
  }

  get path(): string {
    return this.interface.path;
  }

  get package(): string {
    return this.interface.package;
  }

  get imports(): readonly LinkedImport[] {
    return this.interface.imports;
  }

  get descriptor(): FileDescriptor {
    return this.interface.descriptor;
  }

  /** The syntax node that a descriptor of this file comes from. */
  node(entity: Entity): Node {
    return this.#declarations.node(entity);
  }

  /** Calls `visit` for each entry of `references`, without making an object for it. */
  eachReference(visit: VisitReference): void {
    this.#resolved.each(visit);
  }

  get symbols(): readonly SymbolDefinition[] {
    this.#symbols ??= this.#declarations.named().map((entity): SymbolDefinition => {
      const { kind, fullName, file } = symbolName(entity);
      const span = spanOf(this.tree, this.#declarations.node(entity));
      // We name each property, because `...` would take longer than everything else for a million symbols.
      return { kind, fullName, file, nameSpan: nameSpan(entity), span };
    });
    return this.#symbols;
  }

  get references(): readonly Reference[] {
    this.#references ??= this.#resolved.list(this.tree);
    return this.#references;
  }
}

function fileOf(answer: ReturnType<ImportFile>): FileInterface | undefined {
  if (typeof answer === 'string') return undefined;
  return answer;
}

/** Returns the imports of a text. `ask` finds the file of each import. */
export function importsOf(tree: SyntaxTree, ask: ImportFile): LinkedImport[] {
  const imports: LinkedImport[] = [];
  for (const node of tree.root.items) {
    if (node.kind !== 'import' || node.path === undefined) continue;
    const path = stringText(node.path);
    const file = fileOf(ask(path));
    imports.push({
      path,
      public: node.modifier === 'public',
      option: node.modifier === 'option',
      span: spanOf(tree, node.path),
      ...(file && { file }),
    });
  }
  return imports;
}

/** Whether errors make a file unusable for importers. Warnings do not. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
