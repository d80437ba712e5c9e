/** Looks up names in many files, possibly thousands. It avoids a search through each file for each name. */
import type { FileInterface } from '../descriptors/model.ts';

/** If there are at most this many files, we search each file for each name. */
const FEW = 50;
/** For the first lookups, up to this many, we search each file. After that, we build an index of all names. */
const FEW_NAMES = 100;

/** Finds the file that declares a name. If several files declare the name, it finds the first one. */
export class FileNames {
  readonly #files: readonly FileInterface[];
  #asked = 0;
  #homes: ReadonlyMap<string, FileInterface> | undefined;

  constructor(files: readonly FileInterface[]) {
    this.#files = files;
  }

  /** Returns the file that declares a full name. */
  homeOf(fullName: string): FileInterface | undefined {
    if (this.#files.length <= FEW || ++this.#asked <= FEW_NAMES)
      return this.#files.find(({ scope }) => scope.has(fullName));
    this.#homes ??= homesIn(this.#files);
    return this.#homes.get(fullName);
  }
}

function homesIn(files: readonly FileInterface[]): ReadonlyMap<string, FileInterface> {
  const homes = new Map<string, FileInterface>();
  for (const file of files) for (const name of file.scope.keys()) if (!homes.has(name)) homes.set(name, file);
  return homes;
}
