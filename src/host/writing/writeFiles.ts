/**
 * Writes files so that each file has either the old or the new content, never a part of it. If a run is killed, the
 * next run completes or undoes all its writes. We first write the new content to temporary files next to the old ones.
 * When all content is on the disk, the temporary files take the old names; a journal lists them (journal.ts). A run
 * writes only into its folders, and it replaces or deletes only what it may.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { mapLimited } from '../../base/concurrency.ts';
import { isGenerated } from '../../codegen/generatedMark.ts';
import { isSamePath, realFolders, realPath, realPlace } from './containment.ts';
import {
  holdJournal,
  isSame,
  journalPath,
  readJournal,
  removeJournal,
  type HeldJournal,
  type Journal,
  type JournalEntry,
  type JournalFile,
  type Stamp,
} from './journal.ts';
import { stateOf } from '../processes/processIdentity.ts';
import { readWholeFile } from '../files/regularFile.ts';

/** One file that a run writes or deletes, and the condition for it. Paths are absolute. */
export type FileToWrite =
  /** Writes the file only if it does not exist. */
  | { readonly kind: 'create'; readonly path: string; readonly content: string }
  /** Writes the file if it does not exist, or if it is a generated file. */
  | { readonly kind: 'generate'; readonly path: string; readonly content: string }
  /** Writes the file only if its text is exactly `before`. */
  | { readonly kind: 'replace'; readonly path: string; readonly content: string; readonly before: string }
  /** Deletes the file only if it is a generated file. */
  | { readonly kind: 'delete'; readonly path: string };

/** The result of cleaning up after a run that was killed. */
export type Recovery =
  /** We wrote the rest of the files. `kept` has the files that were edited meanwhile; we did not change them. */
  | { readonly kind: 'completed'; readonly kept: readonly string[] }
  /** The run had not changed any file, and we did not change any either. */
  | { readonly kind: 'undone' }
  /** The journal does not come from this user on this machine. We only removed it. */
  | { readonly kind: 'foreign' };

/** How long to wait for other runs, in milliseconds. Writing takes a fraction of a second. */
export interface Patience {
  /** How long we wait for another run. */
  readonly wait: number;
  /**
   * If we cannot check the process of a run, we treat the run as ended when its journal is older than this. `watch`
   * must be over too.
   */
  readonly stale: number;
  /** How long we watch such a journal for changes, because the clocks of two machines differ. */
  readonly watch: number;
}

/** The folders besides the root that a run may write into, and the signal that stops it. */
export interface WriteOptions {
  /** The folders besides the root into which the run may write. */
  readonly folders?: readonly string[];
  /** Stops the waiting for another run. It also stops the writing if no file has changed yet. */
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
}

const PATIENCE: Patience = { wait: 10_000, stale: 60_000, watch: 3_000 };
const POLL = 25;
/** How long a journal may be incomplete before we treat its run as killed, in milliseconds. */
const CUT = 1_000;

/**
 * Writes the files of a run. It rejects with the file system's error, or if it may not write a file; then nothing has
 * changed.
 */
export async function writeFiles(
  root: string,
  files: readonly FileToWrite[],
  options: WriteOptions = {},
): Promise<void> {
  if (files.length === 0) return;
  const folders = await realFolders([root, ...(options.folders ?? [])]);
  const steps = (await mapLimited(files, (file) => stepFor(file, folders))).flat();
  const entries = steps.map(({ entry }) => entry);
  refuseTwice(entries);
  await mkdir(root, { recursive: true });
  const journal = await startJournal(root, { folders, entries }, options);
  try {
    await stage(steps, options.signal);
    for (const entry of entries) if (!(await isAsExpected(entry))) throw changedMeanwhile(entry.path);
    const kept: string[] = [];
    for (const entry of entries) {
      if (!(await journal.isInPlace())) throw new Error(`another run writes below ${root} now; generate again`);
      if (!(await carryOut(entry))) kept.push(entry.path);
    }
    if (kept[0] !== undefined) throw changedMeanwhile(kept[0]);
  } finally {
    await removeTemporaries(entries);
    await journal.release();
  }
}

async function startJournal(
  root: string,
  content: Pick<Journal, 'folders' | 'entries'>,
  options: WriteOptions,
): Promise<HeldJournal> {
  for (;;) {
    options.signal?.throwIfAborted();
    const journal = await holdJournal(await realpath(root), content);
    if (journal !== undefined) return journal;
    await settle(root, options);
  }
}

