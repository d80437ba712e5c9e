/**
 * Paths as the core sees them: absolute, with `/` between their parts on every platform
 * (`/home/me/a.proto`, `c:/code/a.proto`). Pure string work; `host/` turns them into the platform's own.
 */

export type FilePath = string;

export function dirname(path: FilePath): FilePath {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? path.slice(0, slash + 1) : path.slice(0, slash);
}

export function basename(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function join(folder: FilePath, relative: string): FilePath {
  return folder === '' || folder.endsWith('/') ? folder + relative : `${folder}/${relative}`;
}

/** Like `join`, with `.` and `..` taken out; `relative` may be absolute. */
export function resolve(folder: FilePath, relative: string): FilePath {
  const absolute = isAbsolute(relative) ? relative : join(folder, relative);
  const parts: string[] = [];
  for (const part of absolute.split('/').slice(1)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `${absolute.slice(0, absolute.indexOf('/'))}/${parts.join('/')}`;
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
