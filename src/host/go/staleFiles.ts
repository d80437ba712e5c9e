/** Generated Go that nothing generates any more: its .proto file or its service is gone, or goes elsewhere. */
import { open, readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { sourceOf } from '../../codegen/targets/go/reading/generatedHeader.ts';
import { isFile } from '../files/files.ts';
import { walk } from '../files/walk.ts';

export interface StaleSearch {
  /** Below it generated files are looked for. */
  readonly outputRoot: string;
  /** What this run comes to. */
  readonly outputs: ReadonlySet<string>;
  /** Import paths that this run was about. */
  readonly files: readonly string[];
  /** Folders that .proto files lie below. */
  readonly protoFolders: readonly string[];
}

/** Enough for the comments in front of a package and the header. */
const HEAD = 16_384;

/** Sorted. A file of another run stays out of it as long as its .proto file can be found. */
export async function findStale({ outputRoot, outputs, files, protoFolders }: StaleSearch): Promise<readonly string[]> {
  const own = new Set(files);
  const stale: string[] = [];
  const elsewhere: { readonly path: string; readonly source: string }[] = [];
  for await (const path of generatedFiles(outputRoot, outputs)) {
    const source = outputs.has(path) ? undefined : sourceOf(await headOf(path));
    if (source === undefined) continue;
    if (own.has(source)) stale.push(path);
    else elsewhere.push({ path, source });
  }
  const gone = await lost(new Set(elsewhere.map(({ source }) => source)), [outputRoot, ...protoFolders]);
  return [...stale, ...elsewhere.filter(({ source }) => gone.has(source)).map(({ path }) => path)].sort();
}

/** Below the output root, and in the folders beyond it that this run writes into: the rest of a module may be another run's. */
async function* generatedFiles(outputRoot: string, outputs: ReadonlySet<string>): AsyncGenerator<string> {
  yield* walk(outputRoot, { names: /\.pb\.go$/, border: 'go.mod' });
  const folders = new Set(
    [...outputs]
      .filter((path) => path.endsWith(GENERATED) && !path.startsWith(outputRoot + sep))
      .map((path) => dirname(path)),
  );
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(GENERATED));
    yield* files.map(({ name }) => join(folder, name));
  }
}

const GENERATED = '.pb.go';

/** Those of `sources` that no file below the folders can be. */
async function lost(sources: ReadonlySet<string>, folders: readonly string[]): Promise<ReadonlySet<string>> {
  const left = new Set(sources);
  for (const source of sources) for (const folder of folders) if (isFile(join(folder, source))) left.delete(source);
  for (const folder of folders) {
    // Most often there is nothing to look for.
    if (left.size === 0) break;
    for await (const path of walk(folder, { names: /\.proto$/ })) {
      for (const source of left) if (`/${path.replaceAll('\\', '/')}`.endsWith(`/${source}`)) left.delete(source);
    }
  }
  return left;
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
