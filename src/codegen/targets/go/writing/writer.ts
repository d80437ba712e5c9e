/** Writes one Go file and its imports. Code that refers to a package adds the import, and gets the name to use. */
import { compareText } from '../../../../base/strings.ts';
import { groupBy } from '../../../groupBy.ts';
import { cleanPackageName, GO_WORDS, NameScope } from '../packages/names.ts';
import type { GoPackage } from '../packages/packages.ts';

/** Names of parameters and variables in scaffolds. They would hide an import with the same name. */
export const LOCAL_NAMES =
  `c call calls cancel certificate cfg client conn creds ctx duration env err failed file got handler healthServer
  info listener logger message method name p pem pool register reply req s server srv start stop stopped stream t
  tlsConfig usage value variable want`.split(/\s+/);

/** An import that the file already has. */
export interface GoImport {
  readonly path: string;
  /** The name that the code uses for the package; undefined if it is the package's own name. */
  readonly alias?: string;
}

/** The text of one Go file, line by line. `print` adds the imports at the top. */
export class GoFile {
  readonly #lines: string[] = [];
  readonly #names: NameScope;
  /** The imports of the file, by import path. */
  readonly #imports = new Map<string, { readonly name: string; readonly alias: boolean; readonly there: boolean }>();

  /**
   * Creates an empty file. `existing` are imports that the file already has, and `taken` are other names in the
   * package.
   */
  constructor(existing: readonly GoImport[] = [], taken: Iterable<string> = []) {
    this.#names = new NameScope([...GO_WORDS, ...LOCAL_NAMES, ...taken]);
    for (const { path, alias } of existing) {
      if (alias === '_' || alias === '.') continue;
      const name = this.#names.take(alias ?? guessName(path));
      this.#imports.set(path, { name: alias ?? name, alias: alias !== undefined, there: true });
    }
  }

  line(text = ''): void {
    this.#lines.push(text);
  }

  /** Adds several lines of declarations or statements. They are not indented, because gofmt does that. */
  code(text: string): void {
    for (const line of text.trim().split('\n')) this.line(line.trim());
  }

  /** Adds a doc comment; nothing if the text is empty. */
  comment(text: string): void {
    if (text === '') return;
    for (const line of text.split('\n')) this.line(`// ${line}`.trimEnd());
  }

  /**
   * Refers to a name in a package of Go's library, or in a package whose name is the end of its import path. Adds the
   * import.
   */
  use(path: string, name: string): string {
    return `${this.#import({ importPath: path, name: guessName(path) })}.${name}`;
  }

  /** Refers to a name in a package whose own name we know. Adds the import. */
  ref(from: GoPackage, name: string): string {
    return `${this.#import(from)}.${name}`;
  }

  /** Returns the lines of the missing imports, in gofmt's order and groups. */
  importGroups(module: string): readonly (readonly string[])[] {
    const missing = [...this.#imports].filter(([, { there }]) => !there).sort(([a], [b]) => compareText(a, b));
    const groups = groupBy(missing, ([path]) => groupOf(path, module));
    return [0, 1, 2].flatMap((group) => {
      const lines = groups.get(group)?.map(([path, { name, alias }]) => (alias ? `${name} "${path}"` : `"${path}"`));
      if (lines === undefined) return [];
      return [lines];
    });
  }

  body(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  /** Returns the whole file. It is not formatted yet. */
  print(packageName: string, module: string, documentation = ''): string {
    const groups = this.importGroups(module).map((lines) => lines.map((line) => `\t${line}\n`).join(''));
    return `${commentText(documentation)}package ${packageName}\n\n${importText(groups)}${this.body()}`;
  }

  #import({ importPath, name }: GoPackage): string {
    const known = this.#imports.get(importPath);
    if (known !== undefined) return known.name;
    const parts = importPath.split('/').map((part) => cleanPackageName(part).toLowerCase());
    const taken = this.#names.take(name, `${parts.at(-2) ?? ''}${name}`, `${name}pb`);
    // Write the name if the path does not show it, as goimports does.
    this.#imports.set(importPath, { name: taken, alias: taken !== lastPart(importPath), there: false });
    return taken;
  }
}

function groupOf(path: string, module: string): number {
  if (path === module || path.startsWith(`${module}/`)) return 2;
  if (path.split('/')[0]?.includes('.') === true) return 1;
  return 0;
}

/**
 * Guesses the name of a package from its path. This is enough for packages that we name ourselves, and to distinguish
 * the names in the user's file.
 */
export function guessName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  if (/^v\d+$/.test(last) && parts.length > 1) return parts.at(-2) ?? last;
  return last;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function importText(groups: readonly string[]): string {
  if (groups.length === 0) return '';
  return `import (\n${groups.join('\n')})\n\n`;
}

function commentText(documentation: string): string {
  if (documentation === '') return '';
  const lines = documentation.split('\n').map((line) => `// ${line}`.trimEnd());
  return `${lines.join('\n')}\n`;
}
