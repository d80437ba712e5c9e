/**
 * Links a file again after an edit of one message or service, as far as the user waits for it: its diagnostics. A file
 * that the user is typing in mostly has errors, and protoc reports only errors of syntax, names and numbers for such a
 * file. To find those we link the edited declaration alone, among the others as they were. The rest of the file is
 * linked when a caller asks for it.
 *
 * In that step the others see only the types and enum values of the edited declaration. So if they had no errors, and
 * these types and values are still there, they have no errors now.
 */
import type { FileItem, MessageNode, OptionNode, ServiceNode } from '../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree/tree.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { buildFile } from './descriptors/build.ts';
import { crossLink } from './linking/crossLink.ts';
import { declare } from './linking/declare.ts';
import type { Entity, FileDescriptor } from './descriptors/descriptor.ts';
import { hasErrors, importsOf, Linked } from './link.ts';
import { Linking, type Siblings } from './linking/scope.ts';
import { checkMapConflicts } from './linking/mapConflicts.ts';
import type { FileInterface, LinkedFile, LinkedImport, Reference, SymbolDefinition } from './descriptors/model.ts';

/**
 * Links only the edited declaration. `before` is an older version of the file, linked against the same imports; `link`
 * links the whole file as it is now. Undefined if its diagnostics depend on more than this declaration.
 */
export function relinkFile(before: LinkedFile, tree: SyntaxTree, link: () => LinkedFile): LinkedFile | undefined {
  const base = before instanceof Relinked ? before.base : before;
  if (!(base instanceof Linked)) return undefined;
  // An edit that was taken back leads to what was linked before.
  if (base.tree.text === tree.text) return base;
  const edited = editedItem(base.tree, tree);
  if (edited === undefined || !isRightWithout(base, edited.before)) return undefined;
  const diagnostics = diagnosticsOf(base, tree, edited);
  return diagnostics && new Relinked(base, tree, diagnostics, link);
}

/** Its diagnostics are known; everything else is when it was asked for. */
class Relinked implements LinkedFile {
  readonly kind = 'linked';
  readonly path: string;
  readonly imports: readonly LinkedImport[];
  readonly tree: SyntaxTree;
  readonly diagnostics: readonly Diagnostic[];
  /** The last version that was linked as a whole. */
  #base: LinkedFile;
  readonly #link: () => LinkedFile;
  #whole: LinkedFile | undefined;

  constructor(base: LinkedFile, tree: SyntaxTree, diagnostics: readonly Diagnostic[], link: () => LinkedFile) {
    this.path = base.path;
    this.imports = importsOf(tree, (path) => base.imports.find((one) => one.path === path)?.file ?? 'missing');
    this.tree = tree;
    this.diagnostics = diagnostics;
    this.#base = base;
    this.#link = link;
  }

  get base(): LinkedFile {
    return this.#base;
  }

  get interface(): FileInterface {
    return this.#all.interface;
  }

  get descriptor(): FileDescriptor {
    return this.#all.descriptor;
  }

  get symbols(): readonly SymbolDefinition[] {
    return this.#all.symbols;
  }

  get references(): readonly Reference[] {
    return this.#all.references;
  }

  get optionPaths(): ReadonlyMap<OptionNode, readonly number[]> {
    return this.#all.optionPaths;
  }

  get #all(): LinkedFile {
    this.#whole ??= this.#base = this.#link();
    return this.#whole;
  }
}

type Editable = MessageNode | ServiceNode;

interface EditedItem {
  readonly before: Editable;
  readonly after: Editable;
}

/** The declaration in which two versions of a file differ, where that is one. */
function editedItem(before: SyntaxTree, after: SyntaxTree): EditedItem | undefined {
  const [old, now] = [before.root.items, after.root.items];
  if (old.length !== now.length || before.syntax !== after.syntax || before.edition !== after.edition) return undefined;
  // What was not read again has the same node.
  const at = now.findIndex((item, index) => item !== old[index]);
  const [one, other] = [old[at], now[at]];
  if (one === undefined || other === undefined || !isEditable(one) || !isEditable(other)) return undefined;
  const edited = { before: one, after: other };
  if (now.every((item, index) => index <= at || item === old[index]) || isSameBehind(before, after, edited))
    return edited;
  return undefined;
}

