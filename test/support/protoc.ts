/** Runs the real protoc, the oracle of the compiler's tests. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wellKnownRoot } from './corpus.ts';
import { protocProgram } from './protocProgram.ts';

export interface ProtocRun {
  readonly ok: boolean;
  /** The output of protoc, without blank lines at the end. */
  readonly stderr: string;
  /** The descriptor set; empty if protoc failed. */
  readonly output: Uint8Array;
}

export interface ProtocRequest {
  readonly roots: readonly string[];
  readonly files: readonly string[];
  readonly flags?: readonly string[];
}

/** Runs protoc. It searches the import roots before protobuf's own files. */
export function runProtoc({ roots, files, flags = [] }: ProtocRequest): ProtocRun {
  const folder = mkdtempSync(join(tmpdir(), 'protoc-'));
  try {
    const output = join(folder, 'set.binpb');
    const list = join(folder, 'files.txt');
    writeFileSync(list, files.join('\n'));
    const includes = [...roots, wellKnownRoot].map((root) => `-I${root}`);
    const { status, stderr } = spawnSync(protocProgram(), [...includes, ...flags, '-o', output, `@${list}`], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const ok = status === 0;
    return { ok, stderr: stderr.trimEnd(), output: ok ? readFileSync(output) : new Uint8Array() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
