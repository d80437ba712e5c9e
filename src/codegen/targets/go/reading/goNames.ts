/** Resolves names in a Go package: first to an import of the file, then to a declaration, and finally to a type. */
import { GO_WORDS } from '../packages/names.ts';
import type { GoSource, GoType, GoTypeDeclaration } from './goSource.ts';
import type { GoPackage } from '../packages/packages.ts';
import type { GoFolder } from './serverFolder.ts';
import { guessName, type GoImport } from '../writing/writer.ts';

/** The full name of a type, such as `*example.com/pb.Reply`; undefined if the files of the package do not show it. */
type FullName = string | undefined;

/** A package of generated code. */
export interface KnownPackage extends GoPackage {
  /**
   * Whether the package also declares types of other packages again. It does so if one of its protos has a public
   * import.
   */
  readonly reexports: boolean;
}

/** A declared type, with the file that declares it. */
export interface DeclaredType {
  readonly source: GoSource;
  readonly declaration: GoTypeDeclaration;
}

/** The names of one Go package. `packages` are the imported packages whose names we know. */
export class GoNames {
  /** The declarations of each type, by name. A type may have several, in files for different systems. */
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

  /**
   * Returns the imports of a file. If an import has no alias and we know the name of the package, this name becomes the
   * alias.
   */
  imports(source: GoSource): readonly GoImport[] {
    return source.imports.map(({ path, alias }) => {
      const name = alias ?? this.#packages.get(path);
      if (name === undefined) return { path };
      return { path, alias: name };
    });
  }

  /** Returns the import path of the package that a file calls `name`; undefined if the file does not import it. */
  importPath(source: GoSource, name: string): string | undefined {
    return source.imports.find(({ path, alias }) => (alias ?? this.#packages.get(path) ?? guessName(path)) === name)
      ?.path;
  }

  /** Returns the full name of a type. A type of this package is written `.Name`. */
  fullName(source: GoSource, type: GoType, depth = 0): FullName {
    // An alias of itself is not valid Go, but a file may contain one.
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

/** The full name of a type without a name, such as a slice or a function. No rpc has such a parameter. */
const NAMELESS = '?';

/** The import path of context before it became a part of Go's library. Its types are aliases now. */
const OLD_CONTEXT = 'golang.org/x/net/context';
