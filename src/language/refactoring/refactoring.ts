/**
 * What a refactoring is, as plain data. It is a room of its own beside the fixes: a fix mends a diagnostic and edits at
 * once, but a refactoring is offered where nothing is wrong. So the offer must be cheap, and we compute and try its
 * edits only when the user chooses it.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { hasErrors } from '../../schema/link.ts';
import type { Span } from '../../text/span.ts';
import { isWithin } from '../../base/path.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { FileEdits, Refusal } from '../navigation/rename.ts';

/** The place at which the user asks. */
export interface Selection {
  readonly workspace: Workspace;
  readonly path: FilePath;
  readonly file: LinkedFile;
  /** Empty for a cursor. */
  readonly span: Span;
}

/** A file that a refactoring adds. */
export interface CreatedFile {
  readonly path: FilePath;
  readonly text: string;
}

/** The edits of a refactoring, after they were tried. */
export interface Refactored {
  readonly kind: 'edits';
  readonly files: readonly FileEdits[];
  readonly created?: CreatedFile;
  /** What else changes, as sentences. An editor that can ask shows it and waits for the user's confirmation. */
  readonly warning?: string;
}

/** The edits, or why there are none. */
export type Outcome = Refactored | Refusal;

/** Work in steps, so that the process can reply to others in between. */
export type Work = Generator<undefined, Outcome, undefined>;

/** Something that the user can choose at a place. The titles of a place differ. */
export type Offer =
  | { readonly kind: RefactoringKind; readonly title: string; readonly work: () => Work }
  /** The editor asks the user for the file. */
  | { readonly kind: 'move'; readonly title: string; readonly asks: 'target' };

/** LSP has a kind of code action for each. */
export type RefactoringKind = 'move' | 'extract' | 'inline' | 'rewrite';

/** Thrown inside of a refactoring, and caught by `refusing`. */
export class Refused extends Error {}

/** Does the work, and turns a `Refused` into the outcome. */
export function* refusing(work: () => Work): Work {
  try {
    return yield* work();
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/** Whether the user may change a file: it belongs neither to protobuf nor to a dependency. */
export function isOwn(workspace: Workspace, path: FilePath): boolean {
  return !isWithin(workspace.wellKnownRoot, path) && !workspace.isDependency(path);
}

/** Refuses a file whose meaning is not certain. */
export function requireCorrect(file: LinkedFile): void {
  if (hasErrors(file.diagnostics)) throw new Refused(`${file.path} has errors. Correct them first.`);
}
