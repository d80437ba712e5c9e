/** What the names in a Go package mean: which file's import, which declaration, whose type in the end. */
import { GO_WORDS } from '../packages/names.ts';
import type { GoSource, GoType, GoTypeDeclaration } from './goSource.ts';
import type { GoPackage } from '../packages/packages.ts';
import type { GoFolder } from './serverFolder.ts';
import { guessName, type GoImport } from '../writing/writer.ts';

/** A type's full name, such as `*example.com/pb.Reply`; undefined where it cannot be known from here. */
type FullName = string | undefined;

/** A package of generated code. */
export interface KnownPackage extends GoPackage {
  /** Whether it has types of others under its own name: those of files that its files import publicly. */
  readonly reexports: boolean;
}

/** A type with the file that declares it. */
export interface DeclaredType {
  readonly source: GoSource;
  readonly declaration: GoTypeDeclaration;
}

/** The names of one package. `packages` are those whose names are known. */
export class GoNames {
  /** Types by name: files for several systems may declare the same one. */
  readonly #types = new Map<string, DeclaredType[]>();
  readonly #packages: ReadonlyMap<string, string>;

  constructor(folder: GoFolder, packages: Iterable<GoPackage>) {
    this.#packages = new Map([...packages].map(({ importPath, name }) => [importPath, name]));
    for (const source of [...folder.sources.values(), ...folder.tests.values()]) {
      for (const declaration of source.types)
        this.#types.set(declaration.name, [...this.declared(declaration.name), { source, declaration }]);
    }
  }

  declared(name: string): readonly DeclaredType[] {
    return this.#types.get(name) ?? [];
  }

  /** A file's imports, with the names of packages that are known here said aloud. */
  imports(source: GoSource): readonly GoImport[] {
    return source.imports.map(({ path, alias }) => {
      const name = alias ?? this.#packages.get(path);
      if (name === undefined) return { path };
      return { path, alias: name };
    });
  }

  /** The import path of what a file calls `name`. */
  importPath(source: GoSource, name: string): string | undefined {
    return source.imports.find(({ path, alias }) => (alias ?? this.#packages.get(path) ?? guessName(path)) === name)
      ?.path;
  }

  /** Types of this package are `.Name`. */
  fullName(source: GoSource, type: GoType, depth = 0): FullName {
    // Aliases in a circle are no Go, but they can be written.
    if (depth > MAX_ALIASES) return undefined;
    switch (type.kind) {
      case 'other':
        return NAMELESS;
      case 'pointer': {
        const to = this.fullName(source, type.to, depth);
        if (to === undefined) return undefined;
        return `*${to}`;
      }
      case 'name': {
        const name =
          type.package === undefined
            ? this.#unqualified(source, type.name, depth)
            : this.#qualified(source, type.package, type.name);
        const args = type.arguments.map((argument) => this.fullName(source, argument, depth));
        if (name === undefined || args.includes(undefined)) return undefined;
        if (args.length === 0) return name;
        return `${name}[${args.join()}]`;
      }
    }
  }

  #qualified(source: GoSource, qualifier: string, name: string): FullName {
    const path = this.importPath(source, qualifier);
    if (path === undefined) return undefined;
    return `${path === OLD_CONTEXT ? 'context' : path}.${name}`;
  }

  #unqualified(source: GoSource, name: string, depth: number): FullName {
    const [declared] = this.declared(name);
    if (declared !== undefined) {
      const { alias } = declared.declaration;
      if (alias === undefined) return `.${name}`;
      return this.fullName(declared.source, alias, depth + 1);
    }
    if (GO_WORDS.has(name)) return name;
    const dots = source.imports.filter(({ alias }) => alias === '.');
    if (dots.length === 1 && dots[0] !== undefined) return `${dots[0].path}.${name}`;
    return undefined;
  }
}

const MAX_ALIASES = 20;

/** A slice, a function, … : no parameter of an rpc's. */
const NAMELESS = '?';

/** Where context was before Go had it; its types are aliases. */
const OLD_CONTEXT = 'golang.org/x/net/context';
