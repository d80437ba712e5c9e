/**
 * Finds stale files: generated Go files that no run generates any more. Their .proto file or service no longer exists,
 * or their code now goes to another folder.
 */
import { dirname, isWithin, join, type FilePath } from '../../../../base/path.ts';
import type { ProjectFiles } from '../../../ports.ts';
import { sourceOf } from '../reading/generatedHeader.ts';

/** Where to search for stale files, and which files are not stale. */
export interface StaleSearch {
  /** The search looks for generated files in this folder. */
  readonly outputRoot: FilePath;
  /** The files that this run generates. */
  readonly outputs: ReadonlySet<FilePath>;
  /** Import paths of the .proto files in this run. */
  readonly files: readonly string[];
  /** Folders that contain the .proto files. */
  readonly protoFolders: readonly FilePath[];
}

/** We read this many bytes of each file. They contain the header and all comments before the package clause. */
const HEAD = 16_384;

const GENERATED = '.pb.go';

/** Returns the stale files, sorted. A file of another run is not stale if its .proto file still exists. */
export async function findStale(
  { outputRoot, outputs, files, protoFolders }: StaleSearch,
  project: ProjectFiles,
): Promise<readonly FilePath[]> {
  const own = new Set(files);
  const stale: FilePath[] = [];
  const elsewhere: { readonly path: FilePath; readonly source: string }[] = [];
  for await (const path of generatedFiles(outputRoot, outputs, project)) {
    if (outputs.has(path)) continue;
    const source = sourceOf(await project.readHead(path, HEAD));
    if (source === undefined) continue;
    if (own.has(source)) stale.push(path);
    else elsewhere.push({ path, source });
  }
  const sources = new Set(elsewhere.map(({ source }) => source));
  const gone = await sourcesWithoutFile(sources, [outputRoot, ...protoFolders], project);
  return [...stale, ...elsewhere.filter(({ source }) => gone.has(source)).map(({ path }) => path)].sort();
}

/**
 * Yields the generated files in the output root, and in other folders that this run writes to. It does not search the
 * rest of the module, which may belong to another run.
 */
async function* generatedFiles(
  outputRoot: FilePath,
  outputs: ReadonlySet<FilePath>,
  project: ProjectFiles,
): AsyncGenerator<FilePath> {
  yield* project.walk(outputRoot, { names: /\.pb\.go$/, border: 'go.mod', unbuilt: true });
  const beyond = [...outputs].filter((path) => path.endsWith(GENERATED) && !isWithin(outputRoot, path));
  for (const folder of new Set(beyond.map(dirname))) {
    const names = await project.listFiles(folder).catch(() => []);
    yield* names.filter((name) => name.endsWith(GENERATED)).map((name) => join(folder, name));
  }
}

/** Returns the `sources` for which the folders contain no file. */
async function sourcesWithoutFile(
  sources: ReadonlySet<string>,
  folders: readonly FilePath[],
  project: ProjectFiles,
): Promise<ReadonlySet<string>> {
  const left = new Set(sources);
  for (const source of sources) if (await liesIn(source, folders, project)) left.delete(source);
  for (const folder of folders) {
    // Usually all sources have a file by now, so stop the expensive search.
    if (left.size === 0) break;
    for await (const path of project.walk(folder, { names: /\.proto$/, unbuilt: true }))
      for (const end of endsOf(path)) left.delete(end);
  }
  return left;
}

async function liesIn(source: string, folders: readonly FilePath[], project: ProjectFiles): Promise<boolean> {
  for (const folder of folders) if ((await project.stat(join(folder, source)))?.kind === 'file') return true;
  return false;
}

/** Returns each import path that a file can have: `a/b.proto` and `b.proto` for `/a/b.proto`. */
function endsOf(path: FilePath): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, i) => parts.slice(i).join('/'));
}
