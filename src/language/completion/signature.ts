/** Signature help: the fields of the message whose braces contain the cursor, in the value of an option. */
import type { FilePath } from '../../base/path.ts';
import {
  type FieldDescriptor,
  FIELD_TYPE,
  LABEL,
  type MessageDescriptor,
} from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { symbolName } from '../../schema/descriptors/symbol.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { documentation } from '../names/documentation.ts';
import { declarationNode, declarationOf } from '../names/symbols.ts';
import { OptionTypes } from './optionTypes.ts';
import { positionOf, type OptionPlace } from './position.ts';
import { CompletionRequest } from './request.ts';
import { surroundings } from './surroundings.ts';

/** A message with its fields, as the signature help shows them. */
export interface Signature {
  /** The text with all fields: `HttpRule { get: string, put: string }`. */
  readonly label: string;
  /** The doc comment of the message, in Markdown. */
  readonly documentation: string | undefined;
  /** The place of each field in the label, in UTF-16 code units. */
  readonly fields: readonly { readonly start: number; readonly end: number }[];
  /** The index of the field that contains the cursor, or of the field that comes next. */
  readonly active: number;
  /** The doc comment of the active field, in Markdown. */
  readonly activeDocumentation: string | undefined;
}

/** The characters that open or update the signature help. */
export const SIGNATURE_CHARACTERS: readonly string[] = ['{', ',', ':'];

/** We show at most this many fields, because users do not read more in one line. */
const MOST_FIELDS = 40;

/**
 * The message that contains `offset`, in UTF-16 code units; undefined if the offset is not in a known message of text
 * format.
 */
export function signature(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  offset: number,
): Signature | undefined {
  const at = outsideString(file, offset);
  // In most places, the tokens before the cursor already show that the cursor is not in a message of text format.
  if (!surroundings(file.tree, at).blocks.some(({ kind }) => kind === 'aggregate')) return undefined;
  const request = new CompletionRequest(workspace, path, file, at);
  const found = literalAt(request);
  if (found === undefined || found.fields.length === 0) return undefined;
  return signatureOf(found, (named) => docsOf(workspace, file, named));
}

/** The offset before the string if the cursor is in a string; otherwise the offset of the cursor. */
function outsideString({ tree }: LinkedFile, offset: number): number {
  const { place } = surroundings(tree, offset);
  if (place.kind !== 'string') return offset;
  return place.content.start - 1;
}

interface Literal {
  readonly message: MessageDescriptor;
  readonly fields: readonly FieldDescriptor[];
  readonly active: FieldDescriptor | undefined;
}

function literalAt(request: CompletionRequest): Literal | undefined {
  const position = positionOf(request.around);
  if (position.kind === 'aggregateField') return beforeField(request, position.option);
  if (position.kind === 'optionValue' && position.option.inner.length > 0) return inValue(request, position.option);
  return undefined;
}

/**
 * The message and its next field, at a cursor where a field may begin. The next field is the first that begins as
 * typed, or else the first that is not set.
 */
function beforeField(request: CompletionRequest, place: OptionPlace): Literal | undefined {
  const message = new OptionTypes(request, place).messageIn(place.inner);
  if (message === undefined) return undefined;
  const { word } = request.typed;
  const set = new Set(place.siblings);
  const free = message.fields.filter(({ name, label }) => label === LABEL.repeated || !set.has(name));
  const active = free.find(({ name }) => name.startsWith(word)) ?? free[0];
  return { message, fields: message.fields, active };
}

function inValue(request: CompletionRequest, place: OptionPlace): Literal | undefined {
  const types = new OptionTypes(request, place);
  const message = types.messageIn(place.inner.slice(0, -1));
  if (message === undefined) return undefined;
  const active = types.fieldOf(message, place.inner.at(-1) ?? '');
  // An extension is not in the list of its message's fields.
  const fields = active?.isExtension === true ? [...message.fields, active] : message.fields;
  return { message, fields, active };
}

type DocsOf = (named: FieldDescriptor | MessageDescriptor) => string | undefined;

function signatureOf({ message, fields, active }: Literal, docs: DocsOf): Signature {
  const index = active === undefined ? 0 : fields.indexOf(active);
  const from = Math.max(0, Math.min(index - MOST_FIELDS / 2, fields.length - MOST_FIELDS));
  const shown = fields.slice(from, from + MOST_FIELDS);
  let label = `${message.name} { ${from > 0 ? '…, ' : ''}`;
  const places = shown.map((field, at) => {
    if (at > 0) label += ', ';
    const start = label.length;
    label += `${nameOf(field)}: ${typeOf(field)}`;
    return { start, end: label.length };
  });
  label += from + shown.length < fields.length ? ', … }' : ' }';
  return {
    label,
    documentation: docs(message),
    fields: places,
    active: index - from,
    activeDocumentation: active && docs(active),
  };
}

function nameOf({ isExtension, fullName, name, type, message }: FieldDescriptor): string {
  if (isExtension) return `[${fullName}]`;
  if (type === FIELD_TYPE.group && message?.name.toLowerCase() === name) return message.name;
  return name;
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(FIELD_TYPE).map(([name, number]) => [number, name]),
);

function typeOf(field: FieldDescriptor): string {
  if (field.message?.mapEntry === true) return `map<${field.message.fields.map(singleType).join(', ')}>`;
  if (field.label === LABEL.repeated) return `repeated ${singleType(field)}`;
  return singleType(field);
}

function singleType({ message, enum: enumeration, type }: FieldDescriptor): string {
  return message?.name ?? enumeration?.name ?? TYPE_NAMES.get(type) ?? '';
}

function docsOf(
  workspace: Workspace,
  file: LinkedFile,
  named: FieldDescriptor | MessageDescriptor,
): string | undefined {
  const declared = declarationOf(file, symbolName(named), (other, importPath) => workspace.textOf(other, importPath));
  const node = declared && declarationNode(declared.file, declared.symbol);
  return node && documentation(declared.file.tree, node);
}
