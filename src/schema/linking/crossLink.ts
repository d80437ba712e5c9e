/** Second step of linking: resolves the names of types, and checks numbers against each other. */
import { isIdentifier } from '../../syntax/lexing/characters.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import { MAX_FIELD_NUMBER } from '../descriptors/build.ts';
import { MAX_NESTING } from './declare.ts';
import {
  type Draft,
  draft,
  type EnumDescriptor,
  type EnumValueDescriptor,
  type ExtensionRange,
  type FieldDescriptor,
  FIELD_TYPE,
  type MessageDescriptor,
  type MethodDescriptor,
} from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import type { Found, Linking, NotFound, Place } from './scope.ts';
import { nameInEditor } from './places.ts';
import {
  defaultNode,
  defaultPlace,
  extendeePlace,
  inputPlace,
  isOfMapEntry,
  namePlace,
  numberPlace,
  outputPlace,
  typePlace,
} from './places.ts';
import { RangeIndex } from './rangeIndex.ts';
import { isVisibleFrom, visibilityError } from './visibility.ts';

/**
 * Resolves the types of fields, extensions and methods, and sets them on the descriptors. A name that cannot be
 * resolved becomes a diagnostic.
 */
export function crossLink(link: Linking): void {
  const linker = new CrossLinker(link);
  linker.file();
}

class CrossLinker {
  readonly #link: Linking;
  /** The fields and extensions of each message, by number. */
  readonly #numbers = new Map<MessageDescriptor, Map<number, FieldDescriptor>>();
  /** The text that suggests the next free number, for each message. */
  readonly #nextNumbers = new Map<MessageDescriptor, string>();
  readonly #names = new Map<MessageDescriptor | EnumDescriptor, string>();
  /** The extension ranges of each extended message. */
  readonly #ranges = new Map<MessageDescriptor, RangeIndex<ExtensionRange>>();
  /** The values, by name, of each enum that is the type of a field with a default. */
  readonly #values = new Map<EnumDescriptor, ReadonlyMap<string, EnumValueDescriptor>>();

  constructor(link: Linking) {
    this.#link = link;
  }

  file(): void {
    const { file, built } = this.#link;
    for (const message of file.messages) this.#message(message);
    for (const field of file.extensions) this.#field(field);
    for (const service of file.services) for (const method of service.methods) this.#method(method);
    for (const field of built.unfinishedFields) this.#field(field, true);
    for (const method of built.unfinishedMethods) this.#method(method);
  }

