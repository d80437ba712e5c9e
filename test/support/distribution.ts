/** Bundles for tests that start real processes, each in its own folder, so that runs do not interfere. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, copyAssets } from '../../scripts/lib/bundles.mjs';

export interface BuiltBundles {
  /** The folder with `<name>.js` and the files that the bundles read at run time. */
  readonly directory: string;
  dispose(): Promise<void>;
}

export async function buildBundles(...names: readonly string[]): Promise<BuiltBundles> {
  const directory = await mkdtemp(join(tmpdir(), 'grpc-workbench-'));
  await copyAssets(directory);
  await bundle(names, directory, { dev: true });
  return { directory, dispose: () => rm(directory, { recursive: true, force: true }) };
}
