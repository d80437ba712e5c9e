/**
 * Tries the new texts of a refactoring before the user gets them: they must parse, mean exactly what the refactoring
 * intends, keep each comment, and cause no new error in a file that uses them.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { hasErrors } from '../../schema/link.ts';
import { commentSpans } from '../../syntax/lexing/commentSpans.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { After, type NewFile, type Texts } from './after.ts';
import { addFacts, commentsByName, firstDifference, type Facts } from './facts.ts';
import { Refused, type Refactored } from './refactoring.ts';
import { lineEdits } from './lineEdits.ts';

/** The new texts of a refactoring, and the meaning that they should have. */
export interface Attempt {
  readonly workspace: Workspace;
  readonly texts: Texts;
  readonly created?: NewFile;
  /** The files between which declarations may move. Each other file must keep its meaning. */
  readonly together: readonly FilePath[];
  /**
   * The simple names that the refactoring concerns. We also compare files that use a changed file and mention one of
   * them.
   */
  readonly mentions: readonly string[];
  /** Gives the full name of a declaration after the refactoring. */
  readonly nameOf?: (fullName: string) => string;
  /** Changes the expected facts from the current meaning to the intended one. */
  readonly intend?: (expected: Facts, found: Facts) => void;
  /** The comments that the refactoring adds. */
  readonly newComments?: readonly string[];
  readonly warning?: string;
}

/** Returns the edits of the attempt. It refuses the refactoring if anything else would change. */
export function* tried(attempt: Attempt): Generator<undefined, Refactored> {
  const { workspace, texts, created } = attempt;
  const after = new After(workspace, texts, created);
  const compared = comparedFiles(attempt, after);
  const linked = yield* after.linked([...compared, ...(created === undefined ? [] : [created.path])]);
  compareErrors(attempt, linked);
  yield* compareMeaning(attempt, linked);
  yield* compareComments(attempt, after);
  return editsOf(attempt);
}

function comparedFiles({ workspace, texts, created, mentions }: Attempt, after: After): ReadonlySet<FilePath> {
  const mentioning = mentions.map((name) => workspace.mentionsOf(name));
  const found = new Set([...texts.keys()].filter((path) => path !== created?.path));
  for (const path of after.affected)
    if (path !== created?.path && mentioning.some((paths) => paths.has(path))) found.add(path);
  return found;
}

function compareErrors({ workspace }: Attempt, linked: ReadonlyMap<FilePath, LinkedFile>): void {
  for (const [path, file] of linked) {
    const before = workspace.linked(path)?.diagnostics ?? [];
    const error = newError(before, file.diagnostics);
    if (error !== undefined) throw new Refused(`${file.path} would have a new error: ${error.message}`);
  }
}

/** Finds an error that the old text lacks. We compare counts of codes, because messages contain names. */
function newError(before: readonly Diagnostic[], after: readonly Diagnostic[]): Diagnostic | undefined {
  if (!hasErrors(after)) return undefined;
  const left = new Map<string, number>();
  for (const { code, severity } of before) if (severity === 'error') left.set(code, (left.get(code) ?? 0) + 1);
  return after.find(({ code, severity }) => {
    if (severity !== 'error') return false;
    const count = left.get(code) ?? 0;
    left.set(code, count - 1);
    return count <= 0;
  });
}

function* compareMeaning(attempt: Attempt, linked: ReadonlyMap<FilePath, LinkedFile>): Generator<undefined, void> {
  const { workspace, created, nameOf = (name: string) => name } = attempt;
  const [expected, found]: readonly [Facts, Facts] = [new Map(), new Map()];
  const together = new Set(attempt.together);
  for (const [path, file] of linked) {
    const before = path === created?.path ? undefined : workspace.linked(path);
    // We compare most files one by one, because the facts of thousands of files would fill the memory.
    const isAlone = !together.has(path);
    const [was, is]: readonly [Facts, Facts] = isAlone ? [new Map(), new Map()] : [expected, found];
    if (before !== undefined) addFacts(was, path, before, nameOf);
    addFacts(is, path, file);
    if (isAlone) refuseDifference(was, is);
    yield;
  }
  if (created !== undefined) found.delete(`file ${created.path}`);
  attempt.intend?.(expected, found);
  refuseDifference(expected, found);
  yield* compareAttached(attempt, linked, nameOf);
}

function refuseDifference(expected: Facts, found: Facts): void {
  const different = firstDifference(expected, found);
  if (different !== undefined) throw new Refused(`The ${different.replace(' ', ' "')}" would mean something else.`);
}

/** Checks that each declaration keeps its own comments. */
function* compareAttached(
  { workspace, texts, created, newComments }: Attempt,
  linked: ReadonlyMap<FilePath, LinkedFile>,
  nameOf: (fullName: string) => string,
): Generator<undefined, void> {
  if (newComments !== undefined) return;
  const now = new Map<string, string>();
  for (const path of texts.keys())
    for (const [name, text] of commentsOfFile(linked.get(path), (one) => one)) now.set(name, text);
  for (const path of texts.keys()) {
    const before = path === created?.path ? undefined : workspace.linked(path);
    for (const [name, text] of commentsOfFile(before, nameOf)) {
      if (now.has(name) && now.get(name) !== text)
        throw new Refused(`The ${name.replace(' ', ' "')}" would have another comment.`);
    }
    yield;
  }
}

function commentsOfFile(
  file: LinkedFile | undefined,
  nameOf: (fullName: string) => string,
): ReadonlyMap<string, string> {
  if (file === undefined) return new Map();
  return commentsByName(file, nameOf);
}

function* compareComments(
  { workspace, texts, created, newComments = [] }: Attempt,
  after: After,
): Generator<undefined, void> {
  const [before, now]: readonly [string[], string[]] = [newComments.map(words), []];
  for (const path of texts.keys()) {
    if (path !== created?.path) before.push(...commentsIn(workspace.tree(path)));
    now.push(...commentsIn(after.tree(path)));
    yield;
  }
  if (before.sort().join('\n\n') !== now.sort().join('\n\n')) throw new Refused('A comment would be lost.');
}

/** The words of each comment in a text. */
function commentsIn(tree: SyntaxTree | undefined): readonly string[] {
  if (tree === undefined) return [];
  const found: string[] = [];
  for (let token = 0; token <= tree.tokens.count; token++)
    for (const { start, end } of commentSpans(tree, token)) found.push(words(tree.text.slice(start, end)));
  return found;
}

function words(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function editsOf({ workspace, texts, created, warning }: Attempt): Refactored {
  const files = [...texts].flatMap(([path, text]) => {
    const tree = path === created?.path ? undefined : workspace.tree(path);
    if (tree === undefined || tree.text === text) return [];
    return [{ path, text: tree.text, edits: lineEdits(tree.text, text) }];
  });
  const result: Refactored = { kind: 'edits', files };
  if (created === undefined) return withWarning(result, warning);
  return withWarning({ ...result, created: { path: created.path, text: texts.get(created.path) ?? '' } }, warning);
}

function withWarning(result: Refactored, warning: string | undefined): Refactored {
  if (warning === undefined) return result;
  return { ...result, warning };
}
