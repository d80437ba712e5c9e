/** Copies of examples/greeter to work in: a test never writes into the repository. */
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What trying out the sample writes into it. */
const GENERATED = new Set(['gen', 'server', 'client', 'go.mod', 'go.sum']);

export interface Sample {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A fresh copy in a folder called `greeter`, as a person's would be. */
export async function copyGreeter(root: string): Promise<Sample> {
  const source = join(root, 'examples', 'greeter');
  // The real path: where the temporary folder is a link, VS Code and Go would name files differently.
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'grpc-workbench-sample-')));
  const folder = join(parent, 'greeter');
  await cp(source, folder, { recursive: true, filter: (path) => dirname(path) !== source || !GENERATED.has(basename(path)) });
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}
