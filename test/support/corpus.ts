/** Real `.proto` files from packages, and seeded samples of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';

const require = createRequire(import.meta.url);

export interface CorpusFile {
  /** The import path below the root. */
  readonly path: string;
  readonly text: string;
}

/** Google's public API definitions; their copies of protobuf's own files are left out. */
export const googleRoot = dirname(require.resolve('google-proto-files/package.json'));
/** protobuf's own well-known protos. */
export const wellKnownRoot = join(dirname(require.resolve('protoc/package.json')), 'include');

export function protoPaths(root: string): string[] {
  const paths: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') visit(path);
      } else if (entry.name.endsWith('.proto')) paths.push(relative(root, path).split(sep).join('/'));
    }
  };
  visit(root);
  return paths.sort();
}

export function googlePaths(): string[] {
  return protoPaths(googleRoot).filter((path) => !path.startsWith('google/protobuf/'));
}

export function readCorpusFile(root: string, path: string): CorpusFile {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

/** A repeatable sequence of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function sample<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = seededRandom(seed);
  const rest = [...items];
  const chosen: T[] = [];
  while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return chosen;
}
