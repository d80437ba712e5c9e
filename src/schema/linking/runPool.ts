/** Finds files that are compiled together, by the names that they declare and by their packages. */
import type { Entity } from '../descriptors/descriptor.ts';
import type { FileInterface } from '../descriptors/model.ts';
import { packageNames } from './packages.ts';

/** The files of one run that have no errors. */
export class RunPool {
  /** Maps each name that is not nested to the file that declares it. Nested declarations are in the same file. */
  readonly #outermost = new Map<string, FileInterface>();
  readonly #packages = new Map<string, FileInterface>();

  add(file: FileInterface): void {
    const { messages, enums, services, extensions } = file.descriptor;
    for (const { fullName } of messages) this.#declare(fullName, file);
    for (const { fullName, values } of enums) {
      this.#declare(fullName, file);
      for (const value of values) this.#declare(value.fullName, file);
    }
    for (const { fullName } of services) this.#declare(fullName, file);
    for (const { fullName } of extensions) this.#declare(fullName, file);
    addPackageOf(file, this.#packages);
  }

  #declare(fullName: string, file: FileInterface): void {
    if (!this.#outermost.has(fullName)) this.#outermost.set(fullName, file);
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

  /** Returns the file that declares a name. The declaration must not be nested. */
  fileOf(fullName: string): FileInterface | undefined {
    return this.#outermost.get(fullName);
  }

  packageFile(name: string): FileInterface | undefined {
    return this.#packages.get(name);
  }
}

/** Records a file for its package and for each package that contains it, unless the package already has a file. */
export function addPackageOf(file: FileInterface, packages: Map<string, FileInterface>): void {
  if (packages.has(file.package)) return;
  for (const name of packageNames(file.package)) if (!packages.has(name)) packages.set(name, file);
}
