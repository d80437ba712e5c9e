/** Finds which part of the grammar the cursor is in. This decides what you may write there. */
import { startsLine, withLineFeeds } from '../../text/lines.ts';
import type { Block, BlockKind, Surroundings, TypedName } from './surroundings.ts';

/** The kind of text that you may write at the cursor. It is `nothing` in comments, and where you choose a new name. */
export type Position =
  | { readonly kind: 'nothing' }
  /**
   * A statement may begin here. `alsoReturns` is set on the line after the first half of an rpc, where `returns` may
   * follow.
   */
  | { readonly kind: 'statement'; readonly block: BlockKind | 'file'; readonly alsoReturns: boolean }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'type'; readonly of: TypePlace; readonly label: string | undefined }
  | { readonly kind: 'fieldName'; readonly type: string; readonly repeated: boolean }
  | { readonly kind: 'number'; readonly of: 'field' | 'enumValue' }
  | { readonly kind: 'range'; readonly of: 'reserved' | 'extensions' }
  | { readonly kind: 'optionName'; readonly option: OptionPlace; readonly parenthesis: boolean }
  | { readonly kind: 'optionValue'; readonly option: OptionPlace }
  /** The cursor is between the quotes of a value. */
  | { readonly kind: 'optionString'; readonly option: OptionPlace }
  | { readonly kind: 'aggregateField'; readonly option: OptionPlace; readonly bracket: boolean }
  | { readonly kind: 'importPath' }
  | { readonly kind: 'syntax'; readonly keyword: 'syntax' | 'edition' }
  | { readonly kind: 'package' };

/** The place of a type, which decides which types fit. */
export type TypePlace = 'field' | 'oneofField' | 'mapKey' | 'mapValue' | 'rpc' | 'rpcAfterStream' | 'extendee';

/** The kind of declaration that an option belongs to. */
export type OptionTarget =
  | 'file'
  | 'message'
  | 'field'
  | 'extensionField'
  | 'oneof'
  | 'enum'
  | 'enumValue'
  | 'service'
  | 'method'
  | 'extensionRange';

/** One part of a dotted option name. `extension` says that the part is in parentheses. */
export interface OptionPart {
  readonly extension: boolean;
  readonly name: string;
}

/** The option that contains the cursor. */
export interface OptionPlace {
  readonly target: OptionTarget;
  /** Whether the option is a statement instead of an entry of a list in brackets. */
  readonly statement: boolean;
  /** The parts of the name before the part that the user is typing. */
  readonly parts: readonly OptionPart[];
  /** The fields in text format that lead to the cursor; an extension has the form `[a.b]`. */
  readonly inner: readonly string[];
  /** The field's type as written, if the option belongs to a field. */
  readonly fieldType: string | undefined;
  readonly repeated: boolean;
  /** The types of key and value as written, if the option belongs to a map field. */
  readonly entry?: readonly [key: string, value: string];
  /** The names of the other options in the list, or of the other fields in the same braces of text format. */
  readonly siblings: readonly string[];
}

const NOTHING: Position = { kind: 'nothing' };

/** The position of the cursor, judged by the tokens before it. */
export function positionOf(around: Surroundings): Position {
  const { place } = around;
  if (place.kind === 'nowhere') return NOTHING;
  const words = wordsOf(around, around.from, around.to);
  if (place.kind === 'string') return stringPosition(around, words);
  const block = around.blocks.at(-1)?.kind ?? 'file';
  const option = optionPosition(around, words, place.typed);
  if (option !== undefined) return option;
  if (place.typed.qualifier !== undefined && !mayBeDotted(words, block)) return NOTHING;
  return statementPosition(around, block, words);
}

function wordsOf({ tree, comments }: Surroundings, from: number, to: number): readonly string[] {
  const words: string[] = [];
  for (let at = from; at < to; at++) if (!comments.has(at)) words.push(tree.tokens.text(at));
  return words;
}

function stringPosition(around: Surroundings, words: readonly string[]): Position {
  const option = optionPosition(around, words, EMPTY);
  if (option?.kind === 'optionValue') return { kind: 'optionString', option: option.option };
  return around.blocks.length === 0 ? stringAtTop(words) : NOTHING;
}

function stringAtTop(words: readonly string[]): Position {
  const [first = '', second = ''] = words;
  if (first === 'import' && words.length <= 2 && (words.length === 1 || IMPORT_MODIFIERS.includes(second)))
    return { kind: 'importPath' };
  if ((first === 'syntax' || first === 'edition') && words.length === 2 && second === '=')
    return { kind: 'syntax', keyword: first };
  return NOTHING;
}

