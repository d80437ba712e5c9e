/**
 * What a person's Go file declares, as far as adding a method asks: imports, types that embed an
 * `Unimplemented…Server`, methods, and where they end. It reads top-level declarations from tokens
 * and knows nothing of bodies, so it wants source that gofmt accepts.
 */
import { goTokens, type GoToken } from './goTokens.ts';
import type { GoImport } from './writer.ts';

export interface GoSource {
  readonly text: string;
  readonly package: string;
  readonly imports: readonly GoImport[];
  /** Offset behind the last import declaration, or behind the package clause. */
  readonly importsEnd: number;
  /** Offset of the closing parenthesis of the last import block, if there is one. */
  readonly importBlockEnd?: number;
  readonly types: readonly GoType[];
  readonly methods: readonly GoMethodDeclaration[];
  /** Every name that the file declares in its package. */
  readonly names: ReadonlySet<string>;
  /** String literals without their quotes. */
  readonly strings: ReadonlySet<string>;
  /** `pb.RegisterGreeterServer`, wherever it stands. */
  readonly selectors: ReadonlySet<string>;
}

interface GoType {
  readonly name: string;
  /** Embedded types of other packages, `alias.Name`. */
  readonly embeds: readonly string[];
  readonly end: number;
}

interface GoMethodDeclaration {
  readonly receiver: string;
  readonly type: string;
  readonly name: string;
  readonly end: number;
}

