/**
 * Writes files so that each is old or new, never torn, and after a kill the next run brings the lot to one end.
 * The new content goes into files beside the old ones, which take their names once all of it is on the disk; a
 * journal says which (journal.ts).
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { mapLimited } from '../../base/concurrency.ts';
import { codeOf } from '../files/errors.ts';
import {
  createJournal,
  isOfLivingProcess,
  readJournal,
  removeJournal,
  type Journal,
  type JournalEntry,
  type JournalFile,
} from './journal.ts';

export interface FileToWrite {
  /** Absolute. */
  readonly path: string;
  /** Missing: the file is to go. */
  readonly content?: string;
  /** What has to be there, undefined for no file: where it is something else by now, nothing is written at all. */
  readonly replaces?: { readonly text: string | undefined };
}

/** What became of a run that was ended before it was done. */
export interface Recovery {
  /** Whether the rest was written; otherwise nothing had been, and nothing is. */
  readonly completed: boolean;
  /** Files that somebody has changed since; they are as they were left. */
  readonly kept: readonly string[];
}

/** In milliseconds. Writing takes a fraction of a second, and a process number may come to be another program's. */
export interface Patience {
  /** How long to wait for another run. */
  readonly wait: number;
  /** After this its journal counts as left behind, whatever runs. */
  readonly stale: number;
}

const PATIENCE: Patience = { wait: 10_000, stale: 60_000 };
const POLL = 25;
/** Between a journal's file and its text. */
const CUT = 1_000;

/** Rejects with the file system's error, and where a file must not be replaced; then nothing has changed. */
export async function writeFiles(
  root: string,
  files: readonly FileToWrite[],
  patience: Patience = PATIENCE,
): Promise<void> {
  if (files.length === 0) return;
  const id = randomUUID();
  const entries = await mapLimited(files, entryOf);
  await mkdir(root, { recursive: true });
  while (!(await createJournal(root, id, entries))) await settle(root, patience);
  try {
    await stage(files, entries);
    for (const entry of entries) if (!(await isAsExpected(entry))) throw changedMeanwhile(entry.path);
    for (const entry of entries) await carryOut(entry);
  } finally {
    await removeTemporaries(entries);
    await removeJournal(root, id);
  }
}

/** Waits for a run that is writing below `root`, and brings to an end what a killed one has left. */
export async function settle(root: string, patience: Patience = PATIENCE): Promise<Recovery | undefined> {
  const deadline = Date.now() + patience.wait;
  for (;;) {
    const file = await readJournal(root);
    if (file.kind === 'none') return undefined;
    if (isLeftBehind(file, patience)) return recover(root, file.kind === 'whole' ? file.journal : undefined);
    if (Date.now() >= deadline)
      throw new Error(`another run ${whose(file)}is writing below ${root}, so nothing was written; try again`);
    await later(POLL);
  }
}

function isLeftBehind(file: Exclude<JournalFile, { kind: 'none' }>, { stale }: Patience): boolean {
  if (file.kind === 'cut') return file.age > CUT;
  return file.age > stale || !isOfLivingProcess(file.journal);
}

function whose(file: JournalFile): string {
  return file.kind === 'whole' ? `(process ${file.journal.pid} on ${file.journal.host}) ` : '';
}

/** What was begun is completed; where nothing was, what waits is thrown away. */
async function recover(root: string, journal: Journal | undefined): Promise<Recovery> {
  const entries = journal?.entries ?? [];
  const completed = entries.length > 0 && (await isAllWritten(entries));
  const kept: string[] = [];
  if (completed)
    for (const entry of entries) if (!(await isStaged(entry)) || !(await carryOut(entry))) kept.push(entry.path);
  await removeTemporaries(entries);
  await removeJournal(root, journal?.id);
  return { completed, kept };
}

/**
 * New content reaches the disk in the order of the entries, and only then the first file takes its name. Others may
 * be missing: they have taken theirs, and somebody has edited them since.
 */
async function isAllWritten(entries: readonly JournalEntry[]): Promise<boolean> {
  const changing = entries.filter(({ temporary, before, after }) => temporary !== undefined && before !== after);
  const last = changing.at(-1);
  if (last === undefined || (await isStaged(last))) return true;
  return (await mapLimited(changing, async ({ path, after }) => (await digestOf(path)) === after)).some(Boolean);
}

/** Waits for its name, or has it. */
async function isStaged({ path, temporary, after }: JournalEntry): Promise<boolean> {
  return temporary === undefined || (await digestOf(temporary)) === after || (await digestOf(path)) === after;
}

/** False where there is neither the old nor the new content: somebody was faster. */
async function isAsExpected({ path, before, after }: JournalEntry): Promise<boolean> {
  const now = await digestOf(path);
  return now === before || now === after;
}

async function carryOut(entry: JournalEntry): Promise<boolean> {
  if (!(await isAsExpected(entry))) return false;
  const { path, temporary, after } = entry;
  if ((await digestOf(path)) === after) return true;
  if (temporary === undefined) await rm(path, { force: true });
  else await rename(temporary, path);
  return true;
}

async function entryOf({ path, content, replaces }: FileToWrite): Promise<JournalEntry> {
  // A link stays one: what it points at is replaced.
  const target = await realpath(path).catch(() => path);
  const now = await digestOf(target);
  if (replaces !== undefined && now !== (replaces.text === undefined ? undefined : digest(replaces.text)))
    throw changedMeanwhile(path);
  return {
    path: target,
    ...(now === undefined ? {} : { before: now }),
    ...(content === undefined
      ? {}
      : { temporary: `${target}.${randomBytes(6).toString('hex')}.tmp`, after: digest(content) }),
  };
}

function changedMeanwhile(path: string): Error {
  return new Error(`${path} was changed by somebody else in the meantime; look at it, and generate again`);
}

async function stage(files: readonly FileToWrite[], entries: readonly JournalEntry[]): Promise<void> {
  for (const [i, { path, temporary }] of entries.entries()) {
    const content = files[i]?.content;
    if (temporary === undefined || content === undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeThrough(temporary, content, await modeOf(path));
  }
}

/** Reaches the disk before it takes its name: otherwise a power cut could leave an empty file under the old one. */
async function writeThrough(path: string, content: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function removeTemporaries(entries: readonly JournalEntry[]): Promise<void> {
  const temporaries = entries.flatMap(({ temporary }) => temporary ?? []);
  await mapLimited(temporaries, (path) => rm(path, { force: true }).catch(() => undefined));
}

function modeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => 0o666,
  );
}

async function digestOf(path: string): Promise<string | undefined> {
  try {
    return digest(await readFile(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function digest(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
