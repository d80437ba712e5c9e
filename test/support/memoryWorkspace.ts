/** A workspace in memory, from one string: `-- path --` starts a file, `$0` is the cursor. */
import { Workspace } from '../../src/workspace/workspace.ts';

export interface Fixture {
  readonly workspace: Workspace;
  /** The file with the cursor, absolute. */
  readonly path: string;
  readonly offset: number;
  readonly texts: ReadonlyMap<string, string>;
}

export const FOLDER = '/project';

/** Files of the well-known root lie under `/wkt` in a fixture. */
export function fixture(source: string, options: { readonly roots?: readonly string[]; readonly markers?: readonly string[] } = {}): Fixture {
  const texts = new Map<string, string>();
  let cursor = { path: '', offset: 0 };
  for (const [name, text] of readFiles(source)) {
    const path = name.startsWith('/') ? name : `${FOLDER}/${name}`;
    const at = text.indexOf('$0');
    if (at >= 0) cursor = { path, offset: at };
    texts.set(path, text.replace('$0', ''));
  }
  const workspace = new Workspace({ read: (path) => texts.get(path), exists: (path) => texts.has(path) }, '/wkt');
  const inFolder = [...texts.keys()].filter((path) => path.startsWith(`${FOLDER}/`));
  workspace.setFolder(
    { folder: FOLDER, protoFiles: inFolder.filter((path) => path.endsWith('.proto')), markers: (options.markers ?? []).map((path) => `${FOLDER}/${path}`) },
    (options.roots ?? []).map((path) => ({ path: `${FOLDER}/${path}`, reason: 'setting' })),
  );
  return { workspace, ...cursor, texts };
}

function* readFiles(source: string): Generator<readonly [name: string, text: string]> {
  const parts = source.split(/^-- (\S+) --\n/m);
  for (let i = 1; i + 1 < parts.length; i += 2) yield [parts[i] ?? '', parts[i + 1] ?? ''];
}
