/**
 * Scans JSON that the user is still writing. The scanner continues after a mistake and records the place of each value.
 * It keeps numbers as text, because JSON.parse rounds them. Offsets are in UTF-16 code units.
 */

/** One value in the text as the user wrote it, with its place. The scanner does not check it against the schema. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonKeyword | JsonWord;

interface At {
  readonly start: number;
  readonly end: number;
}

/** An object, with its members in the order of the text. A key may occur twice. */
export interface JsonObject extends At {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
}

/** A key with its value. While the user is writing, the colon or the value may be missing. */
export interface JsonMember extends At {
  readonly key: JsonString;
  /** The offset of the colon; undefined if there is no colon yet. */
  readonly colon: number | undefined;
  /** The value; undefined if there is no value yet. */
  readonly value: JsonNode | undefined;
}

/** A list. If a value between two commas is missing, `items` has no entry for it. */
export interface JsonArray extends At {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

/** A string. `value` is its content without quotes and escapes. */
export interface JsonString extends At {
  readonly kind: 'string';
  readonly value: string;
  /** Whether the string has an opening quote. A bare word in place of a string has no quotes. */
  readonly opened: boolean;
  readonly closed: boolean;
}

/** A number. `text` is the number as written, and matches NUMBER. */
export interface JsonNumber extends At {
  readonly kind: 'number';
  readonly text: string;
}

/** A keyword: `true`, `false` or `null`. */
export interface JsonKeyword extends At {
  readonly kind: 'keyword';
  readonly value: true | false | null;
}

/** A word without quotes that is not a JSON value. The scanner has already reported it. */
export interface JsonWord extends At {
  readonly kind: 'word';
  readonly text: string;
}

/** A problem between two offsets of the text, with a message for the user. */
export interface JsonProblem extends At {
  readonly message: string;
}

/** The result of scanning a text: its value as far as we could read it, and at most 100 problems. */
export interface JsonText {
  /** The value; undefined if the text has no value. */
  readonly root: JsonNode | undefined;
  readonly problems: readonly JsonProblem[];
}

/** The maximum depth of nested objects and lists. protobuf has the same default limit for nested messages. */
const MAX_DEPTH = 100;

/** We report at most this many problems per text, because no user reads more. */
const MAX_PROBLEMS = 100;

/** Matches a text that is one JSON number and nothing else (RFC 8259, section 6). */
export const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Scans a text in linear time. It never throws. */
export function scanJson(text: string): JsonText {
  const scanner = new Scanner(text);
  return { root: scanner.document(), problems: scanner.problems };
}

class Scanner {
  readonly problems: JsonProblem[] = [];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode | undefined {
    this.#skip();
    const root = this.#value();
    if (root === undefined) this.#problem(this.#at, this.#at + 1, 'Expected a JSON value. An empty message is {}.');
    this.#skip();
    if (root !== undefined && this.#at < this.#text.length) {
      this.#problem(this.#at, this.#text.length, 'Expected nothing after the message.');
    }
    return root;
  }

  #value(): JsonNode | undefined {
    const char = this.#text[this.#at];
    if (char === undefined || ',:]}'.includes(char)) return undefined;
    if (char === '{' || char === '[') return this.#container(char);
    if (char === '"' || char === "'") return this.#string(char);
    return this.#word();
  }

  #container(open: '{' | '['): JsonNode {
    const start = this.#at;
    this.#at++;
    if (this.#depth >= MAX_DEPTH) {
      this.#at = this.#text.length;
      this.#problem(start, start + 1, `Nested deeper than ${MAX_DEPTH} levels.`);
      return { kind: 'array', items: [], start, end: this.#at };
    }
    this.#depth++;
    const node = open === '{' ? this.#object(start) : this.#array(start);
    this.#depth--;
    return node;
  }

