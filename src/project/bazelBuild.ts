/**
 * Reads from Bazel's BUILD files where the import paths of protos start
 * (bazel.build/reference/be/protocol-buffer#proto_library). It reads only plain strings, and skips a rule whose prefix
 * is computed.
 */
import { withinLimit } from './limit.ts';

/** A `proto_library` rule that changes the import paths of its files. */
export interface ProtoLibrary {
  /**
   * The prefix that Bazel removes from the paths of the files. It is relative to the folder of the BUILD file, or to
   * the repository if it starts with a slash.
   */
  readonly stripImportPrefix: string | undefined;
  /** The prefix that Bazel adds to the paths of the files. */
  readonly importPrefix: string | undefined;
  /** The files as written; undefined if the rule does not list them as plain strings. */
  readonly srcs: readonly string[] | undefined;
}

/**
 * The length of the longest BUILD file that we read, in UTF-16 code units. The longest real files have some 100,000.
 */
const LONGEST_BUILD = 256 * 1024;

/** We read at most this many rules of a BUILD file, because each may become an import root. Real files have fewer. */
const MOST_RULES = 1000;

/** Returns the `proto_library` rules that set `strip_import_prefix` or `import_prefix`. It never fails. */
export function parseBazelBuild(text: string): readonly ProtoLibrary[] {
  return new Reader(withinLimit(text, LONGEST_BUILD)).libraries();
}

/** A token of a BUILD file: a word, a string without its quotes, or one other character. */
interface Token {
  readonly kind: 'word' | 'string' | 'mark';
  readonly text: string;
}

/** Matches a comment or a token. A string without a closing quote ends with its line, so we read no text twice. */
const TOKEN = /#[^\n]*|[A-Za-z_]\w*|"""|'''|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[^\sA-Za-z_]/y;

function* tokensOf(text: string): Generator<Token, undefined> {
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const [found] = TOKEN.exec(text) ?? [];
    if (found === undefined) {
      at++;
      continue;
    }
    at += found.length;
    if (found.startsWith('#')) continue;
    if (found === '"""' || found === "'''") {
      const end = text.indexOf(found, at);
      if (end < 0) {
        yield { kind: 'string', text: '' };
        return undefined;
      }
      yield { kind: 'string', text: text.slice(at, end) };
      at = end + found.length;
      continue;
    }
    yield tokenOf(found);
  }
  return undefined;
}

function tokenOf(found: string): Token {
  const first = found.charAt(0);
  if (first === '"' || first === "'") {
    const isClosed = found.length > 1 && found.endsWith(first);
    if (isClosed) return { kind: 'string', text: found.slice(1, -1) };
    return { kind: 'mark', text: found };
  }
  if (/[A-Za-z_]/.test(first)) return { kind: 'word', text: found };
  return { kind: 'mark', text: found };
}

class Reader {
  readonly #tokens: Generator<Token, undefined>;
  #next: Token | undefined;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
    this.#advance();
  }

  libraries(): readonly ProtoLibrary[] {
    const found: ProtoLibrary[] = [];
    while (this.#next !== undefined && found.length < MOST_RULES) {
      const name = this.#take();
      if (name?.kind !== 'word' || !name.text.endsWith('proto_library') || !this.#isMark('(')) continue;
      this.#advance();
      const library = libraryOf(this.#arguments());
      if (library !== undefined) found.push(library);
    }
    return found;
  }

  /** Returns the tokens of each named argument of a call, up to the closing parenthesis. */
  #arguments(): ReadonlyMap<string, readonly Token[]> {
    const values = new Map<string, readonly Token[]>();
    while (this.#next !== undefined && !this.#isMark(')')) {
      const name = this.#take();
      const isNamed = name?.kind === 'word' && this.#isMark('=');
      if (isNamed) this.#advance();
      const value = this.#value();
      if (isNamed) values.set(name.text, value);
    }
    this.#advance();
    return values;
  }

  /** Returns the tokens up to the next comma or closing parenthesis of the call. */
  #value(): readonly Token[] {
    const value: Token[] = [];
    let depth = 0;
    while (this.#next !== undefined) {
      if (depth === 0 && this.#isMark(')')) break;
      const token = this.#take();
      if (token === undefined || (depth === 0 && isMark(token, ','))) break;
      if (isMark(token, '(') || isMark(token, '[') || isMark(token, '{')) depth++;
      if (isMark(token, ')') || isMark(token, ']') || isMark(token, '}')) depth--;
      value.push(token);
    }
    return value;
  }

  #isMark(text: string): boolean {
    return this.#next !== undefined && isMark(this.#next, text);
  }

  #take(): Token | undefined {
    const token = this.#next;
    this.#advance();
    return token;
  }

  #advance(): void {
    const { value } = this.#tokens.next();
    this.#next = value;
  }
}

function isMark(token: Token, text: string): boolean {
  return token.kind === 'mark' && token.text === text;
}

function libraryOf(values: ReadonlyMap<string, readonly Token[]>): ProtoLibrary | undefined {
  const strip = values.get('strip_import_prefix');
  const prefix = values.get('import_prefix');
  if (strip === undefined && prefix === undefined) return undefined;
  const [stripImportPrefix, importPrefix] = [plainString(strip), plainString(prefix)];
  if (strip !== undefined && stripImportPrefix === undefined) return undefined;
  if (prefix !== undefined && importPrefix === undefined) return undefined;
  return { stripImportPrefix, importPrefix, srcs: plainList(values.get('srcs')) };
}

function plainString(value: readonly Token[] | undefined): string | undefined {
  const [only, second] = value ?? [];
  if (only?.kind !== 'string' || second !== undefined || only.text.includes('\\')) return undefined;
  return only.text;
}

function plainList(value: readonly Token[] | undefined): readonly string[] | undefined {
  const [first, ...rest] = value ?? [];
  const last = rest.pop();
  if (first === undefined || last === undefined || !isMark(first, '[') || !isMark(last, ']')) return undefined;
  const strings = rest.filter((token) => !isMark(token, ','));
  if (strings.some(({ kind }) => kind !== 'string')) return undefined;
  return strings.map(({ text }) => text);
}
