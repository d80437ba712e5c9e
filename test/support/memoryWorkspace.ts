/** A workspace in memory, from one string: `-- path --` starts a file, `$0` is the cursor. */
import type { DependencyCaches } from '../../src/workspace/imports/layout.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { protoPaths, readCorpusFile, wellKnownRoot } from './corpus.ts';

export interface Fixture {
  readonly workspace: Workspace;
  /** The absolute path of the file with the cursor. */
  readonly path: string;
  readonly offset: number;
  /** The contents of the disk. Report each change of them to the workspace. */
  readonly texts: Map<string, string>;
  /** The linked files, as paths below the folder, in order; tests empty this list. */
  readonly linked: string[];
  /** The files of which every declaration was linked, in the same form. */
  readonly linkedWhole: string[];
  /** Tells the workspace which files the folder has now. */
  scan(): void;
}

export const FOLDER = '/project';

export interface FixtureOptions {
  readonly roots?: readonly string[];
  readonly markers?: readonly string[];
  /** Whether protobuf's own files can be imported. */
  readonly wellKnown?: boolean;
  readonly caches?: DependencyCaches;
}

/** Files of the well-known root are under `/wkt` in a fixture. */
export function fixture(source: string, options: FixtureOptions = {}): Fixture {
  const texts = new Map<string, string>();
  let cursor = { path: '', offset: 0 };
  for (const [name, text] of readFiles(source)) {
    const path = name.startsWith('/') ? name : `${FOLDER}/${name}`;
    const at = text.indexOf('$0');
    if (at >= 0) cursor = { path, offset: at };
    texts.set(path, text.replace('$0', ''));
  }
  if (options.wellKnown) for (const [path, text] of wellKnownFiles()) texts.set(`/wkt/${path}`, text);
  const linked: string[] = [];
  const linkedWhole: string[] = [];
  const below = (path: string): string => path.replace(`${FOLDER}/`, '');
  const disk = { read: (path: string) => texts.get(path), exists: (path: string) => texts.has(path) };
  const workspace = new Workspace(disk, '/wkt', {
    ...(options.caches && { caches: options.caches }),
    observer: {
      linked: (path) => linked.push(below(path)),
      linkedWhole: (path) => linkedWhole.push(below(path)),
    },
  });
  const scan = (): void => {
    const inFolder = [...texts.keys()].filter((path) => path.startsWith(`${FOLDER}/`));
    workspace.setFolder(
      {
        folder: FOLDER,
        protoFiles: inFolder.filter((path) => path.endsWith('.proto')),
        markers: (options.markers ?? []).map((path) => `${FOLDER}/${path}`),
      },
      (options.roots ?? []).map((path) => ({ path: `${FOLDER}/${path}`, reason: 'setting' })),
    );
  };
  scan();
  return { workspace, ...cursor, texts, linked, linkedWhole, scan };
}

function* readFiles(source: string): Generator<readonly [name: string, text: string]> {
  const parts = source.split(/^-- (\S+) --\n/m);
  for (let i = 1; i + 1 < parts.length; i += 2) yield [parts[i] ?? '', parts[i + 1] ?? ''];
}

let wellKnown: ReadonlyMap<string, string> | undefined;

function wellKnownFiles(): ReadonlyMap<string, string> {
  wellKnown ??= new Map(protoPaths(wellKnownRoot).map((path) => [path, readCorpusFile(wellKnownRoot, path).text]));
  return wellKnown;
}