export function readGoSource(text: string): GoSource {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  readonly #tokens: readonly GoToken[];
  #at = 0;
  #package = '';
  readonly #imports: GoImport[] = [];
  #importsEnd = 0;
  #importBlockEnd: number | undefined;
  readonly #types: GoType[] = [];
  readonly #methods: GoMethodDeclaration[] = [];
  readonly #names = new Set<string>();

  constructor(text: string) {
    this.#text = text;
    this.#tokens = goTokens(text);
  }

  read(): GoSource {
    while (this.#at < this.#tokens.length) this.#declaration();
    return {
      text: this.#text,
      package: this.#package,
      imports: this.#imports,
      importsEnd: this.#importsEnd,
      ...(this.#importBlockEnd === undefined ? {} : { importBlockEnd: this.#importBlockEnd }),
      types: this.#types,
      methods: this.#methods,
      names: this.#names,
      strings: new Set(this.#tokens.filter(({ kind }) => kind === 'string').map((token) => unquote(token.text))),
      selectors: selectorsOf(this.#tokens),
    };
  }

  #declaration(): void {
    const word = this.#next();
    switch (word?.text) {
      case 'package':
        this.#package = this.#next()?.text ?? '';
        this.#importsEnd = this.#previousEnd();
        break;
      case 'import':
        this.#group(() => this.#import(), (end) => { this.#importBlockEnd = end; });
        this.#importsEnd = this.#previousEnd();
        break;
      case 'type':
        this.#group(() => this.#type());
        break;
      case 'var':
      case 'const':
        this.#group(() => this.#value());
        break;
      case 'func':
        this.#function();
        break;
      default:
        break;
    }
  }

  /** One specification, or several in parentheses. */
  #group(read: () => void, atEnd: (end: number) => void = () => undefined): void {
    if (this.#peek()?.text !== '(') {
      read();
      return;
    }
    this.#at++;
    for (;;) {
      this.#skipNewlines();
      const token = this.#peek();
      if (token === undefined) return;
      if (token.text === ')') break;
      const before = this.#at;
      read();
      // Whatever could not be read is passed over, so that this ends.
      if (this.#at === before) this.#at++;
    }
    const close = this.#next();
    if (close !== undefined) atEnd(close.start);
  }

  #import(): void {
    const first = this.#next();
    if (first === undefined) return;
    if (first.kind === 'string') this.#imports.push({ path: unquote(first.text) });
    else {
      const path = this.#next();
      if (path?.kind === 'string') this.#imports.push({ path: unquote(path.text), alias: first.text });
    }
    this.#skipLine();
  }

  #type(): void {
    const name = this.#next()?.text ?? '';
    this.#names.add(name);
    const from = this.#at;
    this.#skipLine();
    this.#types.push({ name, embeds: embedsOf(this.#tokens.slice(from, this.#at)), end: this.#previousEnd() });
  }

  #value(): void {
    const name = this.#next();
    if (name?.kind === 'word') this.#names.add(name.text);
    while (this.#peek()?.text === ',') {
      this.#at++;
      const another = this.#next();
      if (another?.kind === 'word') this.#names.add(another.text);
    }
    this.#skipLine();
  }

  #function(): void {
    const receiver = this.#peek()?.text === '(' ? this.#parentheses() : undefined;
    const name = this.#next()?.text ?? '';
    this.#skipLine();
    if (receiver === undefined) {
      this.#names.add(name);
      return;
    }
    // `(s *T)`, `(*T)`, `(s T[K])`
    const bracket = receiver.findIndex(({ text }) => text === '[');
    const words = receiver.slice(0, bracket < 0 ? undefined : bracket).filter(({ kind }) => kind === 'word');
    const type = words.at(-1)?.text ?? '';
    this.#methods.push({ receiver: words.length > 1 ? (words[0]?.text ?? '') : '', type, name, end: this.#previousEnd() });
  }

  #parentheses(): readonly GoToken[] {
    const from = this.#at + 1;
    this.#skipBalanced();
    return this.#tokens.slice(from, this.#at - 1);
  }

  /** To the end of the line that brackets do not hold open. */
  #skipLine(): void {
    for (let token = this.#peek(); token !== undefined && token.kind !== 'newline' && token.text !== ';'; token = this.#peek()) {
      if (token.kind === 'sign' && ')]}'.includes(token.text)) return;
      this.#skipBalanced();
    }
  }

  /** One token, or what stands between brackets. */
  #skipBalanced(): void {
    let depth = 0;
    do {
      const token = this.#next();
      if (token === undefined) return;
      if (token.kind !== 'sign') continue;
      if ('([{'.includes(token.text)) depth++;
      else if (')]}'.includes(token.text)) depth--;
    } while (depth > 0);
  }

  #skipNewlines(): void {
    while (this.#peek()?.kind === 'newline' || this.#peek()?.text === ';') this.#at++;
  }

  #peek(): GoToken | undefined {
    return this.#tokens[this.#at];
  }

  #next(): GoToken | undefined {
    return this.#tokens[this.#at++];
  }

  #previousEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }
}

/** Fields that are only `alias.Name` or `*alias.Name`, at the struct's own level. */
function embedsOf(tokens: readonly GoToken[]): readonly string[] {
  const embeds: string[] = [];
  let depth = 0;
  let line: GoToken[] = [];
  const endLine = (): void => {
    const words = line.filter(({ text }) => text !== '*').filter(({ kind }) => kind !== 'string');
    if (depth === 1 && words.length === 3 && words[1]?.text === '.') embeds.push(words.map(({ text }) => text).join(''));
    line = [];
  };
  for (const token of tokens) {
    if (token.text === '{') {
      line = [];
      depth++;
    } else if (token.text === '}') {
      endLine();
      depth--;
    } else if (token.kind === 'newline' || token.text === ';') {
      endLine();
    } else {
      line.push(token);
    }
  }
  return embeds;
}

function selectorsOf(tokens: readonly GoToken[]): ReadonlySet<string> {
  const selectors = new Set<string>();
  tokens.forEach((token, i) => {
    const [dot, name] = [tokens[i + 1], tokens[i + 2]];
    if (token.kind === 'word' && dot?.text === '.' && name?.kind === 'word') selectors.add(`${token.text}.${name.text}`);
  });
  return selectors;
}

function unquote(text: string): string {
  return text.slice(1, -1);
}
