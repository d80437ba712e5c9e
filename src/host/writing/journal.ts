/**
 * What a run is about to write, noted in the folder that it writes below. After a kill the next run finds it there,
 * whether the editor or the command line starts it. While it is there it keeps other runs out.
 *
 * A folder comes from anyone, and so may a file of this name in it. So a journal is signed (journalKey.ts), for the
 * folder in which it lies. One with another signature is never acted on, nor even parsed: it may be the work of
 * an attacker, of another user, or of another machine that has the folder mounted.
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

/** An entry takes some 400 bytes. */
const LARGEST = 32 * 1024 * 1024;

/** A run that writes says so this often, in milliseconds, by the time of its journal. */
const BEAT = 1_000;

/** Paths are absolute and real. */
export interface JournalEntry {
  readonly path: string;
  /** Where the new content waits, beside `path`. Missing: the file is to go. */
  readonly temporary?: string;
  /** Digests of what is there before and after. Missing: nothing. */
  readonly before?: string;
  readonly after?: string;
}

/** The note of one run. */
export interface Journal {
  readonly writer: ProcessId;
  /** Real paths of the folders that the run may write below. */
  readonly folders: readonly string[];
  readonly entries: readonly JournalEntry[];
}

/** What `lstat` says: while it stays the same, nobody has touched the file. */
export interface Stamp {
  readonly inode: bigint;
  readonly size: bigint;
  /** Nanoseconds. */
  readonly time: bigint;
}

/** What is at the journal's path. `stamp` tells whether it is still the same file later. */
export type JournalFile =
  | { readonly kind: 'none' }
  /** Its run was ended before it had begun, or is about to begin. */
  | { readonly kind: 'cut'; readonly stamp: Stamp }
  /** Signed by someone else. */
  | { readonly kind: 'foreign'; readonly stamp: Stamp }
  | { readonly kind: 'own'; readonly stamp: Stamp; readonly journal: Journal };

/** The journal's path in the folder `root`. */
export function journalPath(root: string): string {
  return join(root, NAME);
}

/** `root` is a real path. Rejects where something else than a file of bearable size has the journal's name. */
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

/** Undefined where another run has one there. */
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
  // This process was held up in between, and another has taken the empty file away.
  await held.release();
  return undefined;
}

/** Takes away what `readJournal` has seen, and nothing that has come since. */
export async function removeJournal(root: string, seen: Stamp): Promise<void> {
  const path = journalPath(root);
  const now = await stampOf(path);
  if (now !== undefined && isSame(now, seen)) await rm(path, { force: true });
}

/** Whether two stamps are of the same file with the same content. */
export function isSame(a: Stamp, b: Stamp): boolean {
  return a.inode === b.inode && a.size === b.size && a.time === b.time;
}

/** A journal of this process. It shows that its run lives until it is released. */
export class HeldJournal {
  readonly #path: string;
  readonly #file: FileHandle;
  /** While the file is open, no other file can get it. */
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

  /** False once another run has taken it away: then that run writes, and this one must not. */
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
  // It may be closed by now. Where the time cannot be set, the process still answers for the run.
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

/** Undefined where nothing is there. A link counts as itself. */
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

/** Empty where another user has kept it to themselves: then it is not signed by this one. */
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

/** The folder is signed too: a journal that was brought to another place says nothing there. */
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
