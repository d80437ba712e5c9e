/**
 * What a refactoring is, as plain data. Refactorings are separate from fixes: a fix resolves a diagnostic and comes
 * with its edits, but we offer refactorings at places where nothing is wrong. So an offer must be cheap. We compute and
 * try its
 * edits only when the user chooses it.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { hasErrors } from '../../schema/link.ts';
import type { Span } from '../../text/span.ts';
import { isWithin } from '../../base/path.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { FileEdits, Refusal } from '../navigation/rename.ts';

/** The place for which an editor asks for refactorings. */
export interface Selection {
  readonly workspace: Workspace;
  readonly path: FilePath;
  readonly file: LinkedFile;
  /** The selected span; empty for a cursor. */
  readonly span: Span;
}

/** A file that a refactoring creates. */
export interface CreatedFile {
  readonly path: FilePath;
  readonly text: string;
}

/** The edits of a refactoring. We have already tried them. */
export interface Refactored {
  readonly kind: 'edits';
  readonly files: readonly FileEdits[];
  readonly created?: CreatedFile;
  /** The other effects, as sentences. If the editor can ask, it shows them and waits for the user's confirmation. */
  readonly warning?: string;
}

/** The edits, or the reason why there are none. */
export type Outcome = Refactored | Refusal;

/** The work of a refactoring in steps, so that the process can handle other requests between them. */
export type Work = Generator<undefined, Outcome, undefined>;

/** A refactoring that the user can choose. All offers at one place have different titles. */
export type Offer =
  | { readonly kind: RefactoringKind; readonly title: string; readonly work: () => Work }
  /** A move to a file that the user chooses in the editor. */
  | { readonly kind: 'move'; readonly title: string; readonly asks: 'target' };

/** The kinds of refactorings. For each of them, LSP has a kind of code action. */
export type RefactoringKind = 'move' | 'extract' | 'inline' | 'rewrite';

/** Thrown inside a refactoring, and caught by `refusing`. */
export class Refused extends Error {}

/** Does the work. If it throws a `Refused`, the outcome is a refusal with this reason. */
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

/** Refuses a file with errors, because its meaning is not certain. */
export function requireCorrect(file: LinkedFile): void {
  if (hasErrors(file.diagnostics)) throw new Refused(`${file.path} has errors. Correct them first.`);
}
