/** Reads go.mod as far as generation asks: the module's path and what it requires (go.dev/ref/mod#go-mod-file). */

export interface GoModFile {
  readonly module: string;
  /** Module paths and versions. */
  readonly requires: ReadonlyMap<string, string>;
  /** Replaced paths, with the version that takes their place; none where a folder does. */
  readonly replaced: ReadonlyMap<string, string | undefined>;
  /** Packages of programs that `go tool` runs. */
  readonly tools: readonly string[];
  /** `1.25.0`: the oldest Go that it takes. */
  readonly go?: string;
}

/** Undefined where there is no module line. */
export function parseGoMod(text: string): GoModFile | undefined {
  const lines = [...directives(text)];
  const first = (directive: string): string | undefined => lines.find(([name]) => name === directive)?.[1];
  const all = (directive: string): (readonly string[])[] =>
    lines.filter(([name]) => name === directive).map(([, ...args]) => args);
  const [module, go] = [first('module'), first('go')];
  if (module === undefined) return undefined;
  return {
    module,
    requires: new Map(
      all('require').flatMap(([path, version]) =>
        path === undefined || version === undefined ? [] : [[path, version]],
      ),
    ),
    replaced: new Map(
      all('replace').flatMap(([path, ...rest]) => (path === undefined ? [] : [[path, rest[rest.indexOf('=>') + 2]]])),
    ),
    tools: all('tool').flatMap(([path]) => path ?? []),
    ...(go === undefined ? {} : { go }),
  };
}

/** Folders that a go.work uses, as written. */
export function parseGoWork(text: string): readonly string[] {
  return [...directives(text)].flatMap(([directive, folder]) =>
    directive === 'use' && folder !== undefined ? [folder] : [],
  );
}

/** Lines as words, those of blocks with the block's word in front. */
function* directives(text: string): Generator<readonly string[]> {
  let block: string | undefined;
  for (const line of text.split('\n')) {
    const words = wordsOf(line);
    if (words.length === 0) continue;
    if (block !== undefined) {
      if (words[0] === ')') block = undefined;
      else yield [block, ...words];
    } else if (words.at(-1) === '(') {
      block = words[0];
    } else {
      yield words;
    }
  }
}

function wordsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|`[^`]*`|\/\/.*|[()]|[^\s()"`]+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('//'));
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => word.replace(/^["`]|["`]$/g, ''));
}

/** The required module that holds a package, if any. */
export function moduleOf(mod: GoModFile, importPath: string): string | undefined {
  const holders = [...mod.requires.keys(), ...mod.replaced.keys()].filter(
    (path) => importPath === path || importPath.startsWith(`${path}/`),
  );
  return holders.sort((a, b) => b.length - a.length)[0];
}

/** Negative, zero or positive, by semantic versioning; pre-releases and pseudo-versions come before their release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [versionParts(a), versionParts(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.pre === right.pre) return 0;
  if (left.pre === '' || right.pre === '') return left.pre === '' ? 1 : -1;
  return left.pre < right.pre ? -1 : 1;
}

function versionParts(version: string): { readonly numbers: readonly number[]; readonly pre: string } {
  const [core = '', ...pre] = version.replace(/^v/, '').replace(/\+.*$/, '').split('-');
  return { numbers: core.split('.').map(Number), pre: pre.join('-') };
}

/** Folder names that are packages of Go's library, or mean something else to Go. */
const STANDARD = new Set(
  `archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors
  expvar flag fmt go hash html image index internal io iter log main maps math mime net os path plugin reflect regexp
  runtime slices sort std strconv strings structs sync syscall testing text time tool unicode unique unsafe vendor
  weak`.split(/\s+/),
);

/** A module path from a folder's name: what `go mod init` would be given. */
export function moduleNameFrom(folder: string): string {
  const clean = folder
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  if (clean === '') return 'example.com/app';
  return STANDARD.has(clean) ? `example.com/${clean}` : clean;
}

/** Why Go would not take a module path; undefined where it would (go.dev/ref/mod#go-mod-file-ident). */
export function modulePathProblem(path: string): string | undefined {
  if (!/^[A-Za-z0-9._~/-]+$/.test(path)) return 'may hold only letters, digits, and - . _ ~ /';
  if (path.split('/').some((part) => part === '' || part.startsWith('.') || part.endsWith('.')))
    return 'may not hold an empty part, or one that begins or ends with a dot';
  if (path.startsWith('-')) return 'may not begin with a dash';
  return STANDARD.has(path.split('/')[0] ?? '') ? 'begins like a package of the Go library' : undefined;
}
