/** Folders to work in: copies of examples/greeter, and made ones. A test never writes into the repository. */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The files that trying out the sample writes into it. */
const GENERATED = new Set(['gen', 'server', 'client', 'go.mod', 'go.sum']);

export interface Sample {
  /** What a window opens. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** A fresh copy in a folder named `greeter`, as a user's folder would be. */
export async function copyGreeter(root: string): Promise<Sample> {
  const source = join(root, 'examples', 'greeter');
  const parent = await newFolder();
  const folder = join(parent, 'greeter');
  await cp(source, folder, {
    recursive: true,
    filter: (path) => dirname(path) !== source || !GENERATED.has(basename(path)),
  });
  return { folder, remove: () => remove(parent) };
}

/** The setting of import roots in each of the two folders, and what is left out. */
const SETTINGS = {
  one: { 'grpcWorkbench.importRoots': ['a'], 'grpcWorkbench.exclude': ['old'] },
  two: { 'grpcWorkbench.importRoots': ['b'] },
};

/** A workspace of two folders of the same files, in which an import means what the folder's own settings say. */
export async function twoFolders(): Promise<Sample> {
  const parent = await newFolder();
  for (const [name, settings] of Object.entries(SETTINGS)) {
    const files = {
      '.vscode/settings.json': JSON.stringify(settings),
      'main.proto': 'syntax = "proto3";\nimport "x.proto";\n',
      'a/x.proto': 'syntax = "proto3";\nmessage InA {}\n',
      'b/x.proto': 'syntax = "proto3";\nmessage InB {}\n',
      'old/broken.proto': 'syntax = "proto3";\nmessage Old { Missing missing = 1; }\n',
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(parent, name, path)), { recursive: true });
      await writeFile(join(parent, name, path), text);
    }
  }
  const folder = join(parent, 'two.code-workspace');
  await writeFile(folder, JSON.stringify({ folders: Object.keys(SETTINGS).map((path) => ({ path })) }));
  return { folder, remove: () => remove(parent) };
}

/** Its real path: if the temporary folder is a link, VS Code and Go would name files differently. */
async function newFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'grpc-workbench-sample-')));
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
