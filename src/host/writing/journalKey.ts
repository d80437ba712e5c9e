/**
 * The secret that signs journals. A journal is in a folder that may come from anyone. Only this user's own programs on
 * this machine can read the key, so only they can have written a journal that matches it.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { codeOf } from '../files/errors.ts';
import { readRegularFile } from '../files/regularFile.ts';

const BYTES = 32;

/** If the home folder is not writable, nothing remains that a later process could recognize. */
const OF_THIS_PROCESS = randomBytes(BYTES);

/**
 * The user's key, made at the first call. If it cannot be stored, we use a key of this process, which no later run
 * knows. Never rejects.
 */
export async function journalKey(): Promise<Buffer> {
  const path = keyPath();
  try {
    const known = await readKey(path);
    if (known !== undefined) return known;
    await makeKey(path);
    return (await readKey(path)) ?? OF_THIS_PROCESS;
  } catch {
    return OF_THIS_PROCESS;
  }
}

/** The editor and the command line must find the same key. */
export function keyPath(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  return join(stateFolder(env, platform), 'grpc-workbench', 'journal.key');
}

function stateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return folderIn(env['LOCALAPPDATA'], 'AppData/Local');
  return folderIn(env['XDG_STATE_HOME'], '.local/state');
}

function folderIn(named: string | undefined, usual: string): string {
  if (named !== undefined && isAbsolute(named)) return named;
  return join(homedir(), usual);
}

/** Undefined if there is no key, or if others can read it or may have written it. */
async function readKey(path: string): Promise<Buffer | undefined> {
  const key = await readRegularFile(path, { limit: BYTES, followLinks: false }).catch(() => undefined);
  if (key?.length === BYTES && (await isPrivate(path))) return key;
  return undefined;
}

async function isPrivate(path: string): Promise<boolean> {
  // Windows has no such bits; the folder belongs to the user.
  if (process.getuid === undefined) return true;
  const { uid, mode } = await stat(path);
  return uid === process.getuid() && (mode & 0o077) === 0;
}

/** Another process may be making a key at the same time: the first one stays. */
async function makeKey(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writePrivately(temporary, randomBytes(BYTES));
    await putFirst(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writePrivately(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * A link is created only if nothing has the name. We replace an existing file that is not one of our keys, and we also
 * replace if the file system has no links.
 */
async function putFirst(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    const isTheirs = codeOf(error) === 'EEXIST' && (await readKey(path)) !== undefined;
    if (!isTheirs) await rename(temporary, path);
  }
}