/** Waits for a run that is writing below `root`. It completes or undoes the writes of a run that was killed. */
export async function settle(
  root: string,
  { signal, patience = PATIENCE }: Pick<WriteOptions, 'signal' | 'patience'> = {},
): Promise<Recovery | undefined> {
  const real = await realPath(root);
  if (real === undefined) return undefined;
  const deadline = performance.now() + patience.wait;
  const watched = new Watched();
  for (;;) {
    signal?.throwIfAborted();
    const file = await readJournal(real);
    if (file.kind === 'none') return undefined;
    const silence = watched.silence(file.stamp);
    if (isLeftBehind(file, silence, patience)) return recover(real, file);
    if (performance.now() >= deadline) throw new Error(busy(real, file));
    await later(POLL, undefined, { signal });
  }
}

/** Measures how long a file has not changed, by a monotonic clock. */
class Watched {
  #stamp: Stamp | undefined;
  #since = 0;

  /** Returns how long the file has not changed, in milliseconds. */
  silence(stamp: Stamp): number {
    const now = performance.now();
    if (this.#stamp === undefined || !isSame(this.#stamp, stamp)) this.#since = now;
    this.#stamp = stamp;
    return now - this.#since;
  }
}

function isLeftBehind(file: Exclude<JournalFile, { kind: 'none' }>, silence: number, patience: Patience): boolean {
  if (file.kind === 'cut') return silence >= CUT;
  const isSilent = isOld(file.stamp, patience) && silence >= patience.watch;
  if (file.kind === 'foreign') return isSilent;
  switch (stateOf(file.journal.writer)) {
    case 'running':
      return false;
    case 'ended':
      return true;
    case 'unknown':
      return isSilent;
  }
}

/** Whether the time of a journal is far from now. We do not trust a time in the future more than one in the past. */
function isOld({ time }: Stamp, { stale }: Patience): boolean {
  return Math.abs(Date.now() - Number(time / 1_000_000n)) > stale;
}

function busy(root: string, file: JournalFile): string {
  const writer = file.kind === 'own' ? `(process ${file.journal.writer.pid}) ` : '';
  return `another run ${writer}is writing below ${root}, so nothing was written; try again, and if no run is, remove ${journalPath(root)}`;
}

/** Completes a run that was killed. If the run had not changed any file, we delete its temporary files. */
async function recover(root: string, file: Exclude<JournalFile, { kind: 'none' }>): Promise<Recovery> {
  if (file.kind === 'own') {
    const recovery = await complete(file.journal);
    await removeJournal(root, file.stamp);
    return recovery;
  }
  await removeJournal(root, file.stamp);
  if (file.kind === 'cut') return { kind: 'undone' };
  return { kind: 'foreign' };
}

async function complete(journal: Journal): Promise<Recovery> {
  const entries = await rightful(journal);
  const isBegun = entries.length > 0 && (await isAllWritten(entries));
  const kept: string[] = [];
  if (isBegun)
    for (const entry of entries) if (!(await isStaged(entry)) || !(await carryOut(entry))) kept.push(entry.path);
  await removeTemporaries(entries);
  if (isBegun) return { kind: 'completed', kept };
  return { kind: 'undone' };
}

/**
 * Returns the entries of a journal that are still inside its folders. A path may lead through a link that is newer than
 * the journal.
 */
async function rightful({ folders, entries }: Journal): Promise<readonly JournalEntry[]> {
  const checked = await mapLimited(entries, async (entry) => {
    const place = await realPlace(entry.path, folders);
    const isItself = place.kind === 'inside' && isSamePath(place.path, entry.path);
    if (isItself && waitsBeside(entry)) return [entry];
    return [];
  });
  return checked.flat();
}

function waitsBeside({ path, temporary }: JournalEntry): boolean {
  if (temporary === undefined) return true;
  return temporary.startsWith(`${path}.`) && /^[0-9a-f]{12}\.tmp$/.test(temporary.slice(path.length + 1));
}

/**
 * Whether all new content is on the disk. A run writes the content in the order of the entries, and only then replaces
 * the first file. So it is enough that the last entry is written, or that a file has its new content.
 */
async function isAllWritten(entries: readonly JournalEntry[]): Promise<boolean> {
  const changing = entries.filter(({ temporary, before, after }) => temporary !== undefined && before !== after);
  const last = changing.at(-1);
  if (last === undefined || (await isStaged(last))) return true;
  return (await mapLimited(changing, async ({ path, after }) => (await digestOf(path)) === after)).some(Boolean);
}

/** Whether the new content of an entry exists, in its temporary file or in the file itself. */
async function isStaged({ path, temporary, after }: JournalEntry): Promise<boolean> {
  return temporary === undefined || (await digestOf(temporary)) === after || (await digestOf(path)) === after;
}

/** Whether a file has its old or its new content. If it does not, another program has changed it. */
async function isAsExpected({ path, before, after }: JournalEntry): Promise<boolean> {
  const now = await digestOf(path);
  return now === before || now === after;
}

async function carryOut(entry: JournalEntry): Promise<boolean> {
  if (!(await isAsExpected(entry))) return false;
  const { path, temporary, after } = entry;
  if ((await digestOf(path)) === after) return true;
  if (!(await isReal(path))) return false;
  if (temporary !== undefined) await rename(temporary, path);
  else if (await isGeneratedFile(path)) await rm(path, { force: true });
  return true;
}

/** Whether a path does not lead through a link. */
async function isReal(path: string): Promise<boolean> {
  const real = await realPath(path);
  return real !== undefined && isSamePath(real, path);
}

async function isGeneratedFile(path: string): Promise<boolean> {
  return isGenerated((await readText(path)) ?? '');
}

interface Step {
  readonly entry: JournalEntry;
  /** The new content; undefined if the run deletes the file. */
  readonly content?: string;
}

/** Returns the step for a file. The list is empty if there is nothing to do. */
async function stepFor(file: FileToWrite, folders: readonly string[]): Promise<readonly Step[]> {
  // We do not replace a link, but the file that it points to.
  const place = await realPlace(file.path, folders);
  if (place.kind !== 'inside') throw outside(file.path, place);
  const { path } = place;
  const bytes = await readWholeFile(path);
  if (file.kind === 'delete' && bytes === undefined) return [];
  if (!mayReplace(file, bytes?.toString('utf8'))) throw changedMeanwhile(file.path);
  const before = bytes && { before: digest(bytes) };
  if (file.kind === 'delete') return [{ entry: { path, ...before } }];
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  return [{ entry: { path, temporary, ...before, after: digest(file.content) }, content: file.content }];
}

function mayReplace(file: FileToWrite, now: string | undefined): boolean {
  switch (file.kind) {
    case 'create':
      return now === undefined;
    case 'generate':
      return now === undefined || isGenerated(now);
    case 'replace':
      return now === file.before;
    case 'delete':
      return now !== undefined && isGenerated(now);
  }
}

function outside(path: string, place: { readonly kind: 'outside' | 'nowhere'; readonly path?: string }): Error {
  const where = place.path === undefined ? 'a link on its way leads nowhere' : `it leads to ${place.path}`;
  return new Error(`${path} is not written, since ${where}, outside the output folders`);
}

/** Refuses a run that writes the same file twice. Two links may lead to one file. */
function refuseTwice(entries: readonly JournalEntry[]): void {
  const seen = new Set<string>();
  for (const { path } of entries) {
    if (seen.has(path)) throw new Error(`two files would both be written to ${path}, so nothing was written`);
    seen.add(path);
  }
}

function changedMeanwhile(path: string): Error {
  return new Error(`${path} was changed by another program in the meantime; look at it, and generate again`);
}

async function stage(steps: readonly Step[], signal: AbortSignal | undefined): Promise<void> {
  for (const { entry, content } of steps) {
    signal?.throwIfAborted();
    const { path, temporary } = entry;
    if (temporary === undefined || content === undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    if (!(await isReal(path))) throw changedMeanwhile(path);
    await writeThrough(temporary, content, await modeOf(path));
  }
}

/**
 * Writes content and waits until it is on the disk. Only then may the file take its name. Otherwise a power cut could
 * leave an empty file under the old name.
 */
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

async function readText(path: string): Promise<string | undefined> {
  return (await readWholeFile(path))?.toString('utf8');
}

async function digestOf(path: string): Promise<string | undefined> {
  const bytes = await readWholeFile(path);
  if (bytes === undefined) return undefined;
  return digest(bytes);
}

function digest(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
