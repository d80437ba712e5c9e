/** Descriptor sets for the running side's tests, made by protoc so that they do not depend on our own compiler. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadSchema, type Schema } from '../../src/message/schema.ts';
import { protocFolder, protocProgram } from './protocProgram.ts';

const program = protocProgram();

/** Compiles `files`, given by import path. The set includes imports. */
export function descriptorSet(files: Readonly<Record<string, string>>, flags: readonly string[] = []): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'descriptor-set-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return protoc(folder, Object.keys(files), flags);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compiles the files below an import root to a set. */
function protoc(root: string, files: readonly string[], flags: readonly string[] = []): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'descriptor-set-'));
  const out = join(folder, 'set.binpb');
  try {
    execFileSync(
      program,
      [
        `-I${root}`,
        `-I${join(protocFolder, 'include')}`,
        '--include_imports',
        `--descriptor_set_out=${out}`,
        ...flags,
        ...files,
      ],
      { stdio: 'pipe' },
    );
    return new Uint8Array(readFileSync(out));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function schemaOf(text: string, flags: readonly string[] = []): Schema {
  return loadSchema(descriptorSet({ 'test.proto': text }, flags));
}

const greeterRoot = join(dirname(dirname(import.meta.dirname)), 'examples', 'greeter', 'proto');

export function greeterSet(): Uint8Array {
  return protoc(greeterRoot, ['greeter/v1/greeter.proto'], ['--include_source_info']);
}
/** Returns the files of a FileDescriptorSet as bytes, by their names. */
export function splitDescriptorSet(set: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at < set.length; ) {
    const length = varint(set, at + 1);
    const file = set.subarray(length.next, length.next + length.value);
    const name = varint(file, 1);
    files.set(new TextDecoder().decode(file.subarray(name.next, name.next + name.value)), file);
    at = length.next + length.value;
  }
  return files;
}

function varint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let at = from;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, next: at };
  }
}

/** Field number of `FileDescriptorProto.source_code_info`, and of `SourceCodeInfo.location`. */
const SOURCE_CODE_INFO = 9;
const LOCATION = 1;

/** Returns the locations of a FileDescriptorProto's source info, each as its bytes. */
export function locationsOf(file: Uint8Array): readonly Uint8Array[] {
  return submessages(file, SOURCE_CODE_INFO).flatMap((info) => submessages(info, LOCATION));
}

/** Returns the length-delimited fields of one number; descriptors hold no fields of fixed width at this level. */
function submessages(bytes: Uint8Array, number: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at);
    const value = varint(bytes, tag.next);
    const isBytes = (tag.value & 7) === 2;
    at = isBytes ? value.next + value.value : value.next;
    if (isBytes && tag.value >> 3 === number) found.push(bytes.subarray(value.next, at));
  }
  return found;
}
