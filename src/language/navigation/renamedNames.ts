/**
 * The full names that a rename changes: the name of the declaration, the names inside it, and the names that the
 * compiler derives from it.
 */
import { mapEntryName } from '../../schema/descriptors/names.ts';
import type { LinkedFile, SymbolDefinition } from '../../schema/descriptors/model.ts';
import { scopeOf } from '../names/match.ts';
import type { DeclarationSubject, PackageSubject } from './subject.ts';

/** Gives the full name that each declaration has after a rename. */
export class RenamedNames {
  /** Pairs of old and new full names. A pair also applies to all names inside its scope. */
  readonly #pairs: readonly (readonly [string, string])[];

  constructor(pairs: readonly (readonly [string, string])[]) {
    this.#pairs = pairs;
  }

  after(fullName: string): string {
    for (const [before, after] of this.#pairs) {
      if (fullName === before) return after;
      if (fullName.startsWith(`${before}.`)) return after + fullName.slice(before.length);
    }
    return fullName;
  }

  /** The new names of the renamed declarations. */
  get added(): readonly string[] {
    return this.#pairs.map(([, after]) => after);
  }
}

/** The names that change if a declaration gets a new simple name. */
export function namesAfter({ symbols }: DeclarationSubject, file: LinkedFile, newName: string): RenamedNames {
  return new RenamedNames(symbols.flatMap((symbol) => pairsOf(symbol, symbols.length > 1, file, newName)));
}

/** The names that change if a part of a package gets a new name. */
export function packageAfter({ fullName }: PackageSubject, newName: string): RenamedNames {
  return new RenamedNames([[fullName, scopeOf(fullName) + newName]]);
}

function pairsOf(
  { kind, fullName }: SymbolDefinition,
  isGroup: boolean,
  file: LinkedFile,
  newName: string,
): readonly (readonly [string, string])[] {
  const isField = kind === 'field' || kind === 'extension';
  const scope = scopeOf(fullName);
  const own = [fullName, scope + (isGroup && isField ? newName.toLowerCase() : newName)] as const;
  const field = file.interface.scope.get(fullName);
  if (field?.kind !== 'field' || field.message?.mapEntry !== true) return [own];
  // The compiler generates a message for the entries of a map.
  return [own, [field.message.fullName, scope + mapEntryName(newName)]];
}
