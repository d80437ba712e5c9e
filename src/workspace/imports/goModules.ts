/**
 * What a go.mod says about imports: files of a module may be imported by the module's path, as Go does it
 * (`github.com/org/repo/proto/x.proto`), and so may those of the modules that it requires.
 * Grammar: go.dev/ref/mod#go-mod-file.
 */
import { dirname, resolve, type FilePath } from '../../base/path.ts';
import type { ImportRoot } from './roots.ts';

interface GoModule {
  readonly path: string | undefined;
  readonly requires: readonly Requirement[];
  readonly replaces: readonly Replacement[];
}

interface Requirement {
  readonly path: string;
  readonly version: string;
  readonly indirect: boolean;
}

interface Replacement {
  readonly path: string;
  /** A folder where it has no version. */
  readonly by: string;
  readonly version?: string;
}

/** Roots from one go.mod: its own module, then what it requires, where the module cache is known. */
export function goRoots(file: FilePath, text: string, moduleCache: FilePath | undefined): readonly ImportRoot[] {
  const module = readGoMod(text);
  const folder = dirname(file);
  const roots: ImportRoot[] = [];
  if (module.path !== undefined) roots.push({ path: folder, prefix: module.path, reason: 'goModule', source: file });
  for (const { path, by, version } of module.replaces) {
    if (version === undefined)
      roots.push({ path: resolve(folder, by), prefix: path, reason: 'goModule', source: file });
  }
  if (moduleCache === undefined) return roots;
  for (const required of module.requires) {
    const replaced = module.replaces.find((item) => item.path === required.path);
    if (replaced && replaced.version === undefined) continue;
    const place = replaced?.version === undefined ? required : { path: replaced.by, version: replaced.version };
    const path = resolve(moduleCache, `${escaped(place.path)}@${escaped(place.version)}`);
    const root: ImportRoot = {
      path,
      reason: 'goDependency',
      source: file,
      dependency: `${place.path}@${place.version}`,
    };
    roots.push({ ...root, prefix: required.path });
    // `protoc -I $(go list -m -f '{{.Dir}}' …)` is how many makefiles have it.
    if (!required.indirect) roots.push(root, { ...root, path: `${path}/third_party/googleapis` });
  }
  return roots;
}

function readGoMod(text: string): GoModule {
  const requires: Requirement[] = [];
  const replaces: Replacement[] = [];
  let path: string | undefined;
  let block: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [code = '', comment = ''] = line.split('//');
    const words = code
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/^["`](.*)["`]$/, '$1'));
    if (words[0] === ')') block = undefined;
    else if (words[1] === '(') block = words[0];
    else {
      const [verb, ...rest] = block === undefined ? words : [block, ...words];
      if (verb === 'module') path = rest[0];
      else if (verb === 'require') requires.push(...requirement(rest, comment));
      else if (verb === 'replace') replaces.push(...replacement(rest));
    }
  }
  return { path, requires, replaces };
}

function requirement([path, version]: readonly string[], comment: string): Requirement[] {
  return path === undefined || version === undefined || !isSafe(path) || !isSafe(version)
    ? []
    : [{ path, version, indirect: comment.trim().startsWith('indirect') }];
}

function replacement(words: readonly string[]): Replacement[] {
  const arrow = words.indexOf('=>');
  const [path, by, version] = [words[0], words[arrow + 1], words[arrow + 2]];
  if (arrow < 1 || path === undefined || by === undefined) return [];
  if (version === undefined) return by.startsWith('.') || by.startsWith('/') ? [{ path, by }] : [];
  return isSafe(by) && isSafe(version) ? [{ path, by, version }] : [];
}

/** Paths and versions become folders of the module cache: they may not lead out of it. */
function isSafe(part: string): boolean {
  return !part.split('/').includes('..') && !part.startsWith('/');
}

/** Capitals are written with `!` in the cache: go.dev/ref/mod#module-cache. */
function escaped(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