const IMPORT_MODIFIERS: readonly string[] = ['public', 'weak', 'option'];

/** Whether the typed name may have dots. Only types and names of packages have them. */
function mayBeDotted(words: readonly string[], block: BlockKind | 'file'): boolean {
  return (
    block === 'message' ||
    block === 'oneof' ||
    block === 'extend' ||
    block === 'service' ||
    words[0] === 'extend' ||
    words[0] === 'package'
  );
}

function statementPosition(around: Surroundings, block: BlockKind | 'file', words: readonly string[]): Position {
  const [first = ''] = words;
  const start: Position = { kind: 'statement', block, alsoReturns: false };
  switch (block) {
    case 'file':
      if (words.length === 0) return start;
      return filePosition(words);
    case 'message':
    case 'oneof':
    case 'extend':
      if (words.length === 0) return start;
      return memberPosition(words, block);
    case 'enum':
      if (words.length === 0) return start;
      if (first === 'reserved') return rangePosition(words, 'reserved');
      if (words[1] === '=' && (words.length === 2 || (words.length === 3 && words[2] === '-')))
        return { kind: 'number', of: 'enumValue' };
      return NOTHING;
    case 'service':
      if (words.length === 0) return start;
      return rpcPosition(around, words);
    case 'method':
      if (words.length === 0) return start;
      return NOTHING;
    case 'aggregate':
    case 'unknown':
      return NOTHING;
  }
}

function filePosition(words: readonly string[]): Position {
  const [first = '', second = ''] = words;
  switch (first) {
    case 'extend':
      if (words.length === 1) return { kind: 'type', of: 'extendee', label: undefined };
      return NOTHING;
    case 'import':
      if (words.length === 1) return { kind: 'words', words: IMPORT_MODIFIERS };
      return NOTHING;
    case 'export':
    case 'local':
      if (words.length === 1) return { kind: 'words', words: ['message', 'enum'] };
      return NOTHING;
    case 'syntax':
    case 'edition':
      if (words.length === 2 && second === '=') return { kind: 'syntax', keyword: first };
      return NOTHING;
    case 'package':
      if (words.length === 1) return { kind: 'package' };
      return NOTHING;
    default:
      return NOTHING;
  }
}

const LABELS: readonly string[] = ['optional', 'required', 'repeated'];

function memberPosition(words: readonly string[], block: 'message' | 'oneof' | 'extend'): Position {
  const [first = ''] = words;
  if (words.length === 1) {
    if (first === 'extend') return { kind: 'type', of: 'extendee', label: undefined };
    if (first === 'export' || first === 'local') return { kind: 'words', words: ['message', 'enum'] };
    if (first === 'message' || first === 'enum' || first === 'oneof') return NOTHING;
  }
  if (first === 'reserved' || first === 'extensions') return rangePosition(words, first);
  const { label, rest } = splitLabel(words);
  if (rest.length === 0) return { kind: 'type', of: block === 'oneof' ? 'oneofField' : 'field', label };
  if (rest[0] === 'map' && rest[1] === '<') return mapPosition(rest);
  const type = leadingName(rest);
  if (type === 0) return NOTHING;
  return behindType(rest.slice(type), rest.slice(0, type).join(''), label === 'repeated');
}

/** A field's label, if it has one, and the words after the label. */
function splitLabel(words: readonly string[]): { label: string | undefined; rest: readonly string[] } {
  const [first = '', ...rest] = words;
  if (LABELS.includes(first)) return { label: first, rest };
  return { label: undefined, rest: words };
}

function mapPosition(words: readonly string[]): Position {
  const comma = words.indexOf(',');
  if (words.length === 2) return { kind: 'type', of: 'mapKey', label: undefined };
  if (comma === words.length - 1) return { kind: 'type', of: 'mapValue', label: undefined };
  const end = words.indexOf('>');
  if (end < 0) return NOTHING;
  return behindType(words.slice(end + 1), leadingText(words.slice(comma + 1, end)), true);
}

function leadingText(words: readonly string[]): string {
  return words.join('');
}

function behindType(rest: readonly string[], type: string, repeated: boolean): Position {
  if (rest.length === 0) {
    if (type === 'group') return NOTHING;
    return { kind: 'fieldName', type, repeated };
  }
  if (rest.length === 2 && rest[1] === '=') return { kind: 'number', of: 'field' };
  return NOTHING;
}

