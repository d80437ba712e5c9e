/**
 * Renames a declaration or a part of a package, together with each place that names it. We try the edits before we
 * return them: we link each file that may see a difference again with the edits, and its meaning must stay the same. We
 * do not link a closed file if its names alone show that it sees no difference.
 */
import { resultOf } from '../../base/slices.ts';
import { isWithin, type FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { isIdentifier } from '../../syntax/lexing/characters.ts';
import { reparse } from '../../syntax/parser.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { SCALAR_TYPES } from '../../schema/descriptors/build.ts';
import { jsonRenaming, keptJsonName, type KeptJsonName } from './keptJsonName.ts';
import { unknownUse } from './unknownUse.ts';
import { namesAfter, packageAfter, type RenamedNames } from './renamedNames.ts';
import { filesThatMayName, typeSearch, usersOf, type ClosedSearch, type FileUses } from './references.ts';
import { brokenBy } from './sameMeaning.ts';
import type { DeclarationSubject, PackageSubject, PointedAt } from './subject.ts';
import { usesIn, type Use } from './uses.ts';

/** The edits of one file. Their spans belong to `text`. */
export interface FileEdits {
  readonly path: FilePath;
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** The reason why something cannot be renamed, as a sentence for the user. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/** The result of a rename: the edits, or the reason for a refusal. */
export type Renaming =
  | {
      readonly kind: 'edits';
      /** The edits of each file, the declaring file first. */
      readonly files: readonly FileEdits[];
      /** The edits that change a declaration. */
      readonly declaring: ReadonlySet<TextEdit>;
      /** The other effects of the rename, as a sentence: a new JSON name, or a new path for calls. */
      readonly effect: string | undefined;
      /** The one of the edits that keeps the JSON name of a field; the user may leave it out. */
      readonly optional?: KeptJsonName | undefined;
    }
  | Refusal;

/** The kinds of subjects that the user can rename. */
export type Renameable = DeclarationSubject | PackageSubject;

/** What happens to the JSON name of a field. `ask` adds an edit that keeps it, and the user may leave out this edit. */
export type JsonNameChoice = 'change' | 'keep' | 'ask';

/** The choices of the caller. */
export interface RenameChoices {
  /** If more files than this may name the subject, we refuse the rename. Callers that cannot wait set this limit. */
  readonly mostFiles?: number;
  readonly jsonName?: JsonNameChoice;
}

/** The name at an offset if the user can rename it, otherwise the reason why not. */
export function renameable(
  workspace: Workspace,
  file: LinkedFile | undefined,
  offset: number,
  pointed: PointedAt | undefined,
): ({ readonly kind: 'place' } & PointedAt<Renameable>) | Refusal {
  if (pointed === undefined) return refused(whyNothing(file, offset));
  const { span, subject } = pointed;
  if (subject.kind === 'file')
    return refused('An import path says where a file is. To change it, move the file and edit its imports.');
  const reason = whyForeign(workspace, subject);
  if (reason !== undefined) return refused(reason);
  return { kind: 'place', span, subject };
}

/** The reason why no known name is at an offset. */
function whyNothing(file: LinkedFile | undefined, offset: number): string {
  const node = file && nodePathAt(file.tree, offset).at(-1);
  if (file === undefined || node?.kind !== 'typeName') return 'Nothing here has a name that can change.';
  if (SCALAR_TYPES.has(node.text)) return `${node.text} is a type of the language, so you cannot rename it.`;
  return `No file that we know declares ${node.text}.`;
}

/** The reason why the user cannot change the declaration itself; undefined if the user can. */
function whyForeign(workspace: Workspace, subject: Renameable): string | undefined {
  if (subject.kind === 'package') return whyForeignPackage(workspace, subject);
  const { home, name } = subject;
  if (isWithin(workspace.wellKnownRoot, home)) return `${name} belongs to protobuf itself, so you cannot rename it.`;
  if (workspace.isDependency(home)) return `${name} belongs to a dependency, so you cannot rename it.`;
  return undefined;
}

function whyForeignPackage(workspace: Workspace, { fullName }: PackageSubject): string | undefined {
  for (const path of workspace.reached()) {
    if (!isOfPackage(workspace, path, fullName) || !workspace.isDependency(path)) continue;
    return `${workspace.nameOf(path)} is in the package ${fullName} too, and you cannot change it.`;
  }
  return undefined;
}

function isOfPackage(workspace: Workspace, path: FilePath, packageName: string): boolean {
  const summary = workspace.summary(path);
  return summary !== undefined && `${summary.package}.`.startsWith(`${packageName}.`);
}

function refused(reason: string): Refusal {
  return { kind: 'refused', reason };
}

/** The edits that give a subject another simple name. Each step handles one file. */
export function* renaming(
  workspace: Workspace,
  subject: Renameable,
  newName: string,
  choices: RenameChoices = {},
): Generator<undefined, Renaming, undefined> {
  if (!isIdentifier(newName))
    return refused(`"${newName}" is not a name: use letters, digits and underscores, and begin with a letter.`);
  const foreign = whyForeign(workspace, subject);
  if (foreign !== undefined) return refused(foreign);
  if (newName === subject.name) return { kind: 'edits', files: [], declaring: new Set(), effect: undefined };
  return yield* new Rename(workspace, subject, newName, choices).run();
}

/** Thrown inside a rename, and caught by `run`. */
class Refused extends Error {}

class Rename {
  readonly #workspace: Workspace;
  readonly #subject: Renameable;
  readonly #newName: string;
  readonly #choices: RenameChoices;
  readonly #edited = new Map<FilePath, FileEdits | undefined>();
  readonly #declaring = new Set<TextEdit>();
  /** Finds the uses in closed files without linking; undefined if we have to link each file. */
  readonly #search: ClosedSearch | undefined;
  #names: RenamedNames;
  #kept: KeptJsonName | undefined;
  /** The files that may name the subject. */
  #naming: ReadonlySet<FilePath> = new Set();

  constructor(workspace: Workspace, subject: Renameable, newName: string, choices: RenameChoices) {
    this.#workspace = workspace;
    this.#subject = subject;
    this.#newName = newName;
    this.#choices = choices;
    this.#search = isMadeUp(newName) ? undefined : typeSearch(workspace, subject);
    this.#names = packageAfter({ kind: 'package', fullName: '', name: '' }, newName);
  }

  *run(): Generator<undefined, Renaming, undefined> {
    try {
      const effect = this.#prepare();
      const kept = this.#kept;
      yield* this.#try();
      const files = [...this.#naming].flatMap((path) => this.#edited.get(path) ?? []);
      const asks = kept !== undefined && this.#choices.jsonName === 'ask' && this.#isRightWithout(kept);
      const isKept = kept !== undefined && !asks;
      return {
        kind: 'edits',
        files,
        declaring: this.#declaring,
        effect: isKept ? undefined : effect,
        optional: asks ? kept : undefined,
      };
    } catch (error) {
      if (error instanceof Refused) return refused(error.message);
      throw error;
    }
  }

  /** Finds the files and names that the rename concerns. Returns the other effects of the rename as a sentence. */
  #prepare(): string | undefined {
    const subject = this.#subject;
    this.#naming = new Set(filesThatMayName(this.#workspace, subject));
    if (subject.kind === 'package') {
      this.#names = packageAfter(subject, this.#newName);
      this.#refuseTakenPackage();
      return 'The full names of all declarations in the package change, and with them the paths of calls.';
    }
    const file = this.#workspace.linked(subject.home);
    if (file === undefined) throw new Refused(`${subject.home} is gone.`);
    this.#names = namesAfter(subject, file, this.#newName);
    this.#refuseTaken(file);
    this.#kept = this.#keptName(subject, file);
    return effectOf(subject, file, this.#newName);
  }

  #keptName(subject: DeclarationSubject, file: LinkedFile): KeptJsonName | undefined {
    const { jsonName = 'change' } = this.#choices;
    const renaming = jsonRenaming(subject, file, this.#newName);
    if (jsonName === 'change' || renaming === undefined) return undefined;
    return keptJsonName(subject, file, renaming);
  }

  /**
   * Whether the rename is valid without the edit that keeps the JSON name: the new JSON name may clash with that of
   * another field. We link only the declaring file again, because JSON names do not matter to others.
   */
  #isRightWithout({ path, edit }: KeptJsonName): boolean {
    const workspace = this.#workspace;
    const [before, edits] = [workspace.linked(path), this.#edited.get(path)];
    if (before === undefined || edits === undefined) return false;
    const others = edits.edits.filter((one) => one !== edit);
    const tree = reparse(before.tree, applyEdits(edits.text, others));
    let isRight = false;
    const trial = workspace.trial({
      affected: new Set([path]),
      tree: () => tree,
      linked: (_, after) => {
        isRight = brokenBy(before, after, this.#names) === undefined;
      },
    });
    resultOf(trial.linking(path, workspace.nameOf(path)));
    return isRight;
  }

  #refuseTaken({ interface: { scope, path } }: LinkedFile): void {
    for (const fullName of this.#names.added)
      if (scope.has(fullName)) throw new Refused(`${path} declares ${fullName} already.`);
  }

  #refuseTakenPackage(): void {
    const [name = ''] = this.#names.added;
    const taken = this.#workspace.packages().some((one) => `${one}.`.startsWith(`${name}.`));
    if (taken) throw new Refused(`There is a package ${name} already.`);
  }

  /** Links each file whose meaning may change with the edits, and compares it with the current state. */
  *#try(): Generator<undefined, void> {
    const workspace = this.#workspace;
    const affected = usersOf(workspace, this.#homes());
    const compared = this.#compared(affected);
    const { mostFiles = Number.POSITIVE_INFINITY } = this.#choices;
    if (compared.size > mostFiles) throw new Refused(`More than ${mostFiles} files may name it.`);
    const trial = workspace.trial({
      affected,
      tree: (path) => this.#treeAfter(path),
      linked: (path, file) => {
        if (compared.has(path)) this.#compare(path, file);
      },
    });
    for (const path of compared) {
      yield* trial.linking(path, workspace.nameOf(path));
      yield;
    }
    // The files that we did not link above need their edits too.
    for (const path of this.#naming) {
      this.#editsOf(path);
      yield;
    }
  }

  /** The files whose declarations get new full names. */
  #homes(): readonly FilePath[] {
    const subject = this.#subject;
    if (subject.kind === 'declaration') return [subject.home];
    return [...this.#naming].filter((path) => isOfPackage(this.#workspace, path, subject.fullName));
  }

  /**
   * The files that we have to link and compare. A file that mentions neither the old nor the new name keeps its
   * meaning.
   */
  #compared(affected: ReadonlySet<FilePath>): ReadonlySet<FilePath> {
    const newName = this.#newName;
    if (isMadeUp(newName)) return affected;
    const mentions = this.#workspace.mentionsOf(newName);
    const compared = [...affected].filter((path) => this.#naming.has(path) || mentions.has(path));
    return new Set(compared.filter((path) => this.#closedUses(path) === undefined));
  }

  /** The uses in a closed file, if nothing else in it can have the new name; undefined if we have to link the file. */
  #closedUses(path: FilePath): FileUses | undefined {
    if (this.#search?.isFree(path, this.#newName) !== true) return undefined;
    return this.#search.usesIn(path);
  }

  #treeAfter(path: FilePath): SyntaxTree | undefined {
    const edits = this.#editsOf(path);
    if (edits === undefined) return this.#workspace.tree(path);
    const tree = this.#workspace.tree(path);
    return tree && reparse(tree, applyEdits(edits.text, edits.edits));
  }

  #compare(path: FilePath, after: LinkedFile): void {
    const before = this.#workspace.linked(path);
    if (before === undefined) return;
    const broken = brokenBy(before, after, this.#names, this.#kept?.field);
    if (broken !== undefined) throw new Refused(`${before.path} ${broken}`);
  }

  /** The edits of one file; undefined if the file does not name the subject. */
  #editsOf(path: FilePath): FileEdits | undefined {
    if (!this.#naming.has(path)) return undefined;
    if (!this.#edited.has(path)) this.#edited.set(path, this.#findEdits(path));
    return this.#edited.get(path);
  }

  #findEdits(path: FilePath): FileEdits | undefined {
    const workspace = this.#workspace;
    const found = this.#closedUses(path) ?? this.#linkedUses(path);
    if (found === undefined || found.uses.length === 0) return undefined;
    if (workspace.isDependency(path))
      throw new Refused(`${workspace.nameOf(path)} belongs to a dependency and names it too.`);
    const { text, uses } = found;
    const edits = uses.map((use) => this.#edit(text, use));
    if (this.#kept?.path === path) edits.push(this.#kept.edit);
    return { path, text, edits };
  }

  #linkedUses(path: FilePath): FileUses | undefined {
    const file = this.#workspace.linked(path);
    if (file === undefined) return undefined;
    const uses = usesIn(this.#workspace, path, file, this.#subject);
    const spans = uses.map(({ span }) => span);
    if (unknownUse(file, this.#subject.name, spans) !== undefined)
      throw new Refused(`${file.path} has errors where it mentions "${this.#subject.name}". Correct them first.`);
    return { path, text: file.tree.text, uses };
  }

  /** The edit of one use. The field of a group has the group's name in lower case. */
  #edit(text: string, { span, declares }: Use): TextEdit {
    const written = text.slice(span.start, span.end);
    const isLower = written !== this.#subject.name && written === this.#subject.name.toLowerCase();
    const edit = { span, newText: isLower ? this.#newName.toLowerCase() : this.#newName };
    if (declares) this.#declaring.add(edit);
    return edit;
  }
}

/**
 * Whether the linker may generate this name without a text that mentions it, for a map's entries or an optional field's
 * oneof.
 */
function isMadeUp(name: string): boolean {
  return name.endsWith('Entry') || name.startsWith('_');
}

/** The effects on users of the schema, besides the name in the text. */
function effectOf(subject: DeclarationSubject, file: LinkedFile, newName: string): string | undefined {
  for (const { kind } of subject.symbols) {
    if (kind === 'field') return jsonEffect(subject, file, newName);
    if (kind === 'enumValue') return 'The name of the value changes in JSON too.';
    if (kind === 'service' || kind === 'method') return 'The path of its calls changes.';
  }
  return undefined;
}

function jsonEffect(subject: DeclarationSubject, file: LinkedFile, newName: string): string | undefined {
  const renaming = jsonRenaming(subject, file, newName);
  return renaming && `The JSON name changes from ${renaming.before} to ${renaming.after}.`;
}
