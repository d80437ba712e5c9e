/** Writes one Go file. It manages the imports: the written code decides what is imported, and under which name. */
import { compareText } from '../../../../base/strings.ts';
import { groupBy } from '../../../groupBy.ts';
import { cleanPackageName, GO_WORDS, NameScope } from '../packages/names.ts';
import type { GoPackage } from '../packages/packages.ts';

/** Names that the scaffolds use for parameters and variables. They would hide an import with the same name. */
export const LOCAL_NAMES =
  `c call calls cancel certificate cfg client conn creds ctx duration env err failed file got handler healthServer
  info listener logger message method name p pem pool register reply req s server srv start stop stopped stream t
  tlsConfig usage value variable want`.split(/\s+/);

/** An import that is already in the file. */
export interface GoImport {
  readonly path: string;
  /** The name that code uses for it; undefined for the package's own name. */
  readonly alias?: string;
}

/** The text of one file, line by line. `print` adds the imports at the top. */
export class GoFile {
  readonly #lines: string[] = [];
  readonly #names: NameScope;
  /** Keyed by import path. */
  readonly #imports = new Map<string, { readonly name: string; readonly alias: boolean; readonly there: boolean }>();

  /** `existing`: imports that are already there; `taken`: other names in the package. */
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

  /** Adds declarations or statements of several lines. gofmt indents them. */
  code(text: string): void {
    for (const line of text.trim().split('\n')) this.line(line.trim());
  }

  /** A doc comment; empty text writes nothing. */
  comment(text: string): void {
    if (text === '') return;
    for (const line of text.split('\n')) this.line(`// ${line}`.trimEnd());
  }

  /** Returns a name in a package of Go's library, or in a library whose package name is the end of its path. */
  use(path: string, name: string): string {
    return `${this.#import({ importPath: path, name: guessName(path) })}.${name}`;
  }

  /** Returns a name in a package with an explicit name. */
  ref(from: GoPackage, name: string): string {
    return `${this.#import(from)}.${name}`;
  }

  /** Import lines for everything that is not there yet, in gofmt's order and groups. */
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

  /** The whole file, not formatted yet. */
  print(packageName: string, module: string, documentation = ''): string {
    const groups = this.importGroups(module).map((lines) => lines.map((line) => `\t${line}\n`).join(''));
    return `${commentText(documentation)}package ${packageName}\n\n${importText(groups)}${this.body()}`;
  }

  #import({ importPath, name }: GoPackage): string {
    const known = this.#imports.get(importPath);
    if (known !== undefined) return known.name;
    const parts = importPath.split('/').map((part) => cleanPackageName(part).toLowerCase());
    const taken = this.#names.take(name, `${parts.at(-2) ?? ''}${name}`, `${name}pb`);
    // goimports also writes a name that the path does not show.
    this.#imports.set(importPath, { name: taken, alias: taken !== lastPart(importPath), there: false });
    return taken;
  }
}

function groupOf(path: string, module: string): number {
  if (path === module || path.startsWith(`${module}/`)) return 2;
  if (path.split('/')[0]?.includes('.') === true) return 1;
  return 0;
}

/** This is good enough for packages that we name ourselves, and to tell names in the user's file apart. */
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
