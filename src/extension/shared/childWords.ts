/** The messages about a child process of ours that is not running, in the user's language. */
import type { l10n } from 'vscode';
import type { ChildWords, Crash, CrashLimit } from '../../host/processes/lifeCycle.ts';

/** The export of strings looks for an import of `l10n`, so each file with messages must import that name. */
export type Localize = Pick<typeof l10n, 't'>;

/**
 * If a process crashes this many times within this many milliseconds, we stop restarting it until the crashes are older
 * than that.
 */
const LOOP = { most: 5, within: 180_000 } as const;

/** The part of `vscode.LogOutputChannel` that we use. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Describes how a process ended. `code` is null if a signal ended the process. */
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
  };
}

/** The number of crashes after which we stop restarting the runner, and the message about it. */
export function runnerLimit(l10n: Localize): CrashLimit {
  const name = l10n.t('The process that makes calls and generates code');
  const advice = l10n.t('Try again in a few minutes. The log says more.');
  return { ...LOOP, words: (crashes) => `${loopText(l10n, name, crashes)} ${advice}` };
}

/** The sentences about the language server. */
export function languageServerWords(l10n: Localize): ChildWords {
  return {
    stopped: l10n.t('The gRPC Workbench language server was stopped.'),
    died: (how) => l10n.t('The gRPC Workbench language server ended unexpectedly ({0}).', how),
  };
}

/** The number of crashes after which we stop restarting the language server, and the message about it. */
export function languageServerLimit(l10n: Localize): CrashLimit {
  const name = l10n.t('The gRPC Workbench language server');
  const advice = l10n.t('It does not restart by itself. The log says more.');
  return { ...LOOP, words: (crashes) => `${loopText(l10n, name, crashes)} ${advice}` };
}

/** The message after repeated failures. It says whether the process crashed or could not start. */
function loopText(l10n: Localize, name: string, crashes: readonly Crash[]): string {
  const minutes = LOOP.within / 60_000;
  const count = crashes.length;
  const last = crashes.at(-1);
  const why = last?.kind === 'died' ? last.how : (last?.message ?? '');
  if (crashes.every(({ kind }) => kind === 'died'))
    return l10n.t('{0} ended unexpectedly {1} times within {2} minutes (last: {3}).', name, count, minutes, why);
  if (crashes.every(({ kind }) => kind === 'failed'))
    return l10n.t('{0} failed to start {1} times within {2} minutes (last: {3}).', name, count, minutes, why);
  return l10n.t('{0} ended or failed to start {1} times within {2} minutes (last: {3}).', name, count, minutes, why);
}

/** The sentences about a local server. `label` is its name. It has no crash limit, because only the user starts it. */
export function localServerWords(l10n: Localize, label: string): ChildWords {
  return {
    stopped: l10n.t('The local server "{0}" was stopped.', label),
    died: (how) => l10n.t('The local server "{0}" ended unexpectedly ({1}).', label, how),
  };
}

/** The sentences about a Go server of the user. `label` is its name. */
export function goServerWords(l10n: Localize, label: string): ChildWords {
  return {
    stopped: l10n.t('The Go server "{0}" was stopped.', label),
    died: (how) => l10n.t('The Go server "{0}" ended unexpectedly ({1}).', label, how),
  };
}
