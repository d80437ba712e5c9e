/** Writes one Go file. It owns the imports: what is written decides what is imported, and under which name. */
import { groupBy } from '../../../groupBy.ts';
import { cleanPackageName, GO_WORDS, NameScope } from '../packages/names.ts';
import type { GoPackage } from '../packages/packages.ts';

/** Names that the scaffolds use for parameters and variables: an import of that name would be hidden by them. */
export const LOCAL_NAMES =
  `c call calls cancel certificate cfg client conn creds ctx duration env err failed file got handler healthServer
  info listener logger message method name p pem pool register reply req s server srv start stop stopped stream t
  tlsConfig usage value variable want`.split(/\s+/);

/** An import that is in the file already. */
export interface GoImport {
  readonly path: string;
  /** As code refers to it; missing: the package's own name. */
  readonly alias?: string;
}

/** The text of one file, line by line. `print` puts the imports in front. */
export class GoFile {
  readonly #lines: string[] = [];
  readonly #names: NameScope;
  /** By import path. */
  readonly #imports = new Map<string, { readonly name: string; readonly alias: boolean; readonly there: boolean }>();

  /** `existing`: imports that are there already; `taken`: other names of the package. */
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

  /** Declarations or statements over several lines. How they are indented is gofmt's business. */
  code(text: string): void {
    for (const line of text.trim().split('\n')) this.line(line.trim());
  }

  /** A doc comment; empty text writes nothing. */
  comment(text: string): void {
    if (text === '') return;
    for (const line of text.split('\n')) this.line(`// ${line}`.trimEnd());
  }

  /** A name of a package of Go's library, or of a library whose package is called as its path ends. */
  use(path: string, name: string): string {
    return `${this.#import({ importPath: path, name: guessName(path) })}.${name}`;
  }

  /** A name of a package that says itself what it is called. */
  ref(from: GoPackage, name: string): string {
    return `${this.#import(from)}.${name}`;
  }

  /** Import lines of what is not there yet, in gofmt's order, in groups. */
  importGroups(module: string): readonly (readonly string[])[] {
    const missing = [...this.#imports].filter(([, { there }]) => !there).sort(([a], [b]) => (a < b ? -1 : 1));
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
    const imports = groups.length === 0 ? '' : `import (\n${groups.join('\n')})\n\n`;
    const doc =
      documentation === ''
        ? ''
        : `${documentation
            .split('\n')
            .map((line) => `// ${line}`.trimEnd())
            .join('\n')}\n`;
    return `${doc}package ${packageName}\n\n${imports}${this.body()}`;
  }

  #import({ importPath, name }: GoPackage): string {
    const known = this.#imports.get(importPath);
    if (known !== undefined) return known.name;
    const parts = importPath.split('/').map((part) => cleanPackageName(part).toLowerCase());
    const taken = this.#names.take(name, `${parts.at(-2) ?? ''}${name}`, `${name}pb`);
    // Saying a name that the path does not show is what goimports does too.
    this.#imports.set(importPath, { name: taken, alias: taken !== lastPart(importPath), there: false });
    return taken;
  }
}

function groupOf(path: string, module: string): number {
  if (path === module || path.startsWith(`${module}/`)) return 2;
  if (path.split('/')[0]?.includes('.') === true) return 1;
  return 0;
}

/** Good enough for packages that we name ourselves, and for telling apart names in a person's file. */
export function guessName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  if (/^v\d+$/.test(last) && parts.length > 1) return parts.at(-2) ?? last;
  return last;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
