/**
 * The files that are compiled together with a file, imported or not. No two of them may declare the same name, and an
 * error about a missing import names one of them.
 */
import { closure } from './closure.ts';
import type { Entity, FileDescriptor } from '../descriptors/descriptor.ts';
import type { FileInterface, LinkedImport } from '../descriptors/model.ts';

/** Finds declarations in the other files of the run. */
export interface Pool {
  find(fullName: string): Entity | undefined;
  /** The first file of a package, or of a package inside it. */
  packageFile(name: string): FileInterface | undefined;
}

/** More parts than protoc allows in the name of a package. We refuse longer names, so the cut does not matter. */
const MAX_PACKAGE_PARTS = 102;

/** The names of the packages around a package, the outermost first. */
export function packageNames(name: string): readonly string[] {
  const names: string[] = [];
  for (let dot = name.indexOf('.'); dot >= 0 && names.length < MAX_PACKAGE_PARTS; dot = name.indexOf('.', dot + 1))
    names.push(name.slice(0, dot));
  if (name !== '') names.push(name);
  return names;
}

/** Adds a package and those around it: `a`, `a.b` and `a.b.c` for `a.b.c`. */
export function addPackages(packages: Set<string>, name: string): void {
  if (packages.has(name)) return;
  for (const one of packageNames(name)) packages.add(one);
}

/** All files of one run that have no errors. */
export class RunPool implements Pool {
  /** The file that declares each outermost name. Nested declarations are in the same file. */
  readonly #outermost = new Map<string, FileInterface>();
  readonly #packages = new Map<string, FileInterface>();

  add(file: FileInterface): void {
    const { messages, enums, services, extensions } = file.descriptor;
    for (const { fullName } of messages) this.#outermost.set(fullName, file);
    for (const { fullName, values } of enums) {
      this.#outermost.set(fullName, file);
      for (const value of values) this.#outermost.set(value.fullName, file);
    }
    for (const { fullName } of services) this.#outermost.set(fullName, file);
    for (const { fullName } of extensions) this.#outermost.set(fullName, file);
    addPackageOf(file, this.#packages);
  }

  find(fullName: string): Entity | undefined {
    for (let end = fullName.length; end > 0; end = fullName.lastIndexOf('.', end - 1)) {
      const name = fullName.slice(0, end);
      const file = this.#outermost.get(name);
      if (file !== undefined) return file.scope.get(fullName);
      if (this.#packages.has(name)) return undefined;
    }
    return undefined;
  }

  packageFile(name: string): FileInterface | undefined {
    return this.#packages.get(name);
  }
}

/** Everything that a file imports, directly or not. This is the pool of a file that is checked alone. */
export class ClosurePool implements Pool {
  readonly #file: FileDescriptor;
  readonly #imports: readonly LinkedImport[];
  #closure: readonly FileInterface[] | undefined;
  /** The files that may declare the same names as this file. */
  #near: readonly FileInterface[] | undefined;
  #packages: ReadonlyMap<string, FileInterface> | undefined;

  constructor(file: FileDescriptor, imports: readonly LinkedImport[]) {
    this.#file = file;
    this.#imports = imports;
  }

  find(fullName: string): Entity | undefined {
    for (const { scope } of this.#isNear(fullName) ? this.#nearFiles() : this.#allFiles()) {
      const entity = scope.get(fullName);
      if (entity !== undefined) return entity;
    }
    return undefined;
  }

  packageFile(name: string): FileInterface | undefined {
    this.#packages ??= firstFiles(this.#allFiles());
    return this.#packages.get(name);
  }

  /** In the order in which protoc reads the files. */
  files(): readonly FileInterface[] {
    return this.#allFiles();
  }

  #allFiles(): readonly FileInterface[] {
    this.#closure ??= closure(this.#imports.flatMap(({ file }) => file ?? [])).filter(
      ({ path }) => path !== this.#file.name,
    );
    return this.#closure;
  }

  #nearFiles(): readonly FileInterface[] {
    this.#near ??= this.#allFiles().filter((one) => this.#isNear(one.package));
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

function addPackageOf(file: FileInterface, packages: Map<string, FileInterface>): void {
  if (packages.has(file.package)) return;
  for (const name of packageNames(file.package)) if (!packages.has(name)) packages.set(name, file);
}

/** Whether `inner` is `outer` or inside it. */
function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '' || (inner.startsWith(outer) && inner[outer.length] === '.');
}
