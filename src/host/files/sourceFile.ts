/**
 * Reads one source file synchronously, for ports that do not wait. In an untrusted folder, anything may be named like a
 * proto: a pipe or a device, which never ends, or a huge file, which takes memory and time from other work.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { isLargerThan, LARGEST_PROTO } from '../../workspace/files/sizeLimit.ts';
import { codeOf } from './errors.ts';

export type SourceReading = { readonly kind: 'text'; readonly text: string } | Unread;

export type BytesReading = { readonly kind: 'bytes'; readonly bytes: Buffer } | Unread;

type Unread =
  | { readonly kind: 'nothing' }
  /** We do not read the file at this path. The reason follows a path: "is not a regular file". */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The largest file that we read if the user named it on the command line, in bytes. protoc reads it too, and the user
 * can stop the command.
 */
export const LARGEST_NAMED = 64 * 1024 * 1024;

/** This flag is 0 on Windows, which does not have it. */
const NO_WAITING = (constants.O_NONBLOCK as number | undefined) ?? 0;

const NOTHING_THERE: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  // These two codes are for names that a file cannot have.
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
]);

export function readSource(path: string, limit = LARGEST_PROTO): SourceReading {
  const reading = readBytes(path, limit);
  if (reading.kind === 'bytes') return { kind: 'text', text: reading.bytes.toString('utf8') };
  return reading;
}

export function readBytes(path: string, limit: number): BytesReading {
  try {
    const file = openSync(path, constants.O_RDONLY | NO_WAITING);
    try {
      return readOpen(file, limit);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = codeOf(error);
    if (NOTHING_THERE.has(code)) return { kind: 'nothing' };
    return refused(`cannot be read (${code ?? String(error)})`);
  }
}

function readOpen(file: number, limit: number): BytesReading {
  const stats = fstatSync(file);
  if (!stats.isFile()) return refused('is not a regular file');
  if (stats.size > limit) return refused(isLargerThan(limit));
  const bytes = readUpTo(file, stats.size, limit);
  if (bytes === undefined) return refused(isLargerThan(limit));
  return { kind: 'bytes', bytes };
}

/**
 * Reads a file up to a limit; undefined if the file is larger. We do not trust its size, because a file system may
 * report a wrong one.
 */
function readUpTo(file: number, size: number, limit: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let total = 0;
  // One extra byte of space shows whether the file is longer than its size says.
  let room = size + 1;
  for (;;) {
    const chunk = Buffer.allocUnsafe(room);
    const count = readSync(file, chunk, 0, room, null);
    if (count === 0) return Buffer.concat(chunks, total);
    total += count;
    if (total > limit) return undefined;
    chunks.push(chunk.subarray(0, count));
    room = CHUNK;
  }
}

const CHUNK = 65_536;

function refused(reason: string): Unread {
  return { kind: 'refused', reason };
}
