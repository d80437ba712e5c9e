/**
 * Paths as the core sees them: absolute, with `/` between their parts on every platform
 * (`/home/me/a.proto`, `c:/code/a.proto`, `//server/share/a.proto`). Pure string work; `host/` turns them into the
 * platform's own.
 */

/**
 * An absolute path in the form that this file describes. The type is a plain string: it marks the form, and checks
 * nothing.
 */
export type FilePath = string;

/** Two parts name a network share of Windows. Above it nothing can be listed. */
const SHARE = /^\/\/[^/]+\/[^/]+/;

/** The folder that holds a path: `/` for `/a`, `c:` for `c:/a`, empty for `c:`. A network share is its own folder. */
export function dirname(path: FilePath): FilePath {
  if (SHARE.exec(path)?.[0] === path) return path;
  const slash = path.lastIndexOf('/');
  if (slash <= 0) return path.slice(0, slash + 1);
  return path.slice(0, slash);
}

/** The part behind the last slash; the whole path if there is no slash. */
export function basename(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `relative` below `folder`, with exactly one slash between. It keeps `.` and `..`: see `resolve`. */
export function join(folder: FilePath, relative: string): FilePath {
  if (folder === '' || folder.endsWith('/')) return folder + relative;
  return `${folder}/${relative}`;
}

/**
 * Like `join`, with `.` and `..` taken out; `relative` may be absolute. It never leads to another network share: it may
 * come from a file of unknown origin, and Windows gives the user's name and a hash of the password to such a server.
 */
export function resolve(folder: FilePath, relative: string): FilePath {
  if (isAbsolute(relative)) return normalized('', relative);
  const share = SHARE.exec(folder)?.[0] ?? '';
  return normalized(share, join(folder, relative).slice(share.length));
}

function normalized(share: string, path: string): FilePath {
  const parts: string[] = [];
  for (const part of path.split('/').slice(1)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const start = share + path.slice(0, path.indexOf('/'));
  if (parts.length === 0 && share !== '') return share;
  return `${start}/${parts.join('/')}`;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(folder: FilePath, path: FilePath): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** `path` as seen from `folder`; undefined where it does not lie below it. */
export function relativeTo(folder: FilePath, path: FilePath): string | undefined {
  if (path === folder || !isWithin(folder, path)) return undefined;
  return path.slice(folder.endsWith('/') ? folder.length : folder.length + 1);
}

/**
 * A document that an editor has not saved lies on no disk: `/untitled:/a/b.proto` is meant for the folder `/a`, and
 * `/untitled:./name` for none yet. Gives the path that is meant, of a folder too; undefined for what lies on a disk.
 */
export function unsavedPart(path: FilePath): string | undefined {
  return /^\/[a-z][a-z0-9+.-]+:(.*)$/s.exec(path)?.[1]?.replace(/^\/(?=[A-Za-z]:)/, '');
}

/** The folders that hold `path`, innermost first. */
export function* ancestors(path: FilePath): Generator<FilePath> {
  let folder = dirname(path);
  for (;;) {
    yield folder;
    const parent = dirname(folder);
    if (parent === folder || parent === '') return;
    folder = parent;
  }
}

/** The part from `google/protobuf/` on, by which each file imports protobuf's own files, wherever a copy lies. */
export function protobufPathIn(path: string): string | undefined {
  const at = path.indexOf('/google/protobuf/');
  if (at < 0) return undefined;
  return path.slice(at + 1);
}
