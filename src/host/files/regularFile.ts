/**
 * Reads a file from an untrusted folder. It never reads a pipe, device or folder, where a read could wait forever or
 * never end, and it never reads more than a limit.
 */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf } from './errors.ts';

/** How much to read, and whether to follow links. */
export interface ReadOptions {
  /** In bytes. */
  readonly limit: number;
  /** Whether to read the file that a link leads to. */
  readonly followLinks: boolean;
}

/** Windows lacks both flags. */
const NO_WAITING = (constants.O_NONBLOCK as number | undefined) ?? 0;
const NO_LINKS = (constants.O_NOFOLLOW as number | undefined) ?? 0;

/** Undefined if nothing exists there. Rejects if it is not a file or is too large; the reason names the path. */
export async function readRegularFile(path: string, options: ReadOptions): Promise<Buffer | undefined> {
  const file = await openRegular(path, options);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    if (size > options.limit) throw tooLarge(path, options.limit);
    return await readUpTo(file, path, options.limit);
  } finally {
    await file.close();
  }
}

/** Reads at most this many of a file's first bytes, and follows links. */
export async function readHead(path: string, bytes: number): Promise<Buffer | undefined> {
  const file = await openRegular(path, { followLinks: true });
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Reads a whole file and follows links, up to a limit that no source file reaches. */
export function readWholeFile(path: string): Promise<Buffer | undefined> {
  return readRegularFile(path, { limit: LARGEST_SOURCE, followLinks: true });
}

/** Generated files of a few megabytes are common. This limit only protects the memory. */
const LARGEST_SOURCE = 256 * 1024 * 1024;

async function openRegular(path: string, options: Pick<ReadOptions, 'followLinks'>): Promise<FileHandle | undefined> {
  const file = await openAny(path, options);
  if (file === undefined || (await file.stat()).isFile()) return file;
  await file.close();
  throw new Error(`${path} is not a file`);
}

async function openAny(
  path: string,
  { followLinks }: Pick<ReadOptions, 'followLinks'>,
): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | NO_WAITING | (followLinks ? 0 : NO_LINKS));
  } catch (error) {
    switch (codeOf(error)) {
      case 'ENOENT':
      case 'ENOTDIR':
        return undefined;
      case 'ELOOP':
        throw new Error(`${path} is a link`, { cause: error });
      case 'ENXIO':
      case 'EISDIR':
        throw new Error(`${path} is not a file`, { cause: error });
      default:
        throw error;
    }
  }
}

/** A file system may report a wrong size. */
async function readUpTo(file: FileHandle, path: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
    if (bytesRead === 0) return Buffer.concat(chunks);
    total += bytesRead;
    if (total > limit) throw tooLarge(path, limit);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

const CHUNK = 65_536;

function tooLarge(path: string, limit: number): Error {
  return new Error(`${path} is larger than ${Math.round(limit / 1024 / 1024)} MB`);
}
