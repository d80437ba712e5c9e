/** What each file declares, by name: for completing the names of types that are not imported yet. */
import type { FilePath } from '../base/path.ts';
import type { Declaration, FileSummary } from './summary.ts';

/** A declaration that other files can name, or could if they imported its file. */
export interface DeclaredSymbol {
  readonly kind: 'message' | 'enum' | 'service' | 'extension';
  /** With the package, without a leading dot. */
  readonly fullName: string;
  readonly path: FilePath;
  /** What an extension extends, as written. */
  readonly extendee?: string;
}

export class SymbolIndex {
  /** By the last part of the name. */
  readonly #byName = new Map<string, DeclaredSymbol[]>();
  /** Last parts of names by their first letter, in lower case. */
  readonly #names = new Map<string, Set<string>>();
  readonly #ofFile = new Map<FilePath, FileSummary>();

  /** Takes the place of what was known of the file. */
  set(path: FilePath, summary: FileSummary): void {
    if (sameSymbols(this.#ofFile.get(path), summary)) {
      this.#ofFile.set(path, summary);
      return;
    }
    this.delete(path);
    this.#ofFile.set(path, summary);
    for (const symbol of symbolsOf(path, summary)) this.#add(symbol);
  }

  delete(path: FilePath): void {
    const summary = this.#ofFile.get(path);
    if (summary === undefined) return;
    this.#ofFile.delete(path);
    for (const name of new Set(symbolsOf(path, summary).map(({ fullName }) => lastPart(fullName)))) this.#remove(path, name);
  }

  /** Declarations whose name ends in the part `name`, in no certain order. */
  named(name: string): readonly DeclaredSymbol[] {
    return this.#byName.get(name) ?? [];
  }

  /** Declarations of which the last part of the name starts with `prefix`, whatever the case of its letters. */
  *startingWith(prefix: string): Generator<DeclaredSymbol> {
    const wanted = prefix.toLowerCase();
    const first = wanted.charAt(0);
    const sets = first === '' ? [...this.#names.values()] : [this.#names.get(first) ?? new Set<string>()];
    for (const names of sets) {
      for (const name of names) if (name.toLowerCase().startsWith(wanted)) yield* this.named(name);
    }
  }

  #add(symbol: DeclaredSymbol): void {
    const name = lastPart(symbol.fullName);
    const same = this.#byName.get(name);
    if (same !== undefined) {
      same.push(symbol);
      return;
    }
    this.#byName.set(name, [symbol]);
    const first = name.charAt(0).toLowerCase();
    const names = this.#names.get(first);
    if (names === undefined) this.#names.set(first, new Set([name]));
    else names.add(name);
  }

  #remove(path: FilePath, name: string): void {
    const rest = this.named(name).filter((symbol) => symbol.path !== path);
    if (rest.length > 0) {
      this.#byName.set(name, rest);
      return;
    }
    this.#byName.delete(name);
    this.#names.get(name.charAt(0).toLowerCase())?.delete(name);
  }
}

function symbolsOf(path: FilePath, summary: FileSummary): readonly DeclaredSymbol[] {
  const full = (name: string): string => (summary.package === '' ? name : `${summary.package}.${name}`);
  const symbols: DeclaredSymbol[] = [];
  for (const { kind, name, local } of summary.declarations) {
    if (kind !== 'extend' && local !== true) symbols.push({ kind, fullName: full(name), path });
  }
  for (const { name, extendee } of summary.extensions) symbols.push({ kind: 'extension', fullName: full(name), path, extendee });
  return symbols;
}

function sameSymbols(before: FileSummary | undefined, after: FileSummary): boolean {
  return (
    before?.package === after.package &&
    sameList(before.declarations, after.declarations, sameDeclaration) &&
    sameList(before.extensions, after.extensions, (one, other) => one.name === other.name && one.extendee === other.extendee)
  );
}

function sameDeclaration(one: Declaration, other: Declaration): boolean {
  return one.kind === other.kind && one.name === other.name && one.local === other.local;
}

function sameList<T>(before: readonly T[], after: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return before.length === after.length && before.every((one, index) => same(one, after[index] as T));
}

function lastPart(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}
