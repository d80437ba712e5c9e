/** Folders to work in: copies of examples/greeter, and generated ones. A test never writes into the repository. */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The files that appear in the sample when a user tries it out. */
const GENERATED = new Set(['gen', 'server', 'client', 'go.mod', 'go.sum']);

export interface Sample {
  /** A folder or workspace file that a window opens. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Makes a fresh copy in a folder named `greeter`, as a user's folder would be. */
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

/** The settings of the two folders: import roots and excluded files. */
const SETTINGS = {
  one: { 'grpcWorkbench.importRoots': ['a'], 'grpcWorkbench.exclude': ['old'] },
  two: { 'grpcWorkbench.importRoots': ['b'] },
};

/** Two folders have this file, and the field tells the services apart. */
function greeterWith(field: string): string {
  return `syntax = "proto3";
package greeter.v1;
message HelloRequest { string ${field} = 1; }
message HelloReply { string message = 1; }
service Greeter { rpc SayHello(HelloRequest) returns (HelloReply); }
`;
}

const FIELDS = { first: 'name', second: 'nickname' } as const;

/** Two modules in one folder, with one service name. */
const PAIR_MODULES = {
  'a/buf.yaml': 'version: v1\n',
  'a/pair.proto':
    'syntax = "proto3";\npackage pair.v1;\nmessage OnlyA { string left = 1; }\nservice Pair { rpc Match(OnlyA) returns (OnlyA); }\n',
  'b/buf.yaml': 'version: v1\n',
  'b/pair.proto':
    'syntax = "proto3";\npackage pair.v1;\nmessage OnlyB { string right = 1; }\nservice Pair { rpc Match(OnlyB) returns (OnlyB); }\n',
};

/**
 * Makes a workspace of five folders. `one` and `two` have the same files, in which an import means what the folder's
 * own settings say. `first` and `second` declare the same service, and so do two modules in `pair`.
 */
export async function severalFolders(): Promise<Sample> {
  const parent = await newFolder();
  for (const [name, settings] of Object.entries(SETTINGS)) {
    const files = {
      '.vscode/settings.json': JSON.stringify(settings),
      'main.proto': 'syntax = "proto3";\nimport "x.proto";\n',
      'a/x.proto': 'syntax = "proto3";\nmessage InA {}\n',
      'b/x.proto': 'syntax = "proto3";\nmessage InB {}\n',
      'old/broken.proto': 'syntax = "proto3";\nmessage Old { Missing missing = 1; }\n',
    };
    await writeFiles(join(parent, name), files);
  }
  for (const [name, field] of Object.entries(FIELDS))
    await writeFiles(join(parent, name), { 'greeter/v1/greeter.proto': greeterWith(field) });
  await writeFiles(join(parent, 'pair'), PAIR_MODULES);
  const folder = join(parent, 'several.code-workspace');
  const folders = [...Object.keys(SETTINGS), ...Object.keys(FIELDS), 'pair'];
  await writeFile(folder, JSON.stringify({ folders: folders.map((path) => ({ path })) }));
  return { folder, remove: () => remove(parent) };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/**
 * Returns the real path of a new folder: if the temporary folder is a link, VS Code and Go would name files
 * differently.
 */
async function newFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'grpc-workbench-sample-')));
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
