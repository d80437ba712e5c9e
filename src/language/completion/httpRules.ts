/**
 * Completes `google.api.http` options: paths made from the rpc's name and the fields of its request, in the forms of
 * https://google.aip.dev/127 and https://google.aip.dev/130. They are suggestions; no rule requires them.
 */
import {
  FIELD_TYPE,
  LABEL,
  type FieldDescriptor,
  type MessageDescriptor,
  type MethodDescriptor,
} from '../../schema/descriptors/descriptor.ts';
import { snakeCase } from '../names/snakeCase.ts';
import { type CompletionItem, item } from './item.ts';
import { OptionTypes } from './optionTypes.ts';
import type { OptionPlace } from './position.ts';
import type { CompletionRequest } from './request.ts';

/** The full name of the message type of an HTTP rule. */
export const HTTP_RULE = 'google.api.HttpRule';

/** The meaning of an rpc's name: what the rpc does to which resource. */
interface Meaning {
  readonly verb: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** The resource in the name: `book` for `GetBook`, `books` for `ListBooks`. */
  readonly noun: string;
  readonly collection: string;
  /** The end of the path for a custom method: `:archive` for `ArchiveBook`. It is empty for a standard method. */
  readonly custom: string;
  /** Whether the path names one resource instead of the collection. */
  readonly ofOne: boolean;
}

/** The entries for a string in a rule: paths, fields of the request in braces, and bodies. */
export function httpRuleItems(request: CompletionRequest, option: OptionPlace): readonly CompletionItem[] {
  const { place } = request.around;
  const method = methodAround(request);
  const types = new OptionTypes(request, option);
  const [container, field = ''] =
    option.inner.length > 0
      ? [types.messageIn(option.inner.slice(0, -1)), option.inner.at(-1)]
      : [types.messageOf(option.parts.slice(0, -1)), option.parts.at(-1)?.name];
  if (place.kind !== 'string' || method?.input === undefined) return [];
  if (!isPartOfRule(container)) return [];
  if (field === 'body') return wholeStrings(request, bodies(method.input));
  if (field === 'response_body') return wholeStrings(request, fieldNames(method.output));
  if (field === 'kind' || field === 'selector') return [];
  const typed = request.tree.text.slice(place.content.start, request.offset);
  const brace = typed.lastIndexOf('{');
  if (brace > typed.lastIndexOf('}')) return variables(request, method.input, typed.slice(brace + 1));
  return wholeStrings(request, paths(method));
}

function isPartOfRule(message: MessageDescriptor | undefined): boolean {
  return message?.fullName === HTTP_RULE || message?.fullName === 'google.api.CustomHttpPattern';
}

/** The rpc that contains the cursor; undefined if it is too incomplete to have a descriptor. */
export function methodAround({ around, file, scopeName }: CompletionRequest): MethodDescriptor | undefined {
  const name = around.blocks.findLast(({ kind }) => kind === 'method')?.name;
  const service = file.interface.scope.get(scopeName);
  if (service?.kind !== 'service') return undefined;
  return service.methods.find((method) => method.name === name);
}

/** The fields of the rule's value for an rpc, one per line: the verb with the likeliest path, and the body. */
export function httpLiteral(method: MethodDescriptor): readonly string[] {
  const { verb, noun, custom } = meaningOf(method);
  const [path = ''] = paths(method);
  const line = `${verb}: "${path}"`;
  if (verb === 'get' || verb === 'delete') return [line];
  const own = method.input?.fields.find((field) => field.name === snakeCase(noun) && isMessage(field));
  if (own === undefined || custom !== '') return [line, 'body: "*"'];
  return [line, `body: "${own.name}"`];
}

/** The paths that a rule may have for an rpc, the likeliest first. */
function paths(method: MethodDescriptor): readonly string[] {
  const { collection, custom, ofOne } = meaningOf(method);
  const version = `/${versionOf(method)}`;
  const all = `${version}/${collection}`;
  const isString = (field: FieldDescriptor): boolean => isSingle(field) && field.type === FIELD_TYPE.string;
  const parent = (method.input?.fields ?? []).filter((field) => field.name === 'parent' && isString(field));
  const nested = parent.map(({ name }) => `${version}/{${name}=*/*}/${collection}`);
  const keys = keysOf(method);
  const named = keys
    .filter(({ path, field }) => /(?:^|\.)name$/.test(path) && isString(field))
    .map(({ path }) => `${version}/{${path}=${collection}/*}`);
  const byKey = keys.filter(({ path }) => !/(?:^|\.)name$/.test(path)).map(({ path }) => `${all}/{${path}}`);
  const ofResource = [...named, ...byKey];
  const found = ofOne ? [...ofResource, all] : [...nested, all];
  return found.map((path) => `${path}${custom}`);
}

