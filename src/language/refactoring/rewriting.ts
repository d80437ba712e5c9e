/** The common steps of refactorings that change one file: make the edits, and try them. */
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { Refused, refusing, requireCorrect, type Selection, type Work } from './refactoring.ts';
import { tried, type Attempt } from './tried.ts';

/** The meaning that a file should have after the edits. */
export type Intention = Pick<Attempt, 'intend' | 'newComments' | 'warning' | 'nameOf'> & {
  /** The simple names that the edits concern. We also compare other files that mention one of them. */
  readonly mentions?: readonly string[];
};

/** Tries the edits of the selected file and returns them. */
export function rewriting(
  { workspace, path, file }: Selection,
  edits: () => readonly TextEdit[],
  { mentions = [], ...intention }: Intention = {},
): Work {
  return refusing(function* () {
    requireCorrect(file);
    const text = applyEdits(file.tree.text, edits());
    if (text === file.tree.text) throw new Refused('Nothing would change.');
    return yield* tried({ workspace, texts: new Map([[path, text]]), together: [path], mentions, ...intention });
  });
}
