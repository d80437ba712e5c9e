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

/** Finds declarations in the other files of the same run. */
export interface Pool {
  find(fullName: string): Entity | undefined;
  /** Returns the first file of a package, or of a package inside that package. */
  packageFile(name: string): FileInterface | undefined;
}

/**
 * The largest closure that we compute for one file alone. Larger closures share parts with each other
 * (largeClosure.ts), which is slower for small ones.
 */
const MOST_WALKED = 256;

/** The files that a file imports, directly or not. This is the pool of a file that we check alone. */
export class ClosurePool implements Pool {
  readonly #file: FileDescriptor;
  readonly #imports: readonly LinkedImport[];
  #files: readonly FileInterface[] | 'many' | undefined;
  /** The files whose package contains this file's package, or is inside it. They may declare the same names. */
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

  /** Leaves out a file of another module that has the same path as this file. */
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
