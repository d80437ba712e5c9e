/**
 * What a run is about to write, noted in the folder that it writes below. After a kill the next run finds it there,
 * whoever starts it: the editor, the command line, another machine that has the folder mounted. While it is there
 * it keeps other runs out.
 */
import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { codeOf } from '../files/errors.ts';

const NAME = '.grpc-workbench.journal';

export interface JournalEntry {
  /** Absolute; in the file it starts from its folder, which may be found elsewhere the next time. */
  readonly path: string;
  /** Where the new content waits, beside `path`. Missing: the file is to go. */
  readonly temporary?: string;
  /** Digests of what is there before and after. Missing: nothing. */
  readonly before?: string;
  readonly after?: string;
}

export interface Journal {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly entries: readonly JournalEntry[];
}

/** Ages are milliseconds. */
export type JournalFile =
  | { readonly kind: 'none' }
  /** Its run was ended before it had begun, or is about to begin. */
  | { readonly kind: 'cut'; readonly age: number }
  | { readonly kind: 'whole'; readonly journal: Journal; readonly age: number };

export async function readJournal(root: string): Promise<JournalFile> {
  const path = join(root, NAME);
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const [journal, age] = [parse(text, root), Date.now() - mtimeMs];
    return journal === undefined ? { kind: 'cut', age } : { kind: 'whole', journal, age };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return { kind: 'none' };
    throw error;
  }
}

/** False where another run has one there. */
export async function createJournal(root: string, id: string, entries: readonly JournalEntry[]): Promise<boolean> {
  const file = await open(join(root, NAME), 'wx').catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(print(root, { id, host: hostname(), pid: process.pid, entries }), 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  // Had this process been held up in between, another would have taken the empty file away.
  return isOurs(root, id);
}

/** Leaves the journal of another run alone. */
export async function removeJournal(root: string, id: string | undefined): Promise<void> {
  if (await isOurs(root, id)) await rm(join(root, NAME), { force: true });
}

async function isOurs(root: string, id: string | undefined): Promise<boolean> {
  const file = await readJournal(root);
  return (file.kind === 'whole' ? file.journal.id : undefined) === id;
}

export function isOfLivingProcess({ host, pid }: Journal): boolean {
  // Of another machine nothing is known.
  if (host !== hostname()) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function print(root: string, { entries, ...others }: Journal): string {
  const placed = entries.map(({ path, temporary, ...digests }) => ({
    path: relative(root, path),
    ...(temporary === undefined ? {} : { temporary: relative(root, temporary) }),
    ...digests,
  }));
  return JSON.stringify({ ...others, entries: placed }, undefined, 1);
}

function parse(text: string, root: string): Journal | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !Array.isArray(value['entries'])) return undefined;
  const { id, host, pid } = value;
  if (typeof id !== 'string' || typeof host !== 'string' || typeof pid !== 'number') return undefined;
  return {
    id,
    host,
    pid,
    entries: (value['entries'] as readonly unknown[]).flatMap((entry) => parseEntry(entry, root)),
  };
}

function parseEntry(value: unknown, root: string): readonly JournalEntry[] {
  if (!isRecord(value)) return [];
  const { path, temporary, before, after } = value;
  if (typeof path !== 'string') return [];
  const entry: JournalEntry = {
    path: resolve(root, path),
    ...(typeof temporary === 'string' ? { temporary: resolve(root, temporary) } : {}),
    ...(typeof before === 'string' ? { before } : {}),
    ...(typeof after === 'string' ? { after } : {}),
  };
  return isPlausible(entry) ? [entry] : [];
}

/** The folder may come from anybody: nothing is moved but what waits beside its place, and nothing is deleted whose content is not known. */
function isPlausible({ path, temporary, before }: JournalEntry): boolean {
  if (temporary === undefined) return before !== undefined;
  return temporary.startsWith(`${path}.`) && /^[0-9a-f]{12}\.tmp$/.test(temporary.slice(path.length + 1));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
