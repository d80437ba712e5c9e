/**
 * Paths in the form that the core uses: absolute, with `/` between their parts on every platform (`/home/me/a.proto`,
 * `c:/code/a.proto`, `//server/share/a.proto`). This file works only on strings; `host/` converts them to the
 * platform's form.
 */

/**
 * An absolute path in the form that this file describes. The type is a plain string: it documents the form and checks
 * nothing.
 */
export type FilePath = string;

/** Matches a Windows network share, `//server/share`. A program cannot list the folder above a share. */
const SHARE = /^\/\/[^/]+\/[^/]+/;

/**
 * The folder that contains a path: `/` for `/a`, `c:` for `c:/a`, empty for `c:`. A network share is its own folder.
 */
export function dirname(path: FilePath): FilePath {
  if (SHARE.exec(path)?.[0] === path) return path;
  const slash = path.lastIndexOf('/');
  if (slash <= 0) return path.slice(0, slash + 1);
  return path.slice(0, slash);
}

/** The part after the last slash, or the whole path if there is no slash. */
export function basename(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins `folder` and `relative` with exactly one slash. It keeps `.` and `..`; `resolve` resolves them. */
export function join(folder: FilePath, relative: string): FilePath {
  if (folder === '' || folder.endsWith('/')) return folder + relative;
  return `${folder}/${relative}`;
}

/**
 * Like `join`, but resolves `.` and `..`; `relative` may be absolute. The result never leads to another network share.
 * The path may be untrusted, and Windows would send the user's name and a hash of the password to that server.
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

/** Whether `path` is `folder` or inside it. */
export function isWithin(folder: FilePath, path: FilePath): boolean {
  return path === folder || path.startsWith(withSlash(folder));
}

function withSlash(folder: FilePath): string {
  if (folder.endsWith('/')) return folder;
  return `${folder}/`;
}

/** `path` relative to `folder`; undefined if `path` is not inside `folder`. */
export function relativeTo(folder: FilePath, path: FilePath): string | undefined {
  if (path === folder || !isWithin(folder, path)) return undefined;
  return path.slice(withSlash(folder).length);
}

/**
 * The path that the editor gave an unsaved document; undefined for a path on disk. For `/untitled:/a/b.proto` it is
 * `/a/b.proto`, so the document belongs in the folder `/a`. For `/untitled:./name` it is `./name`, which belongs in no
 * folder yet.
 */
export function unsavedPart(path: FilePath): string | undefined {
  return /^\/[a-z][a-z0-9+.-]+:(.*)$/s.exec(path)?.[1]?.replace(/^\/(?=[A-Za-z]:)/, '');
}

/** Yields the folders that contain `path`, innermost first. */
export function* ancestors(path: FilePath): Generator<FilePath> {
  let folder = dirname(path);
  for (;;) {
    yield folder;
    const parent = dirname(folder);
    if (parent === folder || parent === '') return;
    folder = parent;
  }
}

/**
 * The part of a path from `google/protobuf/` on; undefined if the path does not contain it. Protos import protobuf's
 * own files by this path, wherever a copy of them is stored.
 */
export function protobufPathIn(path: string): string | undefined {
  const at = path.indexOf('/google/protobuf/');
  if (at < 0) return undefined;
  return path.slice(at + 1);
}
