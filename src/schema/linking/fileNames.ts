/** Looks up names in many files, possibly thousands, without a search of each file for each name. */
import type { FileInterface } from '../descriptors/model.ts';

/** Up to this many files, a lookup searches each file. */
const FEW = 50;
/** Up to this many lookups, we search each file; after that, we build an index of all names. */
const FEW_NAMES = 100;

/** The names that files declare. If several files declare a name, the first file wins. */
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
