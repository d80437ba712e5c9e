/**
 * The report at the end of a run of the generator: the written files, and the changes that the user accepted or
 * discarded.
 */
import type { l10n } from 'vscode';

type Localize = Pick<typeof l10n, 't'>;

/** What happened to the files of a run. The paths may have any form. */
export interface Outcome {
  readonly written: readonly string[];
  /** The user's own files that we changed with the user's consent. */
  readonly changed: readonly string[];
  /** The user's own files for which the user discarded the changes. */
  readonly discarded: readonly string[];
  readonly deleted: readonly string[];
  /** The stale files that the user wants to keep. */
  readonly kept: readonly string[];
  /** The number of .proto files that are left out because of errors. */
  readonly leftOut: number;
}

/** Whether no file was written, changed, deleted or proposed. */
export function isIdle({ written, changed, discarded, deleted, kept }: Outcome): boolean {
  return [written, changed, discarded, deleted, kept].every((paths) => paths.length === 0);
}

/** How a report names files. `folder` is set if the workspace has several modules, and names the module of the run. */
export interface Names {
  readonly nameOf: (path: string) => string;
  readonly folder?: string;
}

/** The report, with one sentence per result. If no file needed a change, one sentence says so. */
export function reportText(l10n: Localize, outcome: Outcome, { nameOf, folder }: Names): string {
  const names = (paths: readonly string[]): string => paths.map(nameOf).join(', ');
  const { written, changed, discarded, deleted, kept, leftOut } = outcome;
  const sentences: string[] = [];
  if (written.length > 0) sentences.push(writtenText(l10n, written, folder));
  if (changed.length > 0) sentences.push(l10n.t('Changed {0}.', names(changed)));
  if (discarded.length > 0) sentences.push(l10n.t('Discarded the changes to {0}.', names(discarded)));
  if (deleted.length > 0) sentences.push(l10n.t('Deleted {0}.', names(deleted)));
  if (kept.length > 0) sentences.push(l10n.t('Kept {0}, although nothing generates it any more.', names(kept)));
  if (sentences.length > 0) return sentences.join(' ');
  if (leftOut > 0) return l10n.t('The Go code of all other files is up to date.');
  if (folder !== undefined) return l10n.t('The Go code of "{0}" is up to date.', folder);
  return l10n.t('The Go code is up to date.');
}

function writtenText(l10n: Localize, paths: readonly string[], folder: string | undefined): string {
  const files = writtenFiles(l10n, paths);
  if (folder === undefined) return l10n.t('Wrote {0}.', files);
  return l10n.t('Wrote {0} in {1}.', files, folder);
}

/** Counts the Go files and names all others, such as go.mod. */
function writtenFiles(l10n: Localize, paths: readonly string[]): string {
  const others = paths.filter((path) => !path.endsWith('.go')).map(baseName);
  const goFiles = paths.length - others.length;
  if (goFiles === 0) return others.join(', ');
  const count = goFiles === 1 ? l10n.t('1 Go file') : l10n.t('{0} Go files', goFiles);
  if (others.length === 0) return count;
  return l10n.t('{0} and {1}', count, others.join(', '));
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}
