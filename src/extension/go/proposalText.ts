/** The question of a proposal. It says how each file changes, before the user looks at the diff. */
import type { l10n } from 'vscode';
import { isUntouched } from '../../codegen/targets/go/scaffolds/untouched.ts';
import type { ProposedFile } from '../../contract/generation.ts';

type Localize = Pick<typeof l10n, 't'>;

/** The status bar is one line for everything that runs. */
const MOST_IN_STATUS_BAR = 80;

/** A question as the status bar has room for it. */
export function statusQuestion(question: string): string {
  if (question.length <= MOST_IN_STATUS_BAR) return question;
  return `${question.slice(0, MOST_IN_STATUS_BAR).trimEnd()}…`;
}

/** Files that we wrote and nobody has edited are written anew, with their first line; others only grow. */
export function proposalQuestion(
  l10n: Localize,
  files: readonly Pick<ProposedFile, 'path' | 'content'>[],
  nameOf: (path: string) => string,
): string {
  const named = (some: typeof files): string => some.map(({ path }) => nameOf(path)).join(', ');
  const renewed = named(files.filter(({ content }) => isUntouched(content)));
  const grown = named(files.filter(({ content }) => !isUntouched(content)));
  if (renewed === '') return l10n.t('Add new methods to {0}? The code that is there stays as it is.', grown);
  if (grown === '')
    return l10n.t('Replace {0} with a new version? It has not been edited since it was generated.', renewed);
  return l10n.t(
    'Add new methods to {0}, and replace {1} with a new version? Your own code stays as it is.',
    grown,
    renewed,
  );
}
