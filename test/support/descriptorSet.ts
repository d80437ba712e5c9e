/** Descriptor sets for the running side's tests, made by protoc so that they do not depend on our own compiler. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadSchema, type Schema } from '../../src/message/schema.ts';

const protocModule = createRequire(import.meta.url).resolve('protoc/package.json');

/** `files` by import path. Imports are included. */
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

/** The set of files below an import root. */
export function protoc(root: string, files: readonly string[], flags: readonly string[] = []): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'descriptor-set-'));
  const out = join(folder, 'set.binpb');
  try {
    const module = dirname(protocModule);
    execFileSync(process.execPath, [join(module, 'protoc.cjs'), `-I${root}`, `-I${join(module, 'include')}`, '--include_imports', `--descriptor_set_out=${out}`, ...flags, ...files], { stdio: 'pipe' });
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
