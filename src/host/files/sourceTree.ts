/**
 * Maps import paths to paths on disk. As in protoc, we compare a root with the start of a path letter by letter: `.`
 * and the path of the current folder are different roots. So protoc finds every file that we find.
 */
import { existsSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { sourceText } from '../../text/source.ts';
import { isFile, isFolder } from './files.ts';
import { LARGEST_NAMED, readBytes } from './sourceFile.ts';

/** The start of import paths, and the start of paths on disk that replaces it. */
interface Mapping {
  readonly virtual: string;
  readonly disk: string;
}

/** The import path of a file, or the reason why it has none. */
export type Named = { readonly path: string } | { readonly problem: string };

/** A problem with a root, in protoc's words, or with a file that we do not read. */
export interface SourceProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The path of the folder or file, if there is one. */
  readonly path?: string;
}

/** Reads files for the command line. It never throws. `problems` has the problems of roots. */
export class SourceTree {
  readonly problems: SourceProblem[] = [];
  readonly #cwd: string;
  readonly #mappings: readonly Mapping[];
  /** The path on disk of each import path that we looked up. Relative paths start from the current folder. */
  readonly #found = new Map<string, string | undefined>();
  /** Why we did not read a file, by its path on disk. */
  readonly #refused = new Map<string, string>();

  /** `roots` are values of protoc's flag `--proto_path`: a folder, or `virtual=folder`. */
  constructor(roots: readonly string[], cwd: string, wellKnown: string | undefined) {
    this.#cwd = cwd;
    const named = (roots.length === 0 ? ['.'] : roots).map((root) => this.#mapping(root));
    if (wellKnown !== undefined) named.push({ virtual: '', disk: canonical(wellKnown) });
    this.#mappings = named;
  }

  /** The problems of files that exist, but that we did not read. */
  get refused(): readonly SourceProblem[] {
    return [...this.#refused].map(([path, reason]) => ({ severity: 'error', message: `The file ${reason}.`, path }));
  }

  #mapping(root: string): Mapping {
    const equals = root.indexOf('=');
    const disk = root.slice(equals + 1);
    if (disk === '')
      this.problems.push({
        severity: 'error',
        message: '--proto_path passed empty directory name.  (Use "." for current directory.)',
      });
    if (this.#exists(disk)) return { virtual: root.slice(0, Math.max(0, equals)), disk: canonical(disk) };
    // The "=" may be part of the folder's name.
    if (equals >= 0 && this.#exists(root)) return { virtual: '', disk: canonical(root) };
    this.problems.push({ severity: 'warning', path: disk, message: 'directory does not exist.' });
    return { virtual: root.slice(0, Math.max(0, equals)), disk: canonical(disk) };
  }

  #exists(path: string): boolean {
    return existsSync(this.#onDisk(path));
  }

  /** Returns the absolute path. It keeps a slash at the end, which marks a folder. */
  #onDisk(path: string): string {
    return resolve(this.#cwd, path) + (path.endsWith('/') ? sep : '');
  }

  read(importPath: string): { readonly text: string } | undefined {
    const disk = this.diskPath(importPath);
    if (disk === undefined) return undefined;
    const reading = readBytes(this.#onDisk(disk), LARGEST_NAMED);
    if (reading.kind === 'refused') this.#refused.set(disk, reading.reason);
    if (reading.kind === 'bytes') return { text: sourceText(reading.bytes) };
    return undefined;
  }

  /** Returns the path of a file on disk, with its root as the user wrote it; undefined if the file does not exist. */
  diskPath(importPath: string): string | undefined {
    if (this.#found.has(importPath)) return this.#found.get(importPath);
    const found = this.#lookFor(importPath);
    this.#found.set(importPath, found);
    return found;
  }

  #lookFor(importPath: string): string | undefined {
    if (importPath !== canonical(importPath) || leadsUp(importPath)) return undefined;
    for (const { virtual, disk } of this.#mappings) {
      const path = mapped(importPath, virtual, disk);
      if (path !== undefined && isFile(this.#onDisk(path))) return path;
    }
    return undefined;
  }

  /**
   * Returns the import path of a file that the user named. It is relative to the first root that contains the file. It
   * is an error if an earlier root has another file with this import path.
   */
  importPathOf(file: string): Named {
    if (!this.#exists(file)) {
      if (this.diskPath(file) === undefined)
        return { problem: `Could not make proto path relative: ${file}: No such file or directory` };
      return { path: file };
    }
    const name = canonical(file);
    for (const [i, { virtual, disk }] of this.#mappings.entries()) {
      const path = mapped(name, disk, virtual);
      if (path !== undefined) return this.#unlessShadowed(file, path, this.#mappings.slice(0, i));
    }
    if (this.diskPath(file) !== undefined) return { path: file };
    return {
      problem: `${file}: File does not reside within any path specified using --proto_path (or -I).  You must specify a --proto_path which encompasses this file.  Note that the proto_path must be an exact prefix of the .proto file names -- protoc is too dumb to figure out when two paths (e.g. absolute and relative) are equivalent (it's harder than you think).`,
    };
  }

  #unlessShadowed(file: string, path: string, earlier: readonly Mapping[]): Named {
    const shadow = earlier
      .map(({ virtual, disk }) => mapped(path, virtual, disk))
      .find((other) => other !== undefined && this.#exists(other));
    if (shadow !== undefined) {
      return {
        problem: `${file}: Input is shadowed in the --proto_path by "${shadow}".  Either use the latter file as your input or reorder the --proto_path so that the former file's location comes first.`,
      };
    }
    if (isFolder(this.#onDisk(file)))
      return { problem: `Could not map to virtual file: ${file}: Input file is a directory.` };
    return { path };
  }
}

/** Removes `.` and extra slashes from a path. It keeps `..`, because the part before it may be a link. */
function canonical(path: string): string {
  const slashes = path.replaceAll(sep, '/');
  const parts = slashes
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  const start = slashes.startsWith('/') ? '/' : '';
  return `${start}${parts}${parts !== '' && slashes.endsWith('/') ? '/' : ''}`;
}

function leadsUp(path: string): boolean {
  return path.split('/').includes('..');
}

/** Replaces the start of a path. Returns undefined if the path starts differently, or leads out of the folder. */
function mapped(path: string, from: string, to: string): string | undefined {
  if (path === from && from !== '') return to;
  const rest = restOf(path, from);
  if (rest === undefined || leadsUp(rest)) return undefined;
  if (to === '') return rest;
  return `${to}/${rest}`;
}

function restOf(path: string, start: string): string | undefined {
  if (start === '') {
    if (isAbsolute(path)) return undefined;
    return path;
  }
  if (!path.startsWith(start)) return undefined;
  if (path[start.length] === '/') return path.slice(start.length + 1);
  if (start.endsWith('/')) return path.slice(start.length);
  return undefined;
}
