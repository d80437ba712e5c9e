/**
 * Links a file again after an edit of one message or service. The user waits for the diagnostics of the file, so we
 * link only the edited declaration, together with the unchanged others. The rest of the file is linked when a caller
 * asks for it.
 *
 * A file that the user is editing mostly has errors. For such a file protoc reports only errors of syntax, names and
 * numbers. In these steps the other declarations depend only on the types and enum values in the edited declaration. If
 * they had no errors before, and these types and values still exist, they have no errors now.
 *
 * If neither the edited declaration nor the file had errors, we check the rules too. For the rules, the other
 * declarations also depend on details of the enums. And all declarations together decide which imports are used.
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
import type { VisitReference } from './linking/references.ts';
import type { FileInterface, LinkedFile, LinkedImport, Reference, SymbolDefinition } from './descriptors/model.ts';

/**
 * Links only the edited declaration. `before` is an older version of the file, linked against the same imports; `link`
 * links the whole file as it is now. Returns undefined if the diagnostics depend on more than this declaration.
 */
export function relinkFile(before: LinkedFile, tree: SyntaxTree, link: () => LinkedFile): LinkedFile | undefined {
  const base = before instanceof Relinked ? before.base : before;
  if (!(base instanceof Linked)) return undefined;
  // If the user undoes an edit, we return the earlier linked file.
  if (base.tree.text === tree.text) return base;
  const edited = editedItem(base.tree, tree);
  if (edited === undefined || !isRightWithout(base, edited.before)) return undefined;
  const checked = checkAlone(base, tree, edited);
  return checked && new Relinked(base, tree, { edited, ...checked }, link);
}

/**
 * The names of a file that a caller must look at. These are all names, or only the names of the single declaration that
 * differs from `base`. Elsewhere, each name resolves to the same declaration as in `base`.
 */
export type ResolvedNames = AllNames | EditedNames;

/** All names of a file. */
export interface AllNames {
  readonly kind: 'all';
  readonly each: (visit: VisitReference) => void;
}

/** The names of the edited declaration. `before` is the same declaration in `base`. */
export interface EditedNames {
  readonly kind: 'edited';
  readonly base: LinkedFile;
  readonly before: FileItem;
  readonly after: FileItem;
  readonly each: (visit: VisitReference) => void;
  /** Returns all names, for a caller that needs more of the edited declaration than the targets of its names. */
  readonly all: () => AllNames;
}

/** Returns the resolved names of a file. It does not link any part of the file that is not linked yet. */
export function resolvedNames(file: LinkedFile): ResolvedNames {
  if (file instanceof Relinked) return file.names;
  return allNames(file);
}

function allNames(file: LinkedFile): AllNames {
  if (!(file instanceof Linked)) throw new TypeError('Only the linker makes linked files.');
  return { kind: 'all', each: (visit) => file.eachReference(visit) };
}

/** A file whose diagnostics are ready. It is linked as a whole only when a caller asks for something else. */
class Relinked implements LinkedFile {
  readonly kind = 'linked';
  readonly path: string;
  readonly package: string;
  readonly imports: readonly LinkedImport[];
  readonly tree: SyntaxTree;
  readonly diagnostics: readonly Diagnostic[];
  /** The last version of the file that was linked as a whole. */
  #base: LinkedFile;
  readonly #link: () => LinkedFile;
  #whole: LinkedFile | undefined;
  /** The result for the edited declaration. It is undefined once the whole file is linked. */
  #checked: Checked | undefined;

  constructor(base: Linked, tree: SyntaxTree, checked: Checked, link: () => LinkedFile) {
    this.path = base.path;
    this.package = base.package;
    this.imports = importsOf(tree, (path) => base.imports.find((one) => one.path === path)?.file ?? 'missing');
    this.tree = tree;
    this.diagnostics = checked.diagnostics;
    this.#base = base;
    this.#checked = checked;
    this.#link = link;
  }