/** How many words at the start of the statement form one dotted name. */
function leadingName(words: readonly string[]): number {
  let at = words[0] === '.' ? 1 : 0;
  if (!isWord(words[at])) return 0;
  at++;
  while (words[at] === '.' && isWord(words[at + 1])) at += 2;
  return at;
}

function isWord(text: string | undefined): boolean {
  return text !== undefined && /^[A-Za-z_]\w*$/.test(text);
}

function rangePosition(words: readonly string[], of: 'reserved' | 'extensions'): Position {
  const last = words.at(-1) ?? '';
  if (last === 'to') return { kind: 'words', words: ['max'] };
  if (words.length === 1 || last === ',') return { kind: 'range', of };
  if (/^\d/.test(last)) return { kind: 'words', words: ['to'] };
  return NOTHING;
}

function rpcPosition(around: Surroundings, words: readonly string[]): Position {
  if (words[0] !== 'rpc' || words.length < 3) return NOTHING;
  const last = words.at(-1);
  const returns = words.includes('returns');
  if (last === '(') return { kind: 'type', of: 'rpc', label: undefined };
  if (last === 'stream') return { kind: 'type', of: 'rpcAfterStream', label: undefined };
  if (last !== ')' || returns) return NOTHING;
  // At the start of a line, the user may also begin the next rpc.
  if (isFirstOfLine(around)) return { kind: 'statement', block: 'service', alsoReturns: true };
  return { kind: 'words', words: ['returns'] };
}

function isFirstOfLine({ tree, place }: Surroundings): boolean {
  return place.kind === 'code' && startsLine(withLineFeeds(tree.text), place.typed.wholeSpan.start);
}

const TARGETS: Readonly<Record<BlockKind | 'file', OptionTarget | undefined>> = {
  file: 'file',
  message: 'message',
  enum: 'enum',
  service: 'service',
  method: 'method',
  oneof: 'oneof',
  extend: undefined,
  aggregate: undefined,
  unknown: undefined,
};

/** The position in an option: a statement, an entry in brackets, or text format in its value. */
function optionPosition(around: Surroundings, words: readonly string[], typed: TypedName): Position | undefined {
  const { blocks } = around;
  const outer = blocks.findIndex(({ kind }) => kind === 'aggregate');
  if (outer < 0) return inEntry(words, typed, blocks.at(-1)?.kind ?? 'file');
  const [first, ...nested] = blocks.slice(outer);
  if (first === undefined) return undefined;
  const entry = inEntry(wordsOf(around, first.from, first.open), EMPTY, blocks[outer - 1]?.kind ?? 'file');
  if (entry?.kind !== 'optionValue') return NOTHING;
  return inAggregate(around, words, { ...entry.option, inner: nested.map(({ name }) => name) }, typed);
}

const EMPTY: TypedName = {
  qualifier: undefined,
  word: '',
  wordSpan: { start: 0, end: 0 },
  wholeSpan: { start: 0, end: 0 },
};

function inEntry(words: readonly string[], typed: TypedName, block: BlockKind | 'file'): Position | undefined {
  if (words[0] === 'option' && !(words.length === 1 && block === 'extend')) {
    const target = TARGETS[block];
    if (target === undefined || words[1] === '=') return undefined;
    return entryPosition(words.slice(1), typed, {
      target,
      statement: true,
      parts: [],
      inner: [],
      fieldType: undefined,
      repeated: false,
      siblings: [],
    });
  }
  const open = openBracket(words);
  if (open < 0) return undefined;
  const target = bracketTarget(words, block);
  if (target === undefined) return undefined;
  const { entries, last } = entriesOf(words.slice(open + 1));
  const { label, rest } = splitLabel(words);
  return entryPosition(last, typed, {
    ...entryOf(rest),
    target,
    statement: false,
    parts: [],
    inner: [],
    fieldType: fieldTypeOf(target, rest),
    repeated: label === 'repeated' || rest[0] === 'map',
    siblings: entries.map((entry) => beforeEquals(entry).join('')),
  });
}

function entryOf(words: readonly string[]): Pick<OptionPlace, 'entry'> {
  const [comma, end] = [words.indexOf(','), words.indexOf('>')];
  if (words[0] !== 'map' || words[1] !== '<' || comma < 0 || end < comma) return {};
  return { entry: [words.slice(2, comma).join(''), words.slice(comma + 1, end).join('')] };
}

function fieldTypeOf(target: OptionTarget, words: readonly string[]): string | undefined {
  if (target !== 'field' && target !== 'extensionField') return undefined;
  return words.slice(0, leadingName(words)).join('');
}