  #message(message: MessageDescriptor, depth = 1): void {
    // The first step does not declare messages that are nested deeper than MAX_NESTING.
    if (depth < MAX_NESTING) for (const nested of message.messages) this.#message(nested, depth + 1);
    for (const field of message.fields) this.#field(field);
    for (const field of message.extensions) this.#field(field);
    for (const oneof of message.oneofs) {
      if (oneof.fields.length > 0) continue;
      const node = this.#link.node(oneof);
      if (node.kind === 'oneof' && node.items === undefined) continue;
      this.#link.error('empty-oneof', 'Oneof must have at least one field.', namePlace(this.#link, oneof));
    }
    if (message.oneofs.length > 0 && message.file.edition === EDITION.proto3) this.#optionalInGroup(message);
  }

  /**
   * Reports `optional` fields in groups. protoc's parser makes the oneofs of such fields for messages only, so its
   * linker does not find them in groups.
   */
  #optionalInGroup(message: MessageDescriptor): void {
    if (this.#link.node(message).kind !== 'field' || message.mapEntry) return;
    for (const oneof of message.oneofs) {
      if (oneof.synthetic)
        this.#link.error(
          'proto3-group',
          'Fields with proto3_optional set must be a member of a one-field oneof',
          nameInEditor(this.#link, oneof.fields[0] ?? oneof),
        );
    }
  }

  #field(field: Draft<FieldDescriptor>, unfinished = false): void {
    if (field.isExtension && field.extendee !== undefined && !this.#extendee(field, unfinished)) return;
    if (field.typeName !== undefined && !this.#fieldType(field)) return;
    if (!unfinished) this.#number(field);
  }

  #extendee(field: Draft<FieldDescriptor>, unfinished: boolean): boolean {
    const link = this.#link;
    const node = link.built.extendOf.get(field)?.extendee;
    const name = field.extendee ?? '';
    const found = link.lookup(name, field.fullName);
    const place = extendeePlace(link, field);
    if (found === undefined) {
      if (!link.dropsError()) this.#notDefined(name, place, link.whyNotFound(name, field.fullName));
      return false;
    }
    if (found === 'package' || found.kind !== 'message') {
      link.error('not-a-message', `"${name}" is not a message type.`, place);
      return false;
    }
    if (node !== undefined && link.built.firstOfExtend.has(field)) link.refer(node, found);
    if (!isVisibleFrom(found, link.file)) {
      link.error('not-visible', visibilityError(found, link.file, 'target of extend'), place);
      return false;
    }
    field.extendee = this.#dotted(found);
    field.container = found;
    if (!unfinished && this.#rangesOf(found).with(field.number).length === 0) {
      link.error(
        'extension-number',
        `"${found.fullName}" does not declare ${field.number} as an extension number.`,
        numberPlace(link, field),
      );
    }
    return true;
  }

  #rangesOf(message: MessageDescriptor): RangeIndex<ExtensionRange> {
    let ranges = this.#ranges.get(message);
    if (ranges === undefined) this.#ranges.set(message, (ranges = new RangeIndex(message.extensionRanges, 0)));
    return ranges;
  }

  #fieldType(field: Draft<FieldDescriptor>): boolean {
    const link = this.#link;
    const name = field.typeName ?? '';
    const found = link.lookupType(name, field.parent);
    if (
      found !== undefined &&
      found !== 'package' &&
      (found.kind === 'message' || found.kind === 'enum') &&
      isVisibleFrom(found, link.file)
    ) {
      const node = this.#typeNode(field);
      if (node !== undefined) link.refer(node, found);
      if (found.kind === 'message') return this.#messageType(field, found);
      return this.#enumType(field, found, name);
    }
    return this.#wrongType(field, name, found);
  }

  #wrongType(field: FieldDescriptor, name: string, found: Found | undefined): false {
    const link = this.#link;
    if (found === undefined && link.dropsError()) return false;
    const place = typePlace(link, field);
    if (name === 'group') {
      link.error('missing-type-name', 'Field with message or enum type missing type_name.', place);
      return false;
    }
    if (found === undefined) {
      this.#notDefined(name, place, link.whyNotFound(name, field.fullName, true));
      return false;
    }
    const node = this.#typeNode(field);
    if (node !== undefined && found !== 'package') link.refer(node, found);
    if (found !== 'package' && (found.kind === 'message' || found.kind === 'enum'))
      link.error('not-visible', visibilityError(found, link.file), place);
    else link.error('not-a-type', `"${name}" is not a type.`, place);
    return false;
  }

  #messageType(field: Draft<FieldDescriptor>, type: MessageDescriptor): boolean {
    if (field.type === FIELD_TYPE.unresolved) field.type = FIELD_TYPE.message;
    field.typeName = this.#dotted(type);
    field.message = type;
    if (field.defaultValue !== undefined) {
      this.#link.error('message-default', "Messages can't have default values.", defaultPlace(this.#link, field));
    }
    return true;
  }

  /** The full name of a type with a leading dot, as descriptors write it. All descriptors share one string. */
  #dotted(type: MessageDescriptor | EnumDescriptor): string {
    // Only its own field has the type of a map entry.
    if (type.kind === 'message' && type.mapEntry) return `.${type.fullName}`;
    let name = this.#names.get(type);
    if (name === undefined) this.#names.set(type, (name = `.${type.fullName}`));
    return name;
  }

  #enumType(field: Draft<FieldDescriptor>, type: EnumDescriptor, name: string): boolean {
    const link = this.#link;
    if (field.type !== FIELD_TYPE.unresolved) {
      link.error('not-a-message', `"${name}" is not a message type.`, typePlace(link, field));
      return false;
    }
    field.type = FIELD_TYPE.enum;
    field.typeName = this.#dotted(type);
    field.enum = type;
    if (field.defaultValue !== undefined) this.#enumDefault(field, type, field.defaultValue);
    return true;
  }

  #enumDefault(field: FieldDescriptor, type: EnumDescriptor, written: string): void {
    const link = this.#link;
    if (!isIdentifier(written)) {
      link.error('enum-default', 'Default value for an enum field must be an identifier.', defaultPlace(link, field));
      return;
    }
    const value = this.#valuesOf(type).get(written);
    const node = defaultNode(link, field);
    if (value !== undefined && node !== undefined) link.refer(node, value);
    if (value === undefined) {
      link.error(
        'enum-default',
        `Enum type "${type.fullName}" has no value named "${written}".`,
        defaultPlace(link, field),
      );
    }
  }

  #valuesOf(type: EnumDescriptor): ReadonlyMap<string, EnumValueDescriptor> {
    let values = this.#values.get(type);
    if (values === undefined)
      this.#values.set(type, (values = new Map(type.values.map((value) => [value.name, value]))));
    return values;
  }

  #typeNode(field: FieldDescriptor): Node | undefined {
    const { type } = this.#link.node(field);
    if (type?.kind === 'typeName') return type;
    if (type?.kind === 'mapType' && isOfMapEntry(field)) {
      if (field.number === 1) return type.key;
      return type.value;
    }
    return undefined;
  }

  #number(field: FieldDescriptor): void {
    const link = this.#link;
    const { container } = field;
    // The numbers of a map entry's two fields differ.
    if (container === undefined || isOfMapEntry(field)) return;
    let numbers = this.#numbers.get(container);
    if (numbers === undefined) this.#numbers.set(container, (numbers = firstFields(container)));
    const other = numbers.get(field.number);
    if (other === undefined || other === field) {
      numbers.set(field.number, field);
      return;
    }
    if (link.dropsError()) return;
    link.error(
      'duplicate-number',
      this.#takenNumber(field, other, container),
      numberPlace(link, field),
      link.relatedPlace(other, 'first used here'),
    );
  }

  #takenNumber({ isExtension, number }: FieldDescriptor, other: FieldDescriptor, container: MessageDescriptor): string {
    const used = `number ${number} has already been used in "${container.fullName}" by`;
    if (isExtension) return `Extension ${used} extension "${other.fullName}".`;
    return `Field ${used} field "${other.name}". ${this.#nextNumber(container)}.`;
  }

  #nextNumber(message: MessageDescriptor): string {
    let next = this.#nextNumbers.get(message);
    if (next === undefined) this.#nextNumbers.set(message, (next = nextNumber(message)));
    return next;
  }

  #method(method: MethodDescriptor): void {
    const link = this.#link;
    const target = draft(method);
    const node = link.node(method);
    target.input = this.#rpcType(method, method.inputType, node.input?.type, inputPlace(link, method));
    if (target.input !== undefined) target.inputType = this.#dotted(target.input);
    target.output = this.#rpcType(method, method.outputType, node.output?.type, outputPlace(link, method));
    if (target.output !== undefined) target.outputType = this.#dotted(target.output);
  }

  #rpcType(
    method: MethodDescriptor,
    name: string,
    node: Node | undefined,
    place: Place | undefined,
  ): MessageDescriptor | undefined {
    const link = this.#link;
    if (node === undefined) return undefined;
    const found = link.lookupIn(name, method.parent.fullName, false);
    if (found === undefined) {
      if (!link.dropsError()) this.#notDefined(name, place, link.whyNotFound(name, method.fullName));
      return undefined;
    }
    if (found === 'package' || found.kind !== 'message') {
      link.error('not-a-message', `"${name}" is not a message type.`, place);
      return undefined;
    }
    link.refer(node, found);
    if (isVisibleFrom(found, link.file)) return found;
    link.error('not-visible', visibilityError(found, link.file), place);
    return undefined;
  }

  #notDefined(name: string, place: Place | undefined, { undeclared, resolvedTo }: NotFound): void {
    const link = this.#link;
    if (undeclared === undefined && resolvedTo === undefined) {
      link.error('unresolved-type', `"${name}" is not defined.`, place);
      return;
    }
    if (undeclared !== undefined) {
      link.error(
        'missing-import',
        `"${undeclared.name}" seems to be defined in "${undeclared.file}", which is not imported by "${link.path}".  To use it here, please add the necessary import.`,
        place,
      );
    }
    if (resolvedTo !== undefined) {
      link.error(
        'unresolved-type',
        `"${name}" is resolved to "${resolvedTo}", which is not defined. The innermost scope is searched first in name resolution. Consider using a leading '.'(i.e., ".${name}") to start from the outermost scope.`,
        place,
      );
    }
  }
}

/**
 * Returns the fields with the numbers 1, 2, 3 and so on, up to the first gap. protoc finds these fields even if their
 * types are wrong.
 */
function firstFields(message: MessageDescriptor): Map<number, FieldDescriptor> {
  const numbers = new Map<number, FieldDescriptor>();
  for (const field of message.fields) {
    if (field.number !== numbers.size + 1) break;
    numbers.set(field.number, field);
  }
  return numbers;
}

function nextNumber(message: MessageDescriptor): string {
  const used = [
    ...message.fields.map(({ number }) => ({ start: number, last: number })),
    ...[...message.extensionRanges, ...message.reservedRanges].map(({ start, end }) => ({ start, last: end - 1 })),
  ].sort((a, b) => a.start - b.start || a.last - b.last);
  let proposed = 1;
  let before: (typeof used)[number] | undefined;
  for (const range of used) {
    const again = before?.start === range.start && before.last === range.last;
    before = range;
    if (again) continue;
    // protoc stops at the first range that does not continue the previous range, even if it is inside another range.
    if (range.start > proposed || range.last < proposed) break;
    proposed = range.last + 1;
  }
  if (proposed <= MAX_FIELD_NUMBER) return `Next available field number is ${proposed}`;
  return 'There are no available field numbers';
}