interface Key {
  /** The path of the field from the request, such as `book.name`. */
  readonly path: string;
  readonly field: FieldDescriptor;
}

/** The fields that may identify the resource: fields of the request, or of the resource in the request. */
function keysOf(method: MethodDescriptor): readonly Key[] {
  const noun = snakeCase(meaningOf(method).noun);
  const isKey = (field: FieldDescriptor): boolean =>
    isSingle(field) && !isMessage(field) && ['name', 'id', `${noun}_id`, 'uid', 'key'].includes(field.name);
  const fields = method.input?.fields ?? [];
  const own = fields.filter(isKey).map((field): Key => ({ path: field.name, field }));
  const inner = fields
    .filter(({ name }) => name === noun)
    .flatMap(({ name, message }) =>
      (message?.fields ?? []).filter(isKey).map((field): Key => ({ path: `${name}.${field.name}`, field })),
    );
  return [...own, ...inner];
}

const STANDARD: ReadonlyMap<string, Meaning['verb']> = new Map([
  ['Get', 'get'],
  ['List', 'get'],
  ['Create', 'post'],
  ['Update', 'patch'],
  ['Delete', 'delete'],
]);

function meaningOf(method: MethodDescriptor): Meaning {
  const [first = method.name] = /^[A-Z][a-z0-9]*/.exec(method.name) ?? [];
  const rest = method.name.slice(first.length);
  const noun = rest === '' ? method.parent.name.replace(/(?<=.)Service$/, '') : rest;
  const standard = rest === '' ? undefined : STANDARD.get(first);
  const ofOne = !['List', 'Create'].includes(first);
  const collection = first === 'List' ? lowered(noun) : plural(lowered(noun));
  if (standard !== undefined) return { verb: standard, noun, collection, custom: '', ofOne };
  return { verb: 'post', noun, collection, custom: `:${lowered(first)}`, ofOne: keyed(method) };
}

function keyed({ input }: MethodDescriptor): boolean {
  return (input?.fields ?? []).some(({ name }) => name === 'name' || name === 'id');
}

/**
 * A name with its first letter in lower case, such as `bookStores`, as https://google.aip.dev/122 writes collections.
 */
function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(?:s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return `${noun}s`;
}

function versionOf({ file }: MethodDescriptor): string {
  const last = file.package.slice(file.package.lastIndexOf('.') + 1);
  if (/^v\d\w*$/.test(last)) return last;
  return 'v1';
}

function bodies(input: MessageDescriptor): readonly string[] {
  return ['*', ...input.fields.filter((field) => isMessage(field) && isSingle(field)).map(({ name }) => name)];
}

function fieldNames(message: MessageDescriptor | undefined): readonly string[] {
  return (message?.fields ?? []).map(({ name }) => name);
}

function isMessage(field: FieldDescriptor): boolean {
  return field.type === FIELD_TYPE.message || field.type === FIELD_TYPE.group;
}

function isSingle(field: FieldDescriptor): boolean {
  return field.label !== LABEL.repeated;
}

/** Completion entries, each of which replaces the whole string. */
function wholeStrings({ around: { place } }: CompletionRequest, texts: readonly string[]): readonly CompletionItem[] {
  if (place.kind !== 'string') return [];
  const closing = place.closed ? '' : '"';
  return texts.map((label, rank) =>
    item({ label, kind: 'value', span: place.content, rank, insertText: `${label}${closing}`, filterText: label }),
  );
}

/** The fields of the request that may follow an opening brace. `typed` is the text after the brace: `book.na`. */
function variables(request: CompletionRequest, input: MessageDescriptor, typed: string): readonly CompletionItem[] {
  if (typed.includes('=')) return [];
  const names = typed.split('.');
  const word = names.pop() ?? '';
  let message: MessageDescriptor | undefined = input;
  for (const name of names) message = message?.fields.find((field) => field.name === name)?.message;
  const behind = request.tree.text.charAt(request.offset);
  const closing = behind === '}' || behind === '=' ? '' : '}';
  return (message?.fields ?? []).filter(isSingle).map((field, rank) => {
    const end = isMessage(field) ? '.' : closing;
    return item({
      label: field.name,
      kind: 'field',
      span: { start: request.offset - word.length, end: request.offset },
      rank,
      insertText: `${field.name}${end}`,
      goesOn: isMessage(field),
    });
  });
}