/** The words of an option's name in an option list: the words before `=`, or all words if there is no `=` yet. */
function beforeEquals(words: readonly string[]): readonly string[] {
  const equals = words.indexOf('=');
  if (equals < 0) return words;
  return words.slice(0, equals);
}

function openBracket(words: readonly string[]): number {
  let depth = 0;
  let open = -1;
  for (const [index, word] of words.entries()) {
    if (word === '[' && depth++ === 0) open = index;
    else if (word === ']') depth--;
  }
  if (depth > 0) return open;
  return -1;
}

function bracketTarget(words: readonly string[], block: BlockKind | 'file'): OptionTarget | undefined {
  if (words[0] === 'extensions') return 'extensionRange';
  if (block === 'enum') return 'enumValue';
  if (block === 'extend') return 'extensionField';
  if (block === 'message' || block === 'oneof') return 'field';
  return undefined;
}

/** The entries of a list, split at the commas, and the one that the user is writing. */
function entriesOf(words: readonly string[]): { entries: readonly (readonly string[])[]; last: readonly string[] } {
  const entries: (readonly string[])[] = [];
  let depth = 0;
  let from = 0;
  for (const [index, word] of words.entries()) {
    if (word === '{' || word === '[' || word === '(') depth++;
    else if (word === '}' || word === ']' || word === ')') depth--;
    else if (word === ',' && depth === 0) {
      entries.push(words.slice(from, index));
      from = index + 1;
    }
  }
  return { entries, last: words.slice(from) };
}

function entryPosition(words: readonly string[], typed: TypedName, option: OptionPlace): Position {
  const equals = words.indexOf('=');
  const parts = optionParts(beforeEquals(words));
  if (equals >= 0) {
    if (equals === words.length - 1 && typed.qualifier === undefined)
      return { kind: 'optionValue', option: { ...option, parts: parts.done } };
    return NOTHING;
  }
  if (parts.open) return { kind: 'optionName', option: { ...option, parts: parts.done }, parenthesis: true };
  const behindName = words.length > 0 && words.at(-1) !== '.';
  const qualifier = typed.qualifier ?? '';
  if (behindName && typed.qualifier === undefined) return NOTHING;
  const own = qualifier
    .split('.')
    .filter((name) => name !== '')
    .map((name): OptionPart => ({ extension: false, name }));
  return { kind: 'optionName', option: { ...option, parts: [...parts.done, ...own] }, parenthesis: false };
}

/** The complete parts of an option's name. `open` says that the last part has no `)` yet. */
function optionParts(words: readonly string[]): { done: readonly OptionPart[]; open: boolean } {
  const done: OptionPart[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '(') {
      const end = words.indexOf(')', at);
      if (end < 0) return { done, open: true };
      done.push({ extension: true, name: words.slice(at + 1, end).join('') });
      at = end;
    } else if (isWord(word)) done.push({ extension: false, name: word });
  }
  return { done, open: false };
}

function inAggregate(around: Surroundings, words: readonly string[], option: OptionPlace, typed: TypedName): Position {
  const siblings = fieldNames(around, around.blocks.at(-1));
  const at = { ...option, siblings };
  const last = words.at(-1) ?? '';
  const list = openBracket(words);
  if (list >= 0 && words[list - 1] !== ':') return { kind: 'aggregateField', option: at, bracket: true };
  if (list >= 0) {
    if (typed.qualifier === undefined) return valueIn(at, words.slice(0, list - 1));
    return NOTHING;
  }
  if (typed.qualifier !== undefined) return NOTHING;
  if (last === ':') return valueIn(at, words.slice(0, -1));
  return { kind: 'aggregateField', option: at, bracket: false };
}

/** The position in the value of a field in text format. `words` end with the field's name. */
function valueIn(option: OptionPlace, words: readonly string[]): Position {
  return { kind: 'optionValue', option: { ...option, inner: [...option.inner, lastName(words)] } };
}

function lastName(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  if (last === ']') return words.slice(words.lastIndexOf('[')).join('');
  return last;
}

/** The names of the fields that are directly in a message in text format, before the cursor. */
function fieldNames(around: Surroundings, block: Block | undefined): readonly string[] {
  if (block === undefined) return [];
  const names: string[] = [];
  let depth = 0;
  let before = '';
  for (const text of wordsOf(around, block.open + 1, around.to)) {
    if (text === '{' || text === '<') {
      if (depth++ === 0 && isWord(before)) names.push(before);
    } else if (text === '}' || text === '>') depth--;
    else if (text === ':' && depth === 0) names.push(before);
    before = text;
  }
  return names;
}
