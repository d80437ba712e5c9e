/**
 * Derives Go names from proto names, as protoc-gen-go and protoc-gen-go-grpc do. Scaffolds need the same names as the
 * plugins. It also lists names that we must not use.
 */

const KEYWORDS = `break case chan const continue default defer else fallthrough for func go goto if import
  interface map package range return select struct switch type var`.split(/\s+/);

const PREDECLARED = `any append bool byte cap clear close comparable complex complex64 complex128 copy delete
  error false float32 float64 imag int int8 int16 int32 int64 iota len make max min new nil panic print println
  real recover rune string true uint uint8 uint16 uint32 uint64 uintptr`.split(/\s+/);

/** Words that already have a meaning in Go, so we do not use them as names. */
export const GO_WORDS: ReadonlySet<string> = new Set([...KEYWORDS, ...PREDECLARED, '_', 'init', 'main']);

/** Parameters, receivers and variables in generated code. If a package has such a name, the code does not compile. */
export const PLUGIN_NAMES: ReadonlySet<string> = new Set(
  `b c cc cOpts ctx dec err file handler in info interceptor m mi ms opts out req s srv stream t v x`.split(' '),
);

/**
 * Returns the Go name of a message, service, method or field. The names of nested types are joined with `_`. It is the
 * same as GoCamelCase in google.golang.org/protobuf/internal/strs.
 */
export function goCamelCase(name: string): string {
  const parts = name.match(NAME_PARTS) ?? [];
  return parts.map((part, i) => goNamePart(part, parts[i - 1], parts[i + 1])).join('');
}

/** Matches a separator, a digit, or a letter with the lower-case letters after it. */
const NAME_PARTS = /[._]|[0-9]|[^._0-9][a-z]*/g;

function goNamePart(part: string, before: string | undefined, after: string | undefined): string {
  // Go exports a name only if it starts with a capital letter, so the plugin replaces a leading `_` with `X`.
  if (part === '_' && (before === undefined || before === '.')) return 'X';
  if (part === '.' || part === '_') {
    if (startsSmall(after)) return '';
    return '_';
  }
  if (startsSmall(part)) return part.charAt(0).toUpperCase() + part.slice(1);
  return part;
}

function startsSmall(part = ''): boolean {
  return /^[a-z]/.test(part);
}

/** Converts a name to snake case: `say_hello` for `SayHello`, `http_server` for `HTTPServer`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/_+/g, '_')
    .replace(/^_|_$/g, '');
}

/** Converts a name to lower camel case: `sayHello` for `SayHello`, `httpGet` for `HTTPGet`. */
export function lowerFirst(name: string): string {
  const capitals = /^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$/.exec(name)?.[0];
  const head = capitals ?? name.slice(0, 1);
  return head.toLowerCase() + name.slice(head.length);
}

/** Derives the name of a Go package from the last part of a path, as protoc-gen-go does. */
export function cleanPackageName(part: string): string {
  const clean = part.replace(/[^\p{L}\p{Nd}]/gu, '_');
  if (KEYWORDS.includes(clean) || !/^\p{L}/u.test(clean)) return `_${clean}`;
  return clean;
}

/** Whether a package with this name is valid and can be imported. */
export function isPackageName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name) && !KEYWORDS.includes(name) && name !== '_' && name !== 'main';
}

const VERSION = /^v\d+(?:(?:alpha|beta|p)\d+)*$/;

/** Returns a full name without its proto package. */
export function nameInPackage(protoPackage: string, fullName: string): string {
  if (protoPackage === '') return fullName;
  return fullName.slice(protoPackage.length + 1);
}

/** Derives a readable package name from the parts of a path or a proto package: `greeterv1` for `greeter/v1`. */
export function packageNameOf(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  const joined = VERSION.test(last) && before !== '' ? `${before}${last}` : last;
  const clean = joined.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (clean === '' || /^\d/.test(clean)) return `pb${clean}`;
  if (GO_WORDS.has(clean) || PLUGIN_NAMES.has(clean)) return `${clean}pb`;
  return clean;
}

/** Gives out names. Each name is given out only once, and never if it is already taken. */
export class NameScope {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }

  /** Takes the first free candidate. If all candidates are taken, it adds a number to the last one. */
  take(...candidates: readonly [string, ...string[]]): string {
    const free =
      candidates.find((candidate) => !this.#taken.has(candidate)) ?? this.#numbered(candidates.at(-1) ?? candidates[0]);
    this.#taken.add(free);
    return free;
  }

  #numbered(name: string): string {
    let number = 2;
    while (this.#taken.has(`${name}${number}`)) number++;
    return `${name}${number}`;
  }
}
