/**
 * Keeps the secret key that signs journals. A journal is in a folder that we do not trust. Only programs of this user
 * on this machine can read the key. So only they can have written a journal that matches it.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { codeOf } from '../files/errors.ts';
import { readRegularFile } from '../files/regularFile.ts';

const BYTES = 32;

/**
 * The key that we use if we cannot store one, because the home folder is not writable. Later processes do not have this
 * key.
 */
const OF_THIS_PROCESS = randomBytes(BYTES);

/**
 * Returns the user's key, and makes it at the first call. If we cannot store it, we use a key of this process, which no
 * later run has. It never rejects.
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

/** Returns the path of the key. The editor and the command line must find the same key. */
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

/** Reads the key. Returns undefined if there is no key, or if other users can read it or may have written it. */
async function readKey(path: string): Promise<Buffer | undefined> {
  const key = await readRegularFile(path, { limit: BYTES, followLinks: false }).catch(() => undefined);
  if (key?.length === BYTES && (await isPrivate(path))) return key;
  return undefined;
}

async function isPrivate(path: string): Promise<boolean> {
  // Windows has no permission bits, but the folder belongs to the user.
  if (process.getuid === undefined) return true;
  const { uid, mode } = await stat(path);
  return uid === process.getuid() && (mode & 0o077) === 0;
}

/** Makes a key. Another process may do the same at the same time; then the first key stays. */
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
 * Gives a new key its name, unless another process has been faster. A link fails if the name exists. We replace an
 * existing file that is not one of our keys. We also replace if the file system has no links.
 */
async function putFirst(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    const isTheirs = codeOf(error) === 'EEXIST' && (await readKey(path)) !== undefined;
    if (!isTheirs) await rename(temporary, path);
  }
}
