/**
 * The import closure of a file that imports very many files. Visiting all of them for each file would take quadratic
 * time in a long chain of imports. So the closure of a file shares the parts of its largest import's closure, and each
 * part finds names by itself. We merge parts of about the same size, so that their number is logarithmic.
 */
import type { Entity } from '../descriptors/descriptor.ts';
import type { FileInterface, LinkedImport } from '../descriptors/model.ts';
import { closure, importsFirst } from './closure.ts';
import { RunPool } from './runPool.ts';
import { mayConflict, type Conflict } from './sameNames.ts';

/** Some of the files in a closure. A part computes its set and its names on first use. */
class Part {
  readonly files: readonly FileInterface[];
  #set: ReadonlySet<FileInterface> | undefined;
  #pool: RunPool | undefined;

  constructor(files: readonly FileInterface[]) {
    this.files = files;
  }

  has(file: FileInterface): boolean {
    this.#set ??= new Set(this.files);
    return this.#set.has(file);
  }

  get pool(): RunPool {
    if (this.#pool === undefined) {
      this.#pool = new RunPool();
      for (const file of this.files) this.#pool.add(file);
    }
    return this.#pool;
  }
}

/** An import closure that never changes; `with` makes another one. */
export class LargeClosure {
  readonly size: number;
  /** The first two files that define the same name. */
  readonly conflict: Conflict | undefined;
  readonly #parts: readonly Part[];

  private constructor(parts: readonly Part[], conflict: Conflict | undefined) {
    this.#parts = parts;
    this.conflict = conflict;
    this.size = parts.reduce((sum, { files }) => sum + files.length, 0);
  }

  static empty(): LargeClosure {
    return new LargeClosure([], undefined);
  }

  with(files: readonly FileInterface[]): LargeClosure {
    if (files.length === 0) return this;
    const added = new Part(files);
    const conflict = this.conflict ?? this.#conflictWith(added);
    const parts = [...this.#parts, added];
    for (;;) {
      const [before, last] = [parts.at(-2), parts.at(-1)];
      if (before === undefined || last === undefined || before.files.length > last.files.length) break;
      parts.splice(-2, 2, new Part([...before.files, ...last.files]));
    }
    return new LargeClosure(parts, conflict);
  }

  has(file: FileInterface): boolean {
    return this.#parts.some((part) => part.has(file));
  }

  find(fullName: string): Entity | undefined {
    for (const { pool } of this.#parts) {
      const found = pool.find(fullName);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  packageFile(name: string): FileInterface | undefined {
    for (const { pool } of this.#parts) {
      const found = pool.packageFile(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #conflictWith(added: Part): Conflict | undefined {
    for (const second of added.files) {
      for (const { pool } of [...this.#parts, added]) {
        for (const name of second.scope.keys()) {
          const first = pool.fileOf(name);
          if (first !== undefined && mayConflict(first, second)) return { first, second, name };
        }
      }
    }
    return undefined;
  }
}

const EMPTY = LargeClosure.empty();

/** The known closures, by file or by list of imports. The closure of a file contains the file. */
const closures = new WeakMap<FileInterface | readonly LinkedImport[], LargeClosure>();

/** Returns the import closure of a list of imports. */
export function largeClosure(imports: readonly LinkedImport[]): LargeClosure {
  const known = closures.get(imports);
  if (known !== undefined) return known;
  const files = imports.flatMap(({ file }) => file ?? []);
  const largest = files
    .map((file) => knownClosureOf(file) ?? EMPTY)
    .reduce((most, one) => (one.size > most.size ? one : most), EMPTY);
  const made = largest.with(importsFirst(files, (file) => !largest.has(file)));
  closures.set(imports, made);
  return made;
}

/** Returns the import closure of a file. */
export function closureOf(file: FileInterface): LargeClosure {
  const known = knownClosureOf(file);
  if (known !== undefined) return known;
  const made = EMPTY.with(closure([file]));
  closures.set(file, made);
  return made;
}

/**
 * Returns a closure that we have already computed. We link a file after its imports, so we know their closures if they
 * are large.
 */
function knownClosureOf(file: FileInterface): LargeClosure | undefined {
  const known = closures.get(file);
  const ofImports = known ?? closures.get(file.imports);
  if (known !== undefined || ofImports === undefined) return known;
  const made = ofImports.with([file]);
  closures.set(file, made);
  return made;
}
