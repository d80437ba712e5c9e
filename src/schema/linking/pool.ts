/**
 * The files that are compiled together with a file, imported or not. No two of them may declare the same name, and an
 * error about a missing import names one of them.
 */
import { closureUpTo } from './closure.ts';
import type { Entity, FileDescriptor } from '../descriptors/descriptor.ts';
import type { FileInterface, LinkedImport } from '../descriptors/model.ts';
import { largeClosure } from './largeClosure.ts';
import { addPackageOf } from './runPool.ts';
import { findConflict, type Conflict } from './sameNames.ts';

/** Finds declarations in the other files of the run. */
export interface Pool {
  find(fullName: string): Entity | undefined;
  /** The first file of a package, or of a package inside it. */
  packageFile(name: string): FileInterface | undefined;
}

/** A closure with more files is shared with other files. Walking a smaller one takes less time. */
const MOST_WALKED = 256;

/** Everything that a file imports, directly or not. This is the pool of a file that is checked alone. */
export class ClosurePool implements Pool {
  readonly #file: FileDescriptor;
  readonly #imports: readonly LinkedImport[];
  #files: readonly FileInterface[] | 'many' | undefined;
  /** The files that may declare the same names as this file. */
  #near: readonly FileInterface[] | undefined;
  #packages: ReadonlyMap<string, FileInterface> | undefined;

  constructor(file: FileDescriptor, imports: readonly LinkedImport[]) {
    this.#file = file;
    this.#imports = imports;
  }

  find(fullName: string): Entity | undefined {
    const files = this.#walked();
    if (files === 'many') return this.#findInMany(fullName);
    for (const { scope } of this.#isNear(fullName) ? this.#nearOf(files) : files) {
      const entity = scope.get(fullName);
      if (entity !== undefined) return entity;
    }
    return undefined;
  }

  packageFile(name: string): FileInterface | undefined {
    const files = this.#walked();
    if (files === 'many') return this.#unlessOwn(largeClosure(this.#imports).packageFile(name));
    this.#packages ??= firstFiles(files);
    return this.#packages.get(name);
  }

  /** The first two files that define the same name, in the order in which protoc reads the files. */
  conflict(): Conflict | undefined {
    const files = this.#walked();
    if (files === 'many') return largeClosure(this.#imports).conflict;
    return findConflict(files);
  }

  #findInMany(fullName: string): Entity | undefined {
    const found = largeClosure(this.#imports).find(fullName);
    if (found?.file.name === this.#file.name) return undefined;
    return found;
  }

  /** Another module may have a file with the path of this one. */
  #unlessOwn(file: FileInterface | undefined): FileInterface | undefined {
    if (file?.path === this.#file.name) return undefined;
    return file;
  }

  #walked(): readonly FileInterface[] | 'many' {
    this.#files ??=
      closureUpTo(
        this.#imports.flatMap(({ file }) => file ?? []),
        MOST_WALKED,
      )?.filter(({ path }) => path !== this.#file.name) ?? 'many';
    return this.#files;
  }

  #nearOf(files: readonly FileInterface[]): readonly FileInterface[] {
    this.#near ??= files.filter((one) => this.#isNear(one.package));
    return this.#near;
  }

  #isNear(name: string): boolean {
    return isWithin(name, this.#file.package) || isWithin(this.#file.package, name);
  }
}

function firstFiles(files: readonly FileInterface[]): ReadonlyMap<string, FileInterface> {
  const packages = new Map<string, FileInterface>();
  for (const file of files) addPackageOf(file, packages);
  return packages;
}

/** Whether `inner` is `outer` or inside it. */
function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '' || (inner.startsWith(outer) && inner[outer.length] === '.');
}
