/** The texts of a proposal. They tell the user how each file changes before the user looks at the diff. */
import type { l10n } from 'vscode';
import { isUntouched } from '../../codegen/targets/go/scaffolds/untouched.ts';
import type { ProposedFile } from '../../contract/generation.ts';

type Localize = Pick<typeof l10n, 't'>;

/** We name at most this many files, because a tooltip with more names does not fit on a screen. */
const MOST_NAMED = 20;

/**
 * The text of a proposal in the status bar. It is short, because other extensions show their texts in the same line.
 */
export function proposalTitle(l10n: Localize, files: number): string {
  if (files === 1) return l10n.t('1 proposed change');
  return l10n.t('{0} proposed changes', files);
}

/**
 * The question of a proposal. Files that we wrote and nobody has edited are replaced; other files only get new methods.
 */
export function proposalQuestion(
  l10n: Localize,
  files: readonly Pick<ProposedFile, 'path' | 'content'>[],
  nameOf: (path: string) => string,
): string {
  const named = (some: typeof files): string =>
    listed(
      l10n,
      some.map(({ path }) => nameOf(path)),
    );
  const renewed = named(files.filter(({ content }) => isUntouched(content)));
  const grown = named(files.filter(({ content }) => !isUntouched(content)));
  const sentences: string[] = [];
  if (grown !== '') sentences.push(l10n.t('Add new methods to {0}. The code that is there stays as it is.', grown));
  if (renewed !== '')
    sentences.push(
      l10n.t('Replace {0} with a new version. Nothing there has been edited since it was generated.', renewed),
    );
  return sentences.join(' ');
}

/** Lists the names of files in one sentence. */
export function listed(l10n: Localize, names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  if (more <= 1) return names.join(', ');
  return l10n.t('{0} and {1} more', names.slice(0, MOST_NAMED).join(', '), more);
}
