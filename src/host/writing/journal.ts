/**
 * Keeps a journal in the output folder: a note of the files that a run is about to write. If a run is killed, the next
 * run finds the journal, whether the editor or the command line starts that run. While the journal exists, other runs
 * must wait.
 *
 * We do not trust the folder, or a file of this name in it. So we sign a journal for its folder
 * (journalKey.ts). If a journal has another signature, we never act on it, and never even parse it: an attacker,
 * another user, or another machine that mounts the folder may have written it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { inBackground } from '../../base/background.ts';
import { codeOf } from '../files/errors.ts';
import { journalKey } from './journalKey.ts';
import { thisProcess, type ProcessId } from '../processes/processIdentity.ts';
import { readRegularFile } from '../files/regularFile.ts';

const NAME = '.grpc-workbench.journal';

/** The largest journal in bytes. An entry takes some 400 bytes. */
const LARGEST = 32 * 1024 * 1024;

/** While a run writes, it updates the time of its journal after this many milliseconds, to show that it is alive. */
const BEAT = 1_000;

/** One file that a run writes or deletes. Paths are absolute and real. */
export interface JournalEntry {
  readonly path: string;
  /** The file next to `path` that has the new content. It is undefined if the run deletes `path`. */
  readonly temporary?: string;
  /**
   * `before` and `after` are digests of the content before and after the run. They are undefined if the file does not
   * exist then.
   */
  readonly before?: string;
  readonly after?: string;
}

/** The content of a run's journal. */
export interface Journal {
  readonly writer: ProcessId;
  /** The real paths of the folders into which the run may write. */
  readonly folders: readonly string[];
  readonly entries: readonly JournalEntry[];
}

/** The state of a file, from `lstat`. While it stays the same, the file has not changed. */
export interface Stamp {
  readonly inode: bigint;
  readonly size: bigint;
  /** The time of the last change in nanoseconds. */
  readonly time: bigint;
}

/** The journal that we found in a folder. With `stamp`, we can check later whether it is still the same file. */
export type JournalFile =
  | { readonly kind: 'none' }
  /** The journal is incomplete. Its run was killed before it changed any file, or it is just starting. */
  | { readonly kind: 'cut'; readonly stamp: Stamp }
  /** The signature is from another user or machine, or there is no signature. */
  | { readonly kind: 'foreign'; readonly stamp: Stamp }
  | { readonly kind: 'own'; readonly stamp: Stamp; readonly journal: Journal };

/** Returns the path of the journal in the folder `root`. */
export function journalPath(root: string): string {
  return join(root, NAME);
}

/**
 * Reads the journal in `root`, which is a real path. It rejects if the path of the journal is not a file, or the file
 * is too large.
 */
export async function readJournal(root: string): Promise<JournalFile> {
  const path = journalPath(root);
  const stamp = await stampOf(path);
  if (stamp === undefined) return { kind: 'none' };
  const text = await textOf(path);
  if (text === undefined) return { kind: 'none' };
  if (!text.endsWith('\n')) return { kind: 'cut', stamp };
  const journal = await verified(root, text);
  if (journal === undefined) return { kind: 'foreign', stamp };
  return { kind: 'own', stamp, journal };
}

/** Creates the journal of a run. Returns undefined if another run has a journal there. */
export async function holdJournal(
  root: string,
  content: Pick<Journal, 'folders' | 'entries'>,
  writer: ProcessId = thisProcess(),
): Promise<HeldJournal | undefined> {
  const text = await signed(root, { writer, ...content });
  if (text.length > LARGEST)
    throw new Error(`${content.entries.length} files are too many for one run; generate fewer at a time`);
  const path = journalPath(root);
  const file = await createFile(path);
  if (file === undefined) return undefined;
  const held = new HeldJournal(path, file, (await file.stat({ bigint: true })).ino);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
    if (await held.isInPlace()) return held;
  } catch (error) {
    await held.release();
    throw error;
  }
  // This process was slow, and another process has removed the file while it was empty.
  await held.release();
  return undefined;
}

/** Removes the journal that `readJournal` has returned, but not a later one. */
export async function removeJournal(root: string, seen: Stamp): Promise<void> {
  const path = journalPath(root);
  const now = await stampOf(path);
  if (now !== undefined && isSame(now, seen)) await rm(path, { force: true });
}

