/** Reads a zip file as far as a .vsix needs it: names, sizes, contents. Format: PKWARE's APPNOTE, without zip64. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  text(): string;
}

const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const DEFLATED = 8;

export function readZip(path: string): readonly ZipEntry[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error(`${path} is not a zip file`);
  const entries: ZipEntry[] = [];
  for (let at = bytes.readUInt32LE(end + 16); bytes.readUInt32LE(at) === CENTRAL_HEADER; ) {
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push(entryAt(bytes, at, nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(bytes: Buffer, at: number, nameLength: number): ZipEntry {
  const method = bytes.readUInt16LE(at + 10);
  const packedSize = bytes.readUInt32LE(at + 20);
  const local = bytes.readUInt32LE(at + 42);
  return {
    name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    size: bytes.readUInt32LE(at + 24),
    text: () => {
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(start, start + packedSize);
      return (method === DEFLATED ? inflateRawSync(packed) : packed).toString('utf8');
    },
  };
}
