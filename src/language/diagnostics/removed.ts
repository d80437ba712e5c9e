/**
 * Fields and values that the saved text has and the edited text lacks. If you give their numbers or names to other
 * fields, programs misread old data. We show a hint, which disappears when you save the file without them.
 */
import type { DiagnosticCode } from '../../text/diagnosticCodes.ts';
import type { FilePath } from '../../base/path.ts';
import type { NumberNode, RangeNode, ReservedNode } from '../../syntax/tree/nodes.ts';
import { signedNumber } from '../../syntax/lexing/numbers.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import {
  beginsWith,
  brokenPlaces,
  eachOwner,
  isOwner,
  itemsIn,
  membersIn,
  type Member,
  type Members,
  type Owner,
} from '../../workspace/files/members.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** The members that were removed from one message or enum since the last save. */
export interface Removal {
  readonly owner: Owner;
  readonly members: readonly Member[];
}

/** We list at most this many removed members by name, and count the others. */
const MOST_LISTED = 5;
const MAX_FIELD_NUMBER = 0x1fffffff;
const MIN_INT32 = -0x80000000;
const MAX_INT32 = 0x7fffffff;

/** The removals of a tree, and the saved members that we compared it with. */
interface Compared {
  readonly saved: Members;
  readonly removals: readonly Removal[];
}

/**
 * The last comparison of each tree. A check needs the removals twice, for the stamp and for the hints, and a comparison
 * visits every member of the file.
 */
const compared = new WeakMap<SyntaxTree, Compared>();

/**
 * The members removed from messages, groups and enums that still exist. For closed and new files, the result is empty.
 */
export function removals(workspace: Workspace, path: FilePath): readonly Removal[] {
  const saved = workspace.savedMembers(path);
  const tree = saved && workspace.tree(path);
  if (saved === undefined || tree === undefined) return [];
  const known = compared.get(tree);
  if (known?.saved === saved) return known.removals;
  const found = removalsIn(tree, saved);
  compared.set(tree, { saved, removals: found });
  return found;
}

function removalsIn(tree: SyntaxTree, saved: Members): readonly Removal[] {
  const isBroken = brokenPlaces(tree);
  const found: Removal[] = [];
  eachOwner(tree, (name, owner) => {
    const members = removedFrom(owner, saved.get(name) ?? []);
    if (members.length > 0 && !isBroken(owner)) found.push({ owner, members });
  });
  return found;
}

/**
 * The members removed from one message or enum, given by its full name without the package. It also works while the
 * message or enum has syntax errors.
 */
export function removedFromOwner(workspace: Workspace, path: FilePath, ownerName: string): readonly Member[] {
  const saved = workspace.savedMembers(path)?.get(ownerName);
  const tree = saved && workspace.tree(path);
  if (saved === undefined || tree === undefined) return [];
  let found: readonly Member[] = [];
  eachOwner(tree, (name, owner) => {
    if (name === ownerName) found = removedFrom(owner, saved);
  });
  return found;
}

/**
 * The saved members whose names and numbers are both gone. If one of them is still there, the user renumbered or
 * renamed the member on purpose.
 */
function removedFrom(owner: Owner, saved: readonly Member[]): readonly Member[] {
  if (beginsWith(owner, saved)) return [];
  const now = membersIn(owner);
  const names = new Set(now.map(({ name }) => name));
  const numbers = new Set(now.map(({ number }) => number));
  const gone = saved.filter(
    (member) => !names.has(member.name) && !numbers.has(member.number) && canBeReserved(owner, member),
  );
  if (gone.length === 0) return gone;
  return gone.filter((member) => !isReserved(owner, member));
}

/** A name in the form that `reserved` requires: an identifier in editions, a string in proto2 and proto3. */
export function reservedName({ syntax }: Pick<SyntaxTree, 'syntax'>, name: string): string {
  if (syntax === 'editions') return name;
  return `"${name}"`;
}

/** Whether a message or an enum can reserve a member's number. */
export function canBeReserved(owner: Owner, { number }: Member): boolean {
  if (owner.kind === 'enum') return number >= MIN_INT32 && number <= MAX_INT32;
  return number >= 1 && number <= MAX_FIELD_NUMBER;
}

/**
 * Whether a member's number or name is reserved, or its number is in an extension range, where nothing can be reserved.
 */
export function isReserved(owner: Owner, { name, number }: Member): boolean {
  return (itemsIn(owner) ?? []).some((item) => {
    if (item.kind === 'reserved') return reservedNames(item).includes(name) || holdNumber(item.ranges, number);
    return item.kind === 'extensions' && holdNumber(item.ranges, number);
  });
}

/** The names that a statement reserves, in the order of the text. */
export function reservedNames({ names }: ReservedNode): readonly string[] {
  return names.map((name) => (name.kind === 'string' ? stringText(name) : name.text));
}

function holdNumber(ranges: readonly RangeNode[], number: number): boolean {
  return ranges.some((range) => {
    const { first, last } = boundsOf(range);
    return first <= number && number <= last;
  });
}

/** The bounds of a range, both inclusive. If the first is missing in the text, the range is empty. */
function boundsOf({ start, end }: RangeNode): { readonly first: number; readonly last: number } {
  const first = valueOf(start);
  if (end === undefined) return { first, last: first };
  if (end.kind === 'identifier') return { first, last: MAX_INT32 };
  return { first, last: valueOf(end) };
}

function valueOf(number: NumberNode | undefined): number {
  if (number === undefined) return Number.NaN;
  return signedNumber(number);
}

/** The hints about removed members, each at the name of the message or enum that contained them. */
export function removalHints(workspace: Workspace, path: FilePath): readonly Diagnostic[] {
  const found = removals(workspace, path);
  if (found.length === 0) return [];
  const tree = workspace.tree(path);
  if (tree === undefined) return [];
  return found.flatMap((removal) => hintsOf(tree, removal));
}

interface MemberWords {
  readonly code: DiagnosticCode;
  readonly one: string;
  readonly several: string;
}

const VALUE: MemberWords = { code: 'removed-value', one: 'Value', several: 'values' };
const FIELD: MemberWords = { code: 'removed-field', one: 'Field', several: 'fields' };

function wordsOf(owner: Owner): MemberWords {
  if (owner.kind === 'enum') return VALUE;
  return FIELD;
}

function hintsOf(tree: SyntaxTree, { owner, members }: Removal): readonly Diagnostic[] {
  const words = wordsOf(owner);
  const span = spanOf(tree, owner.name ?? owner);
  return hintTexts(words, members).map((message) => ({ code: words.code, severity: 'hint', message, span }));
}

function hintTexts({ one, several }: MemberWords, members: readonly Member[]): readonly string[] {
  if (members.length > MOST_LISTED)
    return [`${members.length} ${several} were removed: their numbers and names can be used again by mistake.`];
  return members.map(
    ({ name, number }) => `${one} "${name}" = ${number} was removed: its number and name can be used again by mistake.`,
  );
}

/**
 * The span in which an editor offers the fix of a removal hint: the whole message or enum, because the cursor is where
 * the member was removed. Undefined for other diagnostics.
 */
export function removalPlace(tree: SyntaxTree, { code, span }: Diagnostic): Span | undefined {
  if (span === undefined || (code !== 'removed-field' && code !== 'removed-value')) return undefined;
  const owner = nodePathAt(tree, span.start).findLast(isOwner);
  return owner && spanOf(tree, owner);
}
