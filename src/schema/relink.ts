/**
 * Links a file again after an edit of one message or service, as far as the user waits for it: its diagnostics. To find
 * those we link the edited declaration alone, among the others as they were. The rest of the file is linked when a caller
 * asks for it.
 *
 * A file that the user is typing in mostly has errors, and protoc reports only errors of syntax, names and numbers for
 * such a file. In that step the others see only the types and enum values of the edited declaration. So if they had no
 * errors, and these types and values are still there, they have no errors now.
 *
 * If nothing is wrong with the edited declaration, and nothing was wrong with the file, then the rules count, too. There
 * the others see a little more of its enums. All of them together decide which imports are used.
 */
import { defined } from '../base/defined.ts';
import type { FileItem, MessageNode, OptionNode, ServiceNode } from '../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree/tree.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { buildFile } from './descriptors/build.ts';
import { crossLink } from './linking/crossLink.ts';
import { type Declared, declare } from './linking/declare.ts';
import type { Entity, EnumDescriptor, FileDescriptor, MessageDescriptor } from './descriptors/descriptor.ts';
import { hasErrors, importsOf, Linked } from './link.ts';
import { interpretOptions } from './options/optionStep.ts';
import { StandardOptions } from './options/standardOptions.ts';
import { validate } from './rules/validate.ts';
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

/** What a whole linking would say; undefined where it has more to look at than the edited declaration. */
function diagnosticsOf(base: Linked, tree: SyntaxTree, edited: EditedItem): readonly Diagnostic[] | undefined {
  const after = linkAlone(base, tree, edited.after);
  const old = after && base.interface.scope.get(after.entity.fullName);
  if (after === undefined || old === undefined || base.node(old) !== edited.before) return undefined;
  const { link } = after;
  if (link.isFull || link.built.extendOf.size > 0 || !holdsTypesOf(link, old)) return undefined;
  const isWrong = link.hasErrors || hasErrors(tree.diagnostics);
  if (!isWrong) return isRightAmongOthers(base, edited, after, old) ? keptDiagnostics(base, tree, edited) : undefined;
  if (link.hasErrors) checkMapConflicts(link);
  const span = spanOf(tree, edited.after);
  if (link.diagnostics.every((one) => isInside(one, span))) return [...tree.diagnostics, ...link.diagnostics];
  return undefined;
}

/** A declaration of which the names and numbers were looked at. */
interface Alone {
  readonly link: Linking;
  readonly declared: Declared;
  readonly entity: Entity;
}

/** Links one declaration among the others of `base`. */
function linkAlone(base: Linked, tree: SyntaxTree, item: Editable): Alone | undefined {
  const alone = treeOf(tree, [...tree.root.items.filter(isOfFile), item]);
  const built = buildFile(base.path, alone);
  const entity = built.file.messages[0] ?? built.file.services[0];
  if (entity === undefined) return undefined;
  const link = new Linking(base.path, alone, built, base.imports, { siblings: siblingsOf(base, entity) });
  const declared = declare(link, true);
  crossLink(link);
  declared.hints.report(link);
  return { link, declared, entity };
}

/** What each declaration needs of its file: its package, and the options that it inherits. */
function isOfFile({ kind }: FileItem): boolean {
  return kind === 'syntax' || kind === 'package' || kind === 'option';
}

/** Goes on with the steps for files in which all names and numbers are right. */
function applyRules({ link, declared }: Alone): void {
  interpretOptions(link, new StandardOptions(link), declared.options);
  if (!link.hasErrors) validate(link);
}

/**
 * Whether there is nothing to say of the edited declaration, there was nothing to say of it before, and the other
 * declarations cannot tell the difference.
 */
function isRightAmongOthers(base: Linked, edited: EditedItem, after: Alone, old: Entity): boolean {
  if (base.used === undefined || hasErrors(base.diagnostics)) return false;
  const before = linkAlone(base, base.tree, edited.before);
  if (before === undefined) return false;
  applyRules(before);
  applyRules(after);
  const isSilent = before.link.diagnostics.length === 0 && after.link.diagnostics.length === 0;
  return isSilent && hasSameEnums(after.link, old) && usesSameImports(base, before.link, after.link);
}

/** Whether the file uses the same imports as before. What no other declaration uses may be unused now. */
function usesSameImports(base: Linked, before: Linking, after: Linking): boolean {
  return base.imports.every(({ file }) => {
    if (file === undefined) return true;
    const [usedBefore, usedNow] = [before.used.has(file.descriptor), after.used.has(file.descriptor)];
    return usedBefore === usedNow || (usedNow && base.used?.has(file.descriptor) === true);
  });
}

/** What is said of the syntax now, and what was said of the other declarations, at their places of now. */
function keptDiagnostics(base: Linked, tree: SyntaxTree, edited: EditedItem): readonly Diagnostic[] | undefined {
  const kept = base.diagnostics.slice(base.tree.diagnostics.length);
  if (kept.length === 0) return tree.diagnostics;
  const [inOld, inNew] = [spanOf(base.tree, edited.before), spanOf(tree, edited.after)];
  if (!isSameAround(base.tree.text, inOld, tree.text, inNew)) return undefined;
  if (!kept.every((one) => isOutside(one, inOld))) return undefined;
  return [...tree.diagnostics, ...kept.map((one) => movedBehind(one, inOld, inNew.end - inOld.end))];
}

/** Whether a complaint has no place inside, and none in other declarations. */
function isOutside({ span, editorSpan, related }: Diagnostic, edited: Span): boolean {
  if (related !== undefined) return false;
  return [span, editorSpan].every((one) => one === undefined || one.end <= edited.start || one.start >= edited.end);
}

function movedBehind(diagnostic: Diagnostic, edited: Span, by: number): Diagnostic {
  const moved = (span: Span | undefined): Span | undefined => {
    if (span === undefined || span.start < edited.end) return span;
    return { start: span.start + by, end: span.end + by };
  };
  return defined({ ...diagnostic, span: moved(diagnostic.span), editorSpan: moved(diagnostic.editorSpan) });
}

function isSameAround(before: string, inOld: Span, after: string, inNew: Span): boolean {
  if (before.length - inOld.end !== after.length - inNew.end || inOld.start !== inNew.start) return false;
  return after.startsWith(before.slice(0, inOld.start)) && after.endsWith(before.slice(inOld.end));
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
  const now = link.scope.get(old.fullName);
  if (now?.kind !== old.kind) return false;
  if (old.kind === 'enumValue') return now.kind === 'enumValue' && now.parent.fullName === old.parent.fullName;
  if (old.kind === 'enum') return old.values.every((one) => holdsTypesOf(link, one));
  return old.kind !== 'message' || typesIn(old).every((one) => holdsTypesOf(link, one));
}

/** Whether each enum may be the type of the same fields: of fewer where it is closed, or does not begin with zero. */
function hasSameEnums(link: Linking, old: Entity): boolean {
  const now = link.scope.get(old.fullName);
  if (old.kind === 'enum') return now?.kind === 'enum' && isAsOpen(now, old);
  return old.kind !== 'message' || typesIn(old).every((one) => hasSameEnums(link, one));
}

function isAsOpen(now: EnumDescriptor, old: EnumDescriptor): boolean {
  return now.features.enum_type === old.features.enum_type && now.values[0]?.number === old.values[0]?.number;
}

function typesIn({ messages, enums }: MessageDescriptor): readonly (MessageDescriptor | EnumDescriptor)[] {
  return [...messages, ...enums];
}