  /**
   * Returns the names of the edited declaration if the other names cannot depend on it. Otherwise it returns all names.
   */
  get names(): ResolvedNames {
    const base = this.#base;
    if (this.#checked === undefined || !(base instanceof Linked) || base.used === undefined) return allNames(this.#all);
    const { edited, after } = this.#checked;
    const each = (visit: VisitReference): void => eachNameOf(after, visit);
    return { kind: 'edited', base, ...edited, each, all: () => allNames(this.#all) };
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
    this.#checked = undefined;
    return this.#whole;
  }
}

type Editable = MessageNode | ServiceNode;

interface EditedItem {
  readonly before: Editable;
  readonly after: Editable;
}

/**
 * Returns the single declaration in which two versions of a file differ; undefined if they differ in more than that.
 */
function editedItem(before: SyntaxTree, after: SyntaxTree): EditedItem | undefined {
  const [old, now] = [before.root.items, after.root.items];
  if (old.length !== now.length || before.syntax !== after.syntax || before.edition !== after.edition) return undefined;
  // If a declaration was not parsed again, both versions have the same node.
  const at = now.findIndex((item, index) => item !== old[index]);
  const [one, other] = [old[at], now[at]];
  if (one === undefined || other === undefined || !isEditable(one) || !isEditable(other)) return undefined;
  const edited = { before: one, after: other };
  if (now.every((item, index) => index <= at || item === old[index]) || isSameBehind(before, after, edited))
    return edited;
  return undefined;
}

/**
 * Whether two versions have the same text after an edited item. Their nodes may differ, because the parser may have
 * parsed that text again. The same text gives the same nodes, unless it has errors.
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

/** Whether all errors in names and numbers were inside an item. It is false if we cannot tell. */
function isRightWithout(base: Linked, item: Editable): boolean {
  const span = spanOf(base.tree, item);
  return base.namesWrong?.every((diagnostic) => diagnostic.span !== undefined && isInside(diagnostic, span)) === true;
}

/** Whether all places of a diagnostic are inside a span. */
function isInside({ span, editorSpan, related = [] }: Diagnostic, around: Span): boolean {
  return [span, editorSpan, ...related.map((place) => place.span)].every(
    (one) => one === undefined || (around.start <= one.start && one.end <= around.end),
  );
}

/** An edited declaration that is linked alone, and the diagnostics of the whole file. */
interface Checked {
  readonly edited: EditedItem;
  readonly after: Alone;
  readonly diagnostics: readonly Diagnostic[];
}

/** Links the edited declaration alone. Returns undefined if the diagnostics depend on more than this declaration. */
function checkAlone(base: Linked, tree: SyntaxTree, edited: EditedItem): Omit<Checked, 'edited'> | undefined {
  const after = linkAlone(base, tree, edited.after);
  const diagnostics = after && diagnosticsOf(base, tree, edited, after);
  return diagnostics && { after, diagnostics };
}

/**
 * Returns the diagnostics that linking the whole file would give; undefined if they depend on more than the edited
 * declaration.
 */
function diagnosticsOf(
  base: Linked,
  tree: SyntaxTree,
  edited: EditedItem,
  after: Alone,
): readonly Diagnostic[] | undefined {
  const old = base.interface.scope.get(after.entity.fullName);
  if (old === undefined || base.node(old) !== edited.before) return undefined;
  const { link } = after;
  if (link.isFull || link.built.extendOf.size > 0 || !holdsTypesOf(link, old)) return undefined;
  const isWrong = link.hasErrors || hasErrors(tree.diagnostics);
  if (!isWrong) return isRightAmongOthers(base, edited, after, old) ? keptDiagnostics(base, tree, edited) : undefined;
  if (link.hasErrors) checkMapConflicts(link);
  const span = spanOf(tree, edited.after);
  if (link.diagnostics.every((one) => isInside(one, span))) return [...tree.diagnostics, ...link.diagnostics];
  return undefined;
}

/** The state of a declaration that was linked alone, after the steps for names and numbers. */
interface Alone {
  readonly link: Linking;
  readonly declared: Declared;
  readonly entity: Entity;
  /** Whether the options of the declaration are interpreted. We do this at most once. */
  readonly progress: { hasOptions: boolean };
}

/** Links one declaration together with the other declarations of `base`. */
function linkAlone(base: Linked, tree: SyntaxTree, item: Editable): Alone | undefined {
  const alone = treeOf(tree, [...tree.root.items.filter(isOfFile), item]);
  const built = buildFile(base.path, alone);
  const entity = built.file.messages[0] ?? built.file.services[0];
  if (entity === undefined) return undefined;
  const link = new Linking(base.path, alone, built, base.imports, { siblings: siblingsOf(base, entity) });
  const declared = declare(link, true);
  crossLink(link);
  declared.hints.report(link);
  return { link, declared, entity, progress: { hasOptions: false } };
}

/**
 * Whether every declaration of the file needs this item: the syntax, the package, or an option whose features it
 * inherits.
 */
function isOfFile({ kind }: FileItem): boolean {
  return kind === 'syntax' || kind === 'package' || kind === 'option';
}

/**
 * Visits the names of a declaration. If the file has errors, we interpret the options only now, because nothing needed
 * them before.
 */
function eachNameOf({ link, declared, progress }: Alone, visit: VisitReference): void {
  if (!progress.hasOptions) interpretOptions(link, new StandardOptions(link), declared.options);
  progress.hasOptions = true;
  link.references.each(visit);
}

/** Interprets options and checks the rules. All names and numbers in the file must be right. */
function applyRules({ link, declared, progress }: Alone): void {
  interpretOptions(link, new StandardOptions(link), declared.options);
  progress.hasOptions = true;
  if (!link.hasErrors) validate(link);
}

/**
 * Whether the edited declaration had no diagnostics before and has none now, and means the same to the other
 * declarations.
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

/**
 * Whether the file uses the same imports as before. The edit may have made an import unused if no other declaration
 * uses it.
 */
function usesSameImports(base: Linked, before: Linking, after: Linking): boolean {
  return base.imports.every(({ file }) => {
    if (file === undefined) return true;
    const [usedBefore, usedNow] = [before.used.has(file.descriptor), after.used.has(file.descriptor)];
    return usedBefore === usedNow || (usedNow && base.used?.has(file.descriptor) === true);
  });
}

/** Returns the diagnostics of the new syntax, and the diagnostics of the other declarations at their new places. */
function keptDiagnostics(base: Linked, tree: SyntaxTree, edited: EditedItem): readonly Diagnostic[] | undefined {
  const kept = base.diagnostics.slice(base.tree.diagnostics.length);
  if (kept.length === 0) return tree.diagnostics;
  const [inOld, inNew] = [spanOf(base.tree, edited.before), spanOf(tree, edited.after)];
  if (!isSameAround(base.tree.text, inOld, tree.text, inNew)) return undefined;
  if (!kept.every((one) => isOutside(one, inOld))) return undefined;
  return [...tree.diagnostics, ...kept.map((one) => movedBehind(one, inOld, inNew.end - inOld.end))];
}

/** Whether a diagnostic is outside the edited declaration and has no related place. */
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

/** Returns the other declarations of the file, without the old version of the edited declaration. */
function siblingsOf({ interface: { descriptor, scope } }: Linked, { fullName }: Entity): Siblings {
  return {
    descriptor,
    scope: { get: (name) => (name === fullName || name.startsWith(`${fullName}.`) ? undefined : scope.get(name)) },
  };
}

/**
 * Whether all types and enum values of a declaration still exist, and have the same kinds. Other declarations may refer
 * to them.
 */
function holdsTypesOf(link: Linking, old: Entity): boolean {
  const now = link.scope.get(old.fullName);
  if (now?.kind !== old.kind) return false;
  if (old.kind === 'enumValue') return now.kind === 'enumValue' && now.parent.fullName === old.parent.fullName;
  if (old.kind === 'enum') return old.values.every((one) => holdsTypesOf(link, one));
  return old.kind !== 'message' || typesIn(old).every((one) => holdsTypesOf(link, one));
}

/**
 * Whether the same fields may still use each enum. Fewer fields may use a closed enum, or an enum that does not start
 * with zero.
 */
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
