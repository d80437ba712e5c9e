/** What the user reads when one of our processes is not there, in the user's language. */
import type { l10n } from 'vscode';
import type { ChildWords } from '../../host/processes/lifeCycle.ts';

/** Each file that has words names `l10n` in an import: the exporter of words looks for that. */
export type Localize = Pick<typeof l10n, 't'>;

/** So many crashes within so many ms are a loop, which ends by itself when they are that long ago. */
export const CRASH_LIMIT = { most: 5, within: 180_000 } as const;

/** The part of `vscode.LogOutputChannel` that is used. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** How a process ended; `code` is null where a signal ended it. */
export function describeExit(l10n: Localize, code: number | null): string {
  if (code === null) return l10n.t('killed');
  return l10n.t('exit code {0}', code);
}

/** The sentences about the runner. */
export function runnerWords(l10n: Localize): ChildWords {
  return {
    stopped: l10n.t('The process that makes calls and generates code was stopped.'),
    died: (how) =>
      l10n.t('The process that makes calls and generates code ended unexpectedly ({0}). Try again to restart it.', how),
    crashLoop: l10n.t(
      'The process that makes calls and generates code has ended several times in a short time. Try again in a few minutes. The log says more.',
    ),
  };
}

/** The sentences about the language server. */
export function languageServerWords(l10n: Localize): ChildWords {
  return {
    stopped: l10n.t('The gRPC Workbench language server was stopped.'),
    died: (how) => l10n.t('The gRPC Workbench language server ended unexpectedly ({0}).', how),
    crashLoop: l10n.t(
      'The gRPC Workbench language server has ended several times in a short time and is not restarted by itself.',
    ),
  };
}

/** The sentences about a local server; `label` is its name. */
export function localServerWords(l10n: Localize, label: string): ChildWords {
  return {
    stopped: l10n.t('The local server {0} was stopped.', label),
    died: (how) => l10n.t('The local server {0} ended unexpectedly ({1}).', label, how),
    // Only the user starts it, so there is no loop.
    crashLoop: l10n.t('The local server {0} has ended several times in a short time.', label),
  };
}
