/** Bundles process entries for tests, as scripts/build.mjs does. */
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { node } from '../../scripts/lib/bundles.mjs';

const root = dirname(dirname(import.meta.dirname));

export interface Bundle {
  readonly path: string;
  remove(): void;
}

/** Bundles `entry`, which is relative to the repository. */
export async function bundle(entry: string): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const path = join(folder, 'main.js');
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path,
    bundle: true,
    ...node,
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
