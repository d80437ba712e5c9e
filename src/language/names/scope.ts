/**
 * What the names of a file lead to, as the linker looks them up: so that a name that is written for
 * someone is the shortest one that leads where it should.
 */
import type { Entity } from '../../schema/descriptors/descriptor.ts';
import { publicClosure } from '../../schema/linking/closure.ts';
import { addPackages } from '../../schema/linking/pool.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';

/** A declaration that is not visible yet, but will be once its file is imported. */
export interface Newcomer {
  readonly fullName: string;
  readonly package: string;
  readonly kind: 'message' | 'enum' | 'field';
}

type Found = Entity['kind'] | 'package';

export class NameScope {
  /** The file and what it sees without going through `import option`. */
  readonly visible: readonly FileInterface[];
  /** What only options may name. */
  readonly optionOnly: readonly FileInterface[];
  readonly #packages = new Set<string>();

  constructor(file: LinkedFile) {
    this.visible = [file.interface, ...publicClosure(file.imports.filter((one) => !one.option))];
    this.optionOnly = publicClosure(file.imports.filter((one) => one.option)).filter(
      (one) => !this.visible.includes(one),
    );
    for (const one of [...this.visible, ...this.optionOnly]) addPackages(this.#packages, one.package);
  }

  /** A full name among what the file declares and sees. */
  entity(fullName: string): Entity | undefined {
    for (const { scope } of this.visible) {
      const found = scope.get(fullName);
      if (found !== undefined) return found;
    }
    for (const { scope } of this.optionOnly) {
      const found = scope.get(fullName);
      if (found?.kind === 'field') return found;
    }
    return undefined;
  }

  /**
   * The full name that a name as written leads to, from `relativeTo` outwards: the first part that is
   * found decides where the rest is looked for (protobuf language specification, "Name resolution").
   */
  resolve(name: string, relativeTo: string, typesOnly: boolean, newcomer?: Newcomer): string | undefined {
    const find = (fullName: string): Found | undefined => this.#find(fullName, newcomer);
    const existing = (fullName: string): string | undefined => (find(fullName) === undefined ? undefined : fullName);
    if (name.startsWith('.')) return existing(name.slice(1));
    const dot = name.indexOf('.');
    const first = dot < 0 ? name : name.slice(0, dot);
    for (const scope of outwards(relativeTo)) {
      const found = find(`${scope}.${first}`);
      if (found === undefined) continue;
      if (dot < 0) {
        if (!typesOnly || isType(found)) return `${scope}.${first}`;
      } else if (isAggregate(found)) return existing(`${scope}.${name}`);
    }
    return existing(name);
  }

  /** The entity that a name as written leads to. */
  lookup(name: string, relativeTo: string, typesOnly: boolean): Entity | undefined {
    const fullName = this.resolve(name, relativeTo, typesOnly);
    return fullName === undefined ? undefined : this.entity(fullName);
  }

  /** The shortest name that leads to `fullName`. */
  shortest(fullName: string, relativeTo: string, typesOnly: boolean, newcomer?: Newcomer): string {
    for (let at = fullName.lastIndexOf('.'); ; at = fullName.lastIndexOf('.', at - 1)) {
      const name = fullName.slice(at + 1);
      if (this.resolve(name, relativeTo, typesOnly, newcomer) === fullName) return name;
      if (at <= 0) return `.${fullName}`;
    }
  }

  #find(fullName: string, newcomer: Newcomer | undefined): Found | undefined {
    const own = this.entity(fullName)?.kind ?? (this.#packages.has(fullName) ? 'package' : undefined);
    if (own !== undefined || newcomer === undefined) return own;
    if (fullName === newcomer.fullName) return newcomer.kind;
    if (isPrefix(fullName, newcomer.package)) return 'package';
    // What lies between the package and the name are the messages around it.
    return isPrefix(fullName, newcomer.fullName) ? 'message' : undefined;
  }
}

/** Whether `prefix` is a name or one of those around it. */
function isPrefix(prefix: string, name: string): boolean {
  return name === prefix || name.startsWith(`${prefix}.`);
}

function* outwards(relativeTo: string): Generator<string> {
  for (let end = relativeTo.lastIndexOf('.'); end >= 0; end = relativeTo.lastIndexOf('.', end - 1)) {
    yield relativeTo.slice(0, end);
    if (end === 0) return;
  }
}

function isType(found: Found): boolean {
  return found === 'message' || found === 'enum';
}

function isAggregate(found: Found): boolean {
  return found === 'package' || found === 'service' || isType(found);
}
