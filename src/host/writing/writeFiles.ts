/**
 * Writes files so that each is old or new, never torn. After a kill, the next run completes or undoes all of them. The
 * new content goes into files next to the old ones. They take the old names once all content is on the disk; a journal
 * lists them (journal.ts). A run writes only into its folders, and it replaces or deletes only what it may.
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

/** What a run may do at a place. Paths are absolute. */
export type FileToWrite =
  /** Only if nothing exists there. */
  | { readonly kind: 'create'; readonly path: string; readonly content: string }
  /** If nothing exists there, or if it is a generated file. */
  | { readonly kind: 'generate'; readonly path: string; readonly content: string }
  /** Only if the file has exactly this text. */
  | { readonly kind: 'replace'; readonly path: string; readonly content: string; readonly before: string }
  /** Deletes only a generated file. */
  | { readonly kind: 'delete'; readonly path: string };

/** The result for a run that ended before it was done. */
export type Recovery =
  /** We wrote the rest. `kept` are files that were edited meanwhile; they stay as they are. */
  | { readonly kind: 'completed'; readonly kept: readonly string[] }
  /** Nothing had been written, and nothing is written now. */
  | { readonly kind: 'undone' }
  /** The journal does not come from this user on this machine. We removed it and did nothing else. */
  | { readonly kind: 'foreign' };

/** In milliseconds. Writing takes a fraction of a second. */
export interface Patience {
  /** How long to wait for another run. */
  readonly wait: number;
  /** A run whose process we cannot check counts as ended if its journal is untouched for this long by the clock … */
  readonly stale: number;
  /** … and stays untouched while we watch it. Clocks of two machines differ. */
  readonly watch: number;
}

/** Where a run may write besides its root, and when it stops. */
export interface WriteOptions {
  /** Folders besides the root into which it may write. */
  readonly folders?: readonly string[];
  /** Ends the waiting, and also the writing as long as no file has changed. */
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
}

const PATIENCE: Patience = { wait: 10_000, stale: 60_000, watch: 3_000 };
const POLL = 25;
/** How long a journal may stay empty before its text follows, in milliseconds. */
const CUT = 1_000;

/** Rejects with the file system's error, or if a file must not be written; then nothing has changed. */
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

/** Waits for a run that is writing below `root`, and completes or undoes what a killed run has left. */
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

/** How long a file has been untouched, by a monotonic clock. */
class Watched {
  #stamp: Stamp | undefined;
  #since = 0;

  /** In milliseconds. */
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

/** A time in the future is as invalid as one long ago. */
function isOld({ time }: Stamp, { stale }: Patience): boolean {
  return Math.abs(Date.now() - Number(time / 1_000_000n)) > stale;
}

function busy(root: string, file: JournalFile): string {
  const writer = file.kind === 'own' ? `(process ${file.journal.writer.pid}) ` : '';
  return `another run ${writer}is writing below ${root}, so nothing was written; try again, and if no run is, remove ${journalPath(root)}`;
}

/** Completes a run that was interrupted. If it has changed nothing, the waiting files are deleted. */
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

/** A path may lead through a new link since it was written down. */
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
 * New content reaches the disk in the order of the entries, and only then does the first file take its name. Other
 * files may be missing: they have taken their names and were edited since.
 */
async function isAllWritten(entries: readonly JournalEntry[]): Promise<boolean> {
  const changing = entries.filter(({ temporary, before, after }) => temporary !== undefined && before !== after);
  const last = changing.at(-1);
  if (last === undefined || (await isStaged(last))) return true;
  return (await mapLimited(changing, async ({ path, after }) => (await digestOf(path)) === after)).some(Boolean);
}

/** It waits for its name, or has it. */
async function isStaged({ path, temporary, after }: JournalEntry): Promise<boolean> {
  return temporary === undefined || (await digestOf(temporary)) === after || (await digestOf(path)) === after;
}

/** False if neither the old nor the new content is there: someone changed the file first. */
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

/** False once its path leads through a link. */
async function isReal(path: string): Promise<boolean> {
  const real = await realPath(path);
  return real !== undefined && isSamePath(real, path);
}

async function isGeneratedFile(path: string): Promise<boolean> {
  return isGenerated((await readText(path)) ?? '');
}

interface Step {
  readonly entry: JournalEntry;
  /** Missing if the file is to be deleted. */
  readonly content?: string;
}

/** Empty if there is nothing to do. */
async function stepFor(file: FileToWrite, folders: readonly string[]): Promise<readonly Step[]> {
  // A link stays a link: we replace the file that it points to.
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

/** Two links may lead to one file. */
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
 * The content reaches the disk before the file takes its name: otherwise a power cut could leave an empty file under
 * the old name.
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