  #object(start: number): JsonObject {
    const members: JsonMember[] = [];
    this.#list('}', () => {
      const member = this.#member();
      if (member !== undefined) members.push(member);
      return member !== undefined;
    });
    return { kind: 'object', members, start, end: this.#at };
  }

  #array(start: number): JsonArray {
    const items: JsonNode[] = [];
    this.#list(']', () => {
      const item = this.#value();
      if (item !== undefined) items.push(item);
      return item !== undefined;
    });
    return { kind: 'array', items, start, end: this.#at };
  }

  /** Scans elements between commas up to the bracket `close`. It reports and skips anything else. */
  #list(close: '}' | ']', element: () => boolean): void {
    const wanted = close === '}' ? 'Expected a field name in double quotes.' : 'Expected a value.';
    let comma: number | undefined;
    let afterElement = false;
    for (;;) {
      this.#skip();
      const char = this.#text[this.#at];
      if (char === undefined) {
        this.#problem(this.#at, this.#at, `Expected '${close}'.`);
        return;
      }
      if (char === close) {
        if (comma !== undefined) this.#problem(comma, comma + 1, `JSON allows no comma before '${close}'.`);
        this.#at++;
        return;
      }
      // A closing bracket of the other kind ends an outer object or list, so leave it for that one.
      if (char === '}' || char === ']') {
        this.#problem(this.#at, this.#at + 1, `Expected '${close}', found '${char}'.`);
        return;
      }
      if (char === ',') {
        if (!afterElement) this.#problem(this.#at, this.#at + 1, wanted);
        comma = this.#at++;
        afterElement = false;
        continue;
      }
      if (afterElement) this.#problem(this.#at, this.#at + 1, `Expected ',' or '${close}'.`);
      const before = this.#at;
      afterElement = element();
      comma = undefined;
      if (!afterElement && this.#at === before) {
        this.#problem(this.#at, this.#at + 1, wanted);
        this.#at++;
      }
    }
  }

  #member(): JsonMember | undefined {
    const key = this.#key();
    if (key === undefined) return undefined;
    this.#skip();
    let colon: number | undefined;
    let value: JsonNode | undefined;
    if (this.#text[this.#at] === ':') {
      colon = this.#at++;
      this.#skip();
      value = this.#value();
      if (value === undefined) this.#problem(colon, colon + 1, 'Expected a value after the colon.');
    } else {
      this.#problem(key.start, key.end, "Expected ':' and a value after the field's name.");
    }
    return { key, colon, value, start: key.start, end: value?.end ?? this.#at };
  }

  #key(): JsonString | undefined {
    const start = this.#at;
    const char = this.#text[start] ?? ':';
    if (char === '"' || char === "'") return this.#string(char);
    if (char === '{' || char === '[') {
      this.#container(char);
      this.#problem(start, start + 1, 'Expected a field name in double quotes.');
    }
    if (',:]}{['.includes(char)) return undefined;
    const value = this.#bareWord();
    this.#problem(start, this.#at, 'Field names are written in double quotes.');
    return { kind: 'string', value, opened: false, closed: false, start, end: this.#at };
  }

  #string(quote: string): JsonString {
    const start = this.#at++;
    let value = '';
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char === '\n' || char === '\r') {
        this.#problem(start, this.#at, `Expected a closing ${quote}.`);
        return { kind: 'string', value, opened: true, closed: false, start, end: this.#at };
      }
      if (char === quote) break;
      value += char === '\\' ? this.#escape() : this.#plain(char);
    }
    this.#at++;
    if (quote === "'") this.#problem(start, this.#at, 'Strings are written in double quotes.');
    return { kind: 'string', value, opened: true, closed: true, start, end: this.#at };
  }

  #plain(char: string): string {
    PLAIN.lastIndex = this.#at;
    if (PLAIN.test(this.#text)) {
      const run = this.#text.slice(this.#at, PLAIN.lastIndex);
      this.#at = PLAIN.lastIndex;
      return run;
    }
    if (char < ' ') this.#problem(this.#at, this.#at + 1, 'Control characters are written as escapes, such as \\t.');
    this.#at++;
    return char;
  }

  #escape(): string {
    const start = this.#at;
    const letter = this.#text[start + 1] ?? '';
    if (letter === 'u') {
      const digits = this.#text.slice(start + 2, start + 6);
      if (/^[0-9a-fA-F]{4}$/.test(digits)) {
        this.#at += 6;
        return String.fromCharCode(parseInt(digits, 16));
      }
    }
    const simple = ESCAPES.get(letter);
    if (simple === undefined) {
      this.#problem(start, start + 2, `Unknown escape '\\${letter}'.`);
      this.#at++;
      return '';
    }
    this.#at += 2;
    return simple;
  }

  #word(): JsonNode {
    const start = this.#at;
    const text = this.#bareWord();
    const end = this.#at;
    if (text === 'true' || text === 'false') return { kind: 'keyword', value: text === 'true', start, end };
    if (text === 'null') return { kind: 'keyword', value: null, start, end };
    if (NUMBER.test(text)) return { kind: 'number', text, start, end };
    this.#problem(start, end, wordProblem(text));
    return { kind: 'word', text, start, end };
  }

  #bareWord(): string {
    const start = this.#at;
    WORD.lastIndex = start;
    this.#at = WORD.test(this.#text) ? WORD.lastIndex : start + 1;
    return this.#text.slice(start, this.#at);
  }

  /** Skips whitespace and comments. It reports each comment, because JSON has no comments. */
  #skip(): void {
    for (;;) {
      SPACE.lastIndex = this.#at;
      if (SPACE.test(this.#text)) this.#at = SPACE.lastIndex;
      COMMENT.lastIndex = this.#at;
      if (!COMMENT.test(this.#text)) return;
      this.#problem(this.#at, COMMENT.lastIndex, 'JSON has no comments.');
      this.#at = COMMENT.lastIndex;
    }
  }

  /** Reports a problem if it is the first one at its place. The first mistake causes the later problems there. */
  #problem(start: number, end: number, message: string): void {
    if (this.problems.length >= MAX_PROBLEMS || this.problems.some((problem) => problem.start === start)) return;
    this.problems.push({ start, end: Math.min(Math.max(end, start), this.#text.length), message });
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
/** Matches ordinary characters of a string, so that we read many of them in one step. */
const PLAIN = /[^"'\\\u0000-\u001f]+/y;
const SPACE = /[ \t\r\n\uFEFF]+/y;
const COMMENT = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y;
const WORD = /[^\s,:{}[\]"'/]+/y;

function wordProblem(text: string): string {
  if (/^[-+]?(nan|inf|infinity)$/i.test(text))
    return `${text} is written as a string: "NaN", "Infinity" or "-Infinity".`;
  if (/^[-+.\d]/.test(text)) return `'${text}' is not a JSON number.`;
  return `'${text}' is not a JSON value; strings are written in double quotes.`;
}
