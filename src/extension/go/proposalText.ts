/** The question of a proposal: what becomes of each file, so that the user knows before looking. */
import type { l10n } from 'vscode';
import { isUntouched } from '../../codegen/targets/go/scaffolds/untouched.ts';
import type { ProposedFile } from '../../contract/generation.ts';

type Localize = Pick<typeof l10n, 't'>;

/** Files that we wrote and nobody has edited are written anew, with their first line; others only grow. */
export function proposalQuestion(
  l10n: Localize,
  files: readonly Pick<ProposedFile, 'path' | 'content'>[],
  nameOf: (path: string) => string,
): string {
  const named = (some: typeof files): string => some.map(({ path }) => nameOf(path)).join(', ');
  const renewed = named(files.filter(({ content }) => isUntouched(content)));
  const grown = named(files.filter(({ content }) => !isUntouched(content)));
  if (renewed === '') return l10n.t('Add the code of new methods to {0}? Nothing else in these files changes.', grown);
  if (grown === '') return l10n.t('Write {0} anew? Nobody has edited it since it was generated.', renewed);
  return l10n.t(
    'Add the code of new methods to {0}, where nothing else changes, and write {1} anew, which nobody has edited?',
    grown,
    renewed,
  );
}
