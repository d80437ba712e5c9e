/** Looks names up among files, of which there may be thousands: then each is not asked about each name. */
import type { FileInterface } from '../descriptors/model.ts';

/** So few files are asked one after the other. */
const FEW = 50;
/** So many names are, too, before an index is made of all that the files declare. */
const FEW_NAMES = 100;

/** The names that files declare. Where several declare one, the first file has it. */
export class FileNames {
  readonly #files: readonly FileInterface[];
  #asked = 0;
  #homes: ReadonlyMap<string, FileInterface> | undefined;

  constructor(files: readonly FileInterface[]) {
    this.#files = files;
  }

  /** The file that declares a full name. */
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
