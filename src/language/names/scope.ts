/**
 * Finds what a name in a file leads to, with the linker's lookup. So we can write the shortest name that leads to the
 * right declaration.
 */
import type { Entity } from '../../schema/descriptors/descriptor.ts';
import { FileNames } from '../../schema/linking/fileNames.ts';
import { publicClosure } from '../../schema/linking/closure.ts';
import { resolveName } from '../../schema/linking/nameLookup.ts';
import { addPackages } from '../../schema/linking/packages.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';

/** A declaration that a file will see once it imports the declaration's file. */
export interface Newcomer {
  readonly fullName: string;
  readonly package: string;
  readonly kind: 'message' | 'enum' | 'field';
}

type Kind = Entity['kind'] | 'package';

interface Found {
  readonly fullName: string;
  readonly kind: Kind;
}

/** The names that a file can use for declarations. */
export class NameScope {
  /** The file itself, and the files that it sees without `import option`. */
  readonly visible: readonly FileInterface[];
  /** The files whose declarations only options may name. */
  readonly optionOnly: readonly FileInterface[];
  readonly #names: FileNames;
  readonly #packages = new Set<string>();

  constructor(file: LinkedFile) {
    this.visible = [file.interface, ...publicClosure(file.imports.filter((one) => !one.option))];
    this.#names = new FileNames(this.visible);
    this.optionOnly = publicClosure(file.imports.filter((one) => one.option)).filter(
      (one) => !this.visible.includes(one),
    );
    for (const one of [...this.visible, ...this.optionOnly]) addPackages(this.#packages, one.package);
  }

  /** Finds a declaration by its full name, in the file and in the files that it sees. */
  entity(fullName: string): Entity | undefined {
    const found = this.#names.homeOf(fullName)?.scope.get(fullName);
    if (found !== undefined) return found;
    for (const { scope } of this.optionOnly) {
      const option = scope.get(fullName);
      if (option?.kind === 'field') return option;
    }
    return undefined;
  }

  /** The full name that a written name leads to, if the lookup begins at `relativeTo`. */
  resolve(name: string, relativeTo: string, typesOnly: boolean, newcomer?: Newcomer): string | undefined {
    const find = (fullName: string): Found | undefined => {
      const kind = this.#kindOf(fullName, newcomer);
      return kind && { fullName, kind };
    };
    return resolveName(name, relativeTo, typesOnly, { find, isType, isAggregate })?.fullName;
  }

  /** The entity that a written name leads to, if the lookup begins at `relativeTo`. */
  lookup(name: string, relativeTo: string, typesOnly: boolean): Entity | undefined {
    const fullName = this.resolve(name, relativeTo, typesOnly);
    if (fullName === undefined) return undefined;
    return this.entity(fullName);
  }

  /** The shortest name that leads from `relativeTo` to `fullName`. */
  shortest(fullName: string, relativeTo: string, typesOnly: boolean, newcomer?: Newcomer): string {
    for (let at = fullName.lastIndexOf('.'); ; at = fullName.lastIndexOf('.', at - 1)) {
      const name = fullName.slice(at + 1);
      if (this.resolve(name, relativeTo, typesOnly, newcomer) === fullName) return name;
      if (at <= 0) return `.${fullName}`;
    }
  }

  #kindOf(fullName: string, newcomer: Newcomer | undefined): Kind | undefined {
    const own = this.entity(fullName)?.kind ?? (this.#packages.has(fullName) ? 'package' : undefined);
    if (own !== undefined || newcomer === undefined) return own;
    if (fullName === newcomer.fullName) return newcomer.kind;
    if (isPrefix(fullName, newcomer.package)) return 'package';
    // The parts between the package and the simple name are the messages that contain the declaration.
    if (isPrefix(fullName, newcomer.fullName)) return 'message';
    return undefined;
  }
}

/** Whether `prefix` is the name itself, or the name of a scope that contains it. */
function isPrefix(prefix: string, name: string): boolean {
  return name === prefix || name.startsWith(`${prefix}.`);
}

function isType({ kind }: Found): boolean {
  return kind === 'message' || kind === 'enum';
}

function isAggregate(found: Found): boolean {
  return found.kind === 'package' || found.kind === 'service' || isType(found);
}
