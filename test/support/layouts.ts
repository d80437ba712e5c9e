/**
 * Layouts of projects as one string. A line is a path; after a `.proto` and a colon come the imports that it has, below
 * any other path its text, indented. The project is in `/w`; a path with a slash before it stands for itself. Each
 * `.proto` declares a message named after its path, so no two are the same but those marked `(copy)`.
 */

/** Reads a layout to texts by absolute path. */
export function readLayout(source: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let path = '';
  for (const line of source.split('\n')) {
    if (line.trim() === '') continue;
    if (line.startsWith('  ')) {
      texts.set(path, `${texts.get(path) ?? ''}${line.slice(2)}\n`);
      continue;
    }
    const [, name = '', copy, imports = ''] = /^(\S+?)( \(copy\))?(?:: (.*))?$/.exec(line) ?? [];
    path = absolute(name);
    texts.set(
      path,
      name.endsWith('.proto')
        ? protoText(
            copy === undefined ? path : 'copy',
            imports.split(' ').filter((item) => item !== ''),
          )
        : '',
    );
  }
  return texts;
}

/** Returns the absolute path of a path in a layout. */
function absolute(path: string): string {
  return path.startsWith('/') ? path : `${PROJECT}/${path}`;
}

export const PROJECT = '/w';

function protoText(name: string, imports: readonly string[]): string {
  const message = name.replace(/\.proto$/, '').replace(/\W+/g, '_');
  return ['syntax = "proto3";', ...imports.map((path) => `import "${path}";`), `message M${message} {}`, ''].join('\n');
}

export interface Layout {
  readonly name: string;
  /** The thread in which users asked for this layout. */
  readonly thread?: string;
  readonly files: string;
  /**
   * `from > import = path (reason)` with the reason of the root; `(end)` if only the end of the path matched;
   * `= missing` if no file was found.
   */
  readonly expect: readonly string[];
  /** Files that do not compile although each import is found. */
  readonly broken?: readonly string[];
  /** Import roots, as in the setting `grpcWorkbench.importRoots`. */
  readonly roots?: readonly string[];
  /** Folders that are open instead of `/w`. */
  readonly folders?: readonly string[];
  /** The layout needs a disk, because it tests the files that a scan leaves out. */
  readonly scanned?: true;
}

export interface Expectation {
  readonly from: string;
  readonly importPath: string;
  readonly path: string | undefined;
  readonly reason: string;
}

export function readExpectation(line: string): Expectation {
  const [, from = '', importPath = '', path = '', reason = ''] =
    /^(\S+) > (\S+) = (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
  if (from === '') throw new Error(`not an expectation: ${line}`);
  return { from: absolute(from), importPath, path: path === 'missing' ? undefined : absolute(path), reason };
}
