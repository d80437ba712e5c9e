/**
 * Finds where declarations begin, by a keyword and the tokens after it. After a broken statement, the parser looks for
 * the next declaration. A field may be called `message`, so a keyword alone is not enough.
 */
import { KIND, type Tokens } from '../lexing/tokens.ts';

/** The kind of block that a statement is in. It decides which declarations may begin there. */
export type Context = 'file' | 'message' | 'enum' | 'service' | 'method' | 'oneof' | 'extend';

interface Beginning {
  readonly contexts: ReadonlySet<Context>;
  /** Whether the tokens after the keyword, from `next` on, belong to such a declaration. */
  readonly followed: (tokens: Tokens, next: number, context: Context) => boolean;
  /** Whether the keyword can also be the type of a field. */
  readonly orField?: boolean;
}

const ANYWHERE: ReadonlySet<Context> = new Set(['file', 'message', 'enum', 'service', 'method', 'oneof', 'extend']);
const FILE: ReadonlySet<Context> = new Set(['file']);
const FIELDS: ReadonlySet<Context> = new Set(['message', 'oneof', 'extend']);

const TYPE: Beginning = { contexts: new Set(['file', 'message']), followed: opensBlock };
const MODIFIED_TYPE: Beginning = { contexts: ANYWHERE, followed: isTypeDeclaration };
const VERSION: Beginning = { contexts: FILE, followed: (tokens, next) => tokens.is(next, '=') };
const LABELLED_FIELD: Beginning = { contexts: FIELDS, followed: isTypeName };
const NUMBERS: Beginning = {
  contexts: new Set(['message', 'enum']),
  followed: (tokens, next) => tokens.code(next) !== KIND.symbol,
  orField: true,
};

const BEGINNINGS: ReadonlyMap<string, Beginning> = new Map<string, Beginning>([
  ['message', TYPE],
  ['enum', TYPE],
  ['service', { contexts: FILE, followed: opensBlock }],
  ['oneof', { contexts: new Set(['message']), followed: opensBlock }],
  ['export', MODIFIED_TYPE],
  ['local', MODIFIED_TYPE],
  ['extend', { contexts: TYPE.contexts, followed: (tokens, next) => isNameThen(tokens, next, '{') }],
  ['option', { contexts: new Set(['file', 'message', 'enum', 'service', 'method', 'oneof']), followed: isOptionName }],
  ['import', { contexts: FILE, followed: isImportPath }],
  ['package', { contexts: FILE, followed: (tokens, next) => isNameThen(tokens, next, ';') }],
  ['syntax', VERSION],
  ['edition', VERSION],
  ['rpc', { contexts: new Set(['service']), followed: opensParameters }],
  ['reserved', NUMBERS],
  ['extensions', NUMBERS],
  ['map', { contexts: FIELDS, followed: (tokens, next) => tokens.is(next, '<') }],
  ['optional', LABELLED_FIELD],
  ['required', LABELLED_FIELD],
  ['repeated', LABELLED_FIELD],
]);

/** Whether a declaration that `context` allows begins at a token. It looks at one name after the token at most. */
export function begins(tokens: Tokens, index: number, context: Context): boolean {
  if (tokens.code(index) !== KIND.identifier) return tokens.is(index, '.') && isField(tokens, index, context);
  const beginning = BEGINNINGS.get(tokens.name(index));
  if (beginning === undefined) return isMember(tokens, index, context);
  if (beginning.contexts.has(context) && beginning.followed(tokens, index + 1, context)) return true;
  return beginning.orField === true && isField(tokens, index, context);
}

function isMember(tokens: Tokens, index: number, context: Context): boolean {
  if (context === 'enum') return isEnumValue(tokens, index);
  return isField(tokens, index, context);
}

function isField(tokens: Tokens, index: number, context: Context): boolean {
  if (!FIELDS.has(context)) return false;
  const name = behindName(tokens, index);
  return name > index && tokens.code(name) === KIND.identifier && tokens.is(name + 1, '=');
}

/**
 * Whether an enum value begins at a token. The sign after its number distinguishes it from an entry of an option list.
 */
function isEnumValue(tokens: Tokens, index: number): boolean {
  if (!tokens.is(index + 1, '=')) return false;
  const number = behindOptional(tokens, index + 2, '-');
  return tokens.code(number) === KIND.integer && (tokens.is(number + 1, ';') || tokens.is(number + 1, '['));
}

/** Skips a token if it has this text. Returns the index of the next token, or the same index if the text differs. */
export function behindOptional(tokens: Tokens, index: number, text: string): number {
  if (tokens.is(index, text)) return index + 1;
  return index;
}

function opensBlock(tokens: Tokens, next: number): boolean {
  return tokens.code(next) === KIND.identifier && tokens.is(next + 1, '{');
}

function opensParameters(tokens: Tokens, next: number): boolean {
  return tokens.code(next) === KIND.identifier && tokens.is(next + 1, '(');
}

/**
 * Whether a message or an enum begins after `export` or `local`. It may begin in the same places as without the
 * modifier.
 */
function isTypeDeclaration(tokens: Tokens, next: number, context: Context): boolean {
  const isType = tokens.is(next, 'message') || tokens.is(next, 'enum');
  return isType && begins(tokens, next, context);
}

function isTypeName(tokens: Tokens, next: number): boolean {
  return tokens.code(next) === KIND.identifier || tokens.is(next, '.');
}

function isOptionName(tokens: Tokens, next: number): boolean {
  return tokens.is(next, '(') || isNameThen(tokens, next, '=') || isNameThen(tokens, next, '.');
}

/** Whether the tokens are an import path, or `public`, `weak` or `option` and a path. */
function isImportPath(tokens: Tokens, next: number): boolean {
  return tokens.code(next) === KIND.string || tokens.code(next + 1) === KIND.string;
}

/** Whether a dotted name begins at a token and `text` comes after the name. */
function isNameThen(tokens: Tokens, index: number, text: string): boolean {
  const behind = behindName(tokens, index);
  return behind > index && tokens.is(behind, text);
}

/**
 * The number of tokens of a name that we look at. If a long name has one part per line, we would otherwise read it to
 * its end from each line.
 */
const LONGEST_NAME = 64;

/** Returns the index of the token after a dotted name, or the same index if there is no name. */
function behindName(tokens: Tokens, index: number): number {
  let at = behindOptional(tokens, index, '.');
  if (tokens.code(at) !== KIND.identifier) return index;
  at++;
  const last = index + LONGEST_NAME;
  while (at < last && tokens.is(at, '.') && tokens.code(at + 1) === KIND.identifier) at += 2;
  return at;
}