/** Whether two stamps belong to the same file with the same content. */
export function isSame(a: Stamp, b: Stamp): boolean {
  return a.inode === b.inode && a.size === b.size && a.time === b.time;
}

/** The journal of a run of this process. Until `release`, it shows that the run is alive. */
export class HeldJournal {
  readonly #path: string;
  readonly #file: FileHandle;
  /** The number of the file. While the file is open, no other file can get this number. */
  readonly #inode: bigint;
  readonly #beat: NodeJS.Timeout;

  constructor(path: string, file: FileHandle, inode: bigint) {
    this.#path = path;
    this.#file = file;
    this.#inode = inode;
    this.#beat = setInterval(
      () => inBackground(touch(file), 'The journal was not touched', (line) => console.error(line)),
      BEAT,
    );
    this.#beat.unref();
  }

  /**
   * Whether the journal still exists. If it does not, another run has removed it and writes now, so this run must stop.
   */
  async isInPlace(): Promise<boolean> {
    const stats = await lstat(this.#path, { bigint: true }).catch(() => undefined);
    return stats?.ino === this.#inode;
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    const isOurs = await this.isInPlace();
    await this.#file.close();
    if (isOurs) await rm(this.#path, { force: true });
  }
}

async function touch(file: FileHandle): Promise<void> {
  const now = new Date();
  // The file may be closed by now. If we cannot set the time, the running process still shows that the run is alive.
  await file.utimes(now, now).catch(() => undefined);
}

async function createFile(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

/** Returns the state of a file; undefined if nothing exists at the path. It does not follow links. */
async function stampOf(path: string): Promise<Stamp | undefined> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile()) throw notOurs(path, 'is not a file');
    return { inode: stats.ino, size: stats.size, time: stats.mtimeNs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Returns the text of a journal. It is only a line break if we may not read the file: then another user owns it, and
 * its signature is not ours.
 */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readRegularFile(path, { limit: LARGEST, followLinks: false }))?.toString('utf8');
  } catch (error) {
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') return '\n';
    throw notOurs(path, error instanceof Error ? error.message.replace(`${path} `, '') : String(error));
  }
}

function notOurs(path: string, why: string): Error {
  return new Error(`${path} ${why}, so it cannot be the journal of a run; remove it, and generate again`);
}

async function signed(root: string, journal: Journal): Promise<string> {
  const body = JSON.stringify(journal);
  return `${(await signatureOf(root, body)).toString('hex')}\n${body}\n`;
}

/** Signs a journal. The signature includes the folder, so a journal is not valid in another folder. */
async function signatureOf(root: string, body: string): Promise<Buffer> {
  return createHmac('sha256', await journalKey())
    .update(`${root.length} ${root}`)
    .update(body)
    .digest();
}

async function verified(root: string, text: string): Promise<Journal | undefined> {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1, -1);
  const claimed = Buffer.from(text.slice(0, end), 'hex');
  const expected = await signatureOf(root, body);
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return undefined;
  return parse(body);
}

function parse(body: string): Journal | undefined {
  const value: unknown = JSON.parse(body);
  if (!isRecord(value)) return undefined;
  const { writer, folders, entries } = value;
  if (!isRecord(writer) || !Array.isArray(folders) || !Array.isArray(entries)) return undefined;
  const { machine, pid, started } = writer;
  if (typeof machine !== 'string' || typeof pid !== 'number' || typeof started !== 'string') return undefined;
  return {
    writer: { machine, pid, started },
    folders: (folders as readonly unknown[]).filter((folder) => typeof folder === 'string'),
    entries: (entries as readonly unknown[]).flatMap(parseEntry),
  };
}

function parseEntry(value: unknown): readonly JournalEntry[] {
  if (!isRecord(value)) return [];
  const { path, temporary, before, after } = value;
  if (typeof path !== 'string') return [];
  const digests = { ...text('before', before), ...text('after', after) };
  return [{ path, ...text('temporary', temporary), ...digests }];
}

function text<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  if (typeof value === 'string') return { [name]: value } as Partial<Record<Name, string>>;
  return {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
