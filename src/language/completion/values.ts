/**
 * Completes numbers, names and packages from what the file already has: the next free number, a name for a field, the
 * package of the folder.
 */
import { dirname } from '../../base/path.ts';
import type { Member } from '../../workspace/files/members.ts';
import { removedFromOwner, reservedName } from '../diagnostics/removed.ts';
import { gaps, nextEnumNumber, nextExtensionNumber, nextFieldNumber } from '../names/freeNumbers.ts';
import { snakeCase } from '../names/snakeCase.ts';
import { type CompletionItem, item } from './item.ts';
import type { CompletionRequest } from './request.ts';

/** The entry for the next free number; none if all numbers are taken. */
export function numberItems(request: CompletionRequest, of: 'field' | 'enumValue'): readonly CompletionItem[] {
  const next = of === 'enumValue' ? enumNumber(request) : fieldNumber(request);
  if (next === undefined) return [];
  const text = `${request.gap}${withoutSign(request, next)}`;
  const filterText = request.typed.word || String(next);
  const shared = { kind: 'number', span: request.typed.wordSpan, filterText } as const;
  const plain = item({
    ...shared,
    label: String(next),
    detail: 'the next free number',
    rank: 0,
    insertText: text + request.semicolon,
  });
  if (!request.endsLine) return [plain];
  // Brackets that you type after the plain entry would come after its semicolon.
  const withOptions = item({
    ...shared,
    label: `${next} […]`,
    detail: 'the next free number, with options',
    rank: 1,
    insertText: `${text} [$1];$0`,
    snippet: true,
    goesOn: true,
  });
  return [plain, withOptions];
}

/** A number without its sign, if the user has already typed the sign. */
function withoutSign({ tree, around }: CompletionRequest, number: number): number {
  if (tree.tokens.text(around.to - 1) === '-') return Math.abs(number);
  return number;
}

/** The index of the declaration at the cursor among its siblings. We treat its own number as free. */
function ownIndex(request: CompletionRequest, declared: readonly { readonly nameStart: number }[]): number {
  return declared.findIndex((one) => isOwn(request, one));
}

function isOwn({ tree, around, offset }: CompletionRequest, { nameStart }: { readonly nameStart: number }): boolean {
  return nameStart >= tree.tokens.start(around.from) && nameStart < offset;
}

function enumNumber(request: CompletionRequest): number | undefined {
  return request.enum && nextEnumNumber(request.enum, ownIndex(request, request.enum.values));
}

function fieldNumber(request: CompletionRequest): number | undefined {
  const extend = request.around.blocks.findLast(({ kind }) => kind !== 'oneof');
  if (extend?.kind === 'extend') return extensionNumber(request, extend.name);
  const { message } = request;
  return message && nextFieldNumber(message, ownIndex(request, message.fields));
}

function extensionNumber(request: CompletionRequest, written: string): number | undefined {
  const extendee = request.names.lookup(written, request.relativeTo, false);
  if (extendee?.kind !== 'message') return undefined;
  const used: number[] = [];
  for (const entity of request.file.interface.scope.values()) {
    if (entity.kind !== 'field' || !entity.isExtension || isOwn(request, entity)) continue;
    if (entity.container?.fullName === extendee.fullName) used.push(entity.number);
  }
  return nextExtensionNumber(extendee, used);
}

/**
 * The entries for a range: for `reserved`, the removed and the unused numbers between the fields; for `extensions`, all
 * numbers after the fields.
 */
export function rangeItems(request: CompletionRequest, of: 'reserved' | 'extensions'): readonly CompletionItem[] {
  if (of === 'reserved') return reservedItems(request);
  const next = request.message && nextFieldNumber(request.message);
  if (next === undefined) return [];
  return [rangeItem(request, `${next} to max`, 'all numbers after the fields', 0)];
}

/** Entries for a `reserved` statement, which holds either numbers or names, but not both. */
function reservedItems(request: CompletionRequest): readonly CompletionItem[] {
  const { workspace, path, tree, around } = request;
  const removed = removedFromOwner(workspace, path, request.nameInPackage);
  const hasFirst = around.from + 1 < around.to;
  const isNumbers = tree.tokens.kind(around.from + 1) === 'integer' || tree.tokens.text(around.from + 1) === '-';
  if (hasFirst && !isNumbers) return reservedNames(request, removed, 0);
  const numbers = reservedNumbers(request, removed);
  if (hasFirst) return numbers;
  return [...numbers, ...reservedNames(request, removed, numbers.length)];
}

function reservedNames(
  request: CompletionRequest,
  removed: readonly Member[],
  rank: number,
): readonly CompletionItem[] {
  return removed.map(({ name }, index) =>
    rangeItem(request, reservedName(request, name), 'removed since the file was saved', rank + index),
  );
}

