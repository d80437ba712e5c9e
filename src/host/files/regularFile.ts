/**
 * Reads a file from an untrusted folder. It does not read pipes, devices or folders, because such a read may wait
 * forever or never end. It never reads more than a limit.
 */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf } from './errors.ts';

/** How much to read, and whether to follow links. */
export interface ReadOptions {
  /** The largest size that we read, in bytes. */
  readonly limit: number;
  /** Whether to follow a link and read its target. */
  readonly followLinks: boolean;
}

/** This flag and the next one are 0 on Windows, which does not have them. */
const NO_WAITING = (constants.O_NONBLOCK as number | undefined) ?? 0;
const NO_LINKS = (constants.O_NOFOLLOW as number | undefined) ?? 0;

/**
 * Reads a file; undefined if nothing exists at the path. It rejects if the path is not a file, or the file is too
 * large. The reason names the path.
 */
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

/** Reads at most the first `bytes` bytes of a file. It follows links. */
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

/** Reads a whole file and follows links. The limit is larger than any source file. */
export function readWholeFile(path: string): Promise<Buffer | undefined> {
  return readRegularFile(path, { limit: LARGEST_SOURCE, followLinks: true });
}

/**
 * The largest source that we read in bytes. Generated files of a few megabytes are common; this limit only protects the
 * memory.
 */
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

/** Reads a file up to a limit. We do not trust its size, because a file system may report a wrong one. */
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