/**
 * Whether two versions are the same behind an item, though it has more tokens in one of them and what follows was read again:
 * the same text is read the same way, unless something is wrong with it.
 */
function isSameBehind(before: SyntaxTree, after: SyntaxTree, edited: EditedItem): boolean {
  const [inOld, inNew] = [spanOf(before, edited.before), spanOf(after, edited.after)];
  if (before.text.length - inOld.end !== after.text.length - inNew.end) return false;
  if (
    !before.diagnostics.every((one) => isInside(one, inOld)) ||
    !after.diagnostics.every((one) => isInside(one, inNew))
  )
    return false;
  return after.text.endsWith(before.text.slice(inOld.end));
}

function isEditable(item: FileItem): item is Editable {
  return item.kind === 'message' || item.kind === 'service';
}

/** Whether all that was wrong with names and numbers was wrong inside an item, as far as that can be told. */
function isRightWithout(base: Linked, item: Editable): boolean {
  const span = spanOf(base.tree, item);
  return base.namesWrong?.every((diagnostic) => diagnostic.span !== undefined && isInside(diagnostic, span)) === true;
}

/** Whether a complaint has no place outside. */
function isInside({ span, editorSpan, related = [] }: Diagnostic, around: Span): boolean {
  return [span, editorSpan, ...related.map((place) => place.span)].every(
    (one) => one === undefined || (around.start <= one.start && one.end <= around.end),
  );
}

/** What a whole linking would say; undefined where it has more to look at than names and numbers. */
function diagnosticsOf(
  base: Linked,
  tree: SyntaxTree,
  { before, after }: EditedItem,
): readonly Diagnostic[] | undefined {
  const alone = treeOf(tree, [...tree.root.items.filter(({ kind }) => kind === 'package'), after]);
  const built = buildFile(base.path, alone);
  const edited = built.file.messages[0] ?? built.file.services[0];
  const old = edited && base.interface.scope.get(edited.fullName);
  if (edited === undefined || old === undefined || base.node(old) !== before) return undefined;
  const link = new Linking(base.path, alone, built, base.imports, { siblings: siblingsOf(base, edited) });
  const declared = declare(link, true);
  crossLink(link);
  declared.hints.report(link);
  const isWrong = link.hasErrors || hasErrors(tree.diagnostics);
  if (!isWrong || link.isFull || built.extendOf.size > 0 || !holdsTypesOf(link, old)) return undefined;
  if (link.hasErrors) checkMapConflicts(link);
  const span = spanOf(tree, after);
  if (link.diagnostics.every((one) => isInside(one, span))) return [...tree.diagnostics, ...link.diagnostics];
  return undefined;
}

function treeOf({ text, syntax, edition, tokens, root }: SyntaxTree, items: readonly FileItem[]): SyntaxTree {
  return { text, syntax, edition, tokens, root: { ...root, items }, diagnostics: [] };
}

/** What the other declarations of the file are, without what the edited one was. */
function siblingsOf({ interface: { descriptor, scope } }: Linked, { fullName }: Entity): Siblings {
  return {
    descriptor,
    scope: { get: (name) => (name === fullName || name.startsWith(`${fullName}.`) ? undefined : scope.get(name)) },
  };
}

/** Whether all that other declarations may have named is there, and is what it was. */
function holdsTypesOf(link: Linking, old: Entity): boolean {
  const isThere = (one: Entity): boolean => link.scope.get(one.fullName)?.kind === one.kind;
  if (!isThere(old)) return false;
  if (old.kind === 'enum') return old.values.every(isThere);
  return old.kind !== 'message' || [...old.messages, ...old.enums].every((one) => holdsTypesOf(link, one));
}