function reservedNumbers(request: CompletionRequest, removed: readonly Member[]): readonly CompletionItem[] {
  const own = new Map(removed.map(({ name, number }) => [String(number), `the number of ${name}, which was removed`]));
  const free = (request.message && gaps(request.message)) ?? [];
  for (const { start, end } of free) {
    const text = end - start === 1 ? String(start) : `${start} to ${end - 1}`;
    if (!own.has(text)) own.set(text, 'not used by any field');
  }
  return [...own].map(([text, detail], index) => rangeItem(request, text, detail, index));
}

function rangeItem(request: CompletionRequest, text: string, detail: string, rank: number): CompletionItem {
  return item({
    label: text,
    kind: 'number',
    detail,
    span: request.typed.wordSpan,
    rank,
    insertText: text + request.semicolon,
  });
}

/** The entry for a field's name, made from its type. It also adds the field's number. */
export function fieldNameItems(request: CompletionRequest, type: string, repeated: boolean): readonly CompletionItem[] {
  const simple = type.slice(type.lastIndexOf('.') + 1);
  // A field cannot have the name of a scalar type.
  if (!/^[A-Z]/.test(simple)) return [];
  const name = fieldName(snakeCase(simple), repeated);
  const label = withNumber(request, name);
  return [item({ label, kind: 'name', span: request.typed.wordSpan, rank: 0, filterText: name })];
}

function fieldName(single: string, repeated: boolean): string {
  if (repeated && !single.endsWith('s')) return `${single}s`;
  return single;
}

/** The rest of a field after its type, with the number if nothing follows on the line. */
function withNumber(request: CompletionRequest, name: string): string {
  if (!request.endsLine) return name;
  const number = fieldNumber(request);
  if (number === undefined) return name;
  return `${name} = ${number};`;
}

/** The entry for the first value of an enum that has no value yet. */
export function enumValueItems(request: CompletionRequest): readonly CompletionItem[] {
  const type = request.enum;
  if (type === undefined || !request.endsLine) return [];
  const prefix = snakeCase(type.name).toUpperCase();
  const number = nextEnumNumber(type);
  if (number === undefined) return [];
  if (type.values.length === 0)
    return [item({ label: `${prefix}_UNSPECIFIED = 0;`, kind: 'name', span: request.typed.wordSpan, rank: 0 })];
  const usesPrefix = type.values.every((value) => value.name.startsWith(`${prefix}_`));
  if (!usesPrefix) return [nextValue(request, type.name, 'Name', '', number)];
  return [nextValue(request, `${prefix}_`, 'NAME', `${prefix}_`, number)];
}

function nextValue(
  request: CompletionRequest,
  filterText: string,
  placeholder: string,
  prefix: string,
  number: number,
): CompletionItem {
  return item({
    label: `${prefix}… = ${number};`,
    kind: 'name',
    detail: 'the next value',
    span: request.typed.wordSpan,
    rank: 0,
    filterText,
    insertText: `${prefix}\${1:${placeholder}} = ${number};$0`,
    snippet: true,
  });
}

/** Entries for the packages of the other files in the folder, and for the package that the folder's path suggests. */
export function packageItems(request: CompletionRequest): readonly CompletionItem[] {
  const { workspace, path, typed } = request;
  const folder = dirname(path);
  const beside = workspace.moduleOf(path).files.filter((file) => file !== path && dirname(file) === folder);
  const packages = new Set(beside.map((file) => workspace.summary(file)?.package ?? ''));
  const name = workspace.nameOf(path);
  packages.add(name.split('/').slice(0, -1).join('.'));
  return [...packages]
    .filter((text) => /^[A-Za-z_][\w.]*$/.test(text))
    .map((text, index) =>
      item({
        label: text,
        kind: 'package',
        span: typed.wholeSpan,
        rank: index,
        insertText: text + request.semicolon,
        detail: index < packages.size - 1 ? 'as in the other files of the folder' : 'from the name of the folder',
      }),
    );
}

const VERSIONS: Readonly<Record<'syntax' | 'edition', readonly string[]>> = {
  syntax: ['proto3', 'proto2'],
  edition: ['2024', '2023', '2026'],
};

/** Entries such as `proto3` or `2024`, in quotes if the user has not typed one. */
export function syntaxItems(request: CompletionRequest, keyword: 'syntax' | 'edition'): readonly CompletionItem[] {
  const { place } = request.around;
  return VERSIONS[keyword].map((version, rank) => {
    if (place.kind !== 'string') {
      const insertText = `${request.gap}"${version}"${request.semicolon}`;
      return item({
        label: `"${version}"`,
        kind: 'value',
        span: request.typed.wordSpan,
        rank,
        insertText,
        filterText: version,
      });
    }
    const closing = place.closed ? '' : '";';
    return item({ label: version, kind: 'value', span: place.content, rank, insertText: version + closing });
  });
}
