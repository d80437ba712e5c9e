/** First step of linking: declares the file's names, and checks its numbers and ranges. */
import type { MessageItem, Node, OptionNode } from '../../syntax/tree/nodes.ts';
import { MAX_FIELD_NUMBER, realOptions } from '../descriptors/build.ts';
import type {
  Entity,
  EnumDescriptor,
  EnumValueDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  OneofDescriptor,
  Optioned,
  ServiceDescriptor,
} from '../descriptors/descriptor.ts';
import { LABEL } from '../descriptors/descriptor.ts';
import { type Linking, editorOnly } from './scope.ts';
import { isNameWithinLimits } from './nameLimits.ts';
import { NumberHints } from './numberHints.ts';
import { packageNames } from './packages.ts';
import { checkEnumRanges, checkMessageRanges, checkExtensionRange, checkReservedRange } from './ranges.ts';
import { defaultPlace, isOfMapEntry, nameInEditor, namePlace, numberPlace, typePlace } from './places.ts';

/** The options of one declaration that the linker has yet to interpret, in protoc's order. */
export interface PendingOptions {
  readonly on: Optioned;
  /** The scope in which we look up the names in these options. */
  readonly scope: string;
  readonly nodes: readonly OptionNode[];
  /** Whether protoc reports no place for these options. That is so for all ranges of a statement except the first. */
  readonly placeless?: true;
}

/** The results of this step that later steps need. */
export interface Declared {
  readonly options: readonly PendingOptions[];
  readonly hints: NumberHints;
}

/** The nesting level at which we stop. protoc allows one more level of messages than this, groups included. */
export const MAX_NESTING = 32;

/** Whether no other declaration has the name of the file's package or of a package that contains it. */
export function checkPackage(link: Linking): boolean {
  const { file, pool } = link;
  for (const name of [...packageNames(file.package)].reverse()) {
    if (pool.packageFile(name) !== undefined) return true;
    const clash = pool.find(name);
    if (clash === undefined) continue;
    link.error(
      'duplicate-name',
      `"${name}" is already defined (as something other than a package) in file "${clash.file.name}".`,
      namePlace(link, file),
    );
    return false;
  }
  return true;
}

/** Declares all names of a file. `isPackageFree` is the result of `checkPackage`. */
export function declare(link: Linking, isPackageFree: boolean): Declared {
  const declarer = new Declarer(link);
  declarer.file(isPackageFree);
  return declarer;
}

class Declarer implements Declared {
  readonly options: PendingOptions[] = [];
  readonly hints = new NumberHints();
  readonly #link: Linking;
  #depth = 1;

  constructor(link: Linking) {
    this.#link = link;
  }

  file(isPackageFree: boolean): void {
    const { file } = this.#link;
    this.#link.hasRivals =
      !isPackageFree || [...file.messages, ...file.services].some((one) => this.#isTaken(one.fullName));
    for (const message of file.messages) this.#message(message);
    for (const type of file.enums) this.#enum(type);
    for (const service of file.services) this.#service(service);
    for (const field of file.extensions) this.#field(field);
    const nodes = this.#link.tree.root.items.filter((item) => item.kind === 'option');
    this.#pending(file, `${file.package}.dummy`, nodes);
    for (const field of this.#link.built.unfinishedFields) this.#unfinished(field);
    for (const method of this.#link.built.unfinishedMethods) this.#unfinished(method);
  }

  #pending(on: Optioned, scope: string, nodes: readonly OptionNode[], placeless = false): void {
    if (nodes.length === 0) return;
    this.options.push({ on, scope, nodes, ...(placeless && { placeless }) });
    // The parser reads `()` as a name, but it is not one.
    const nameless = nodes.find(({ name }) =>
      name?.parts.some((part) => part.extension && part.name === undefined && part.last === part.first + 1),
    );
    if (nameless === undefined) return;
    const place = editorOnly(this.#link.span(nameless.name));
    this.#link.error('option-name', 'Uninterpreted option is missing name or value.', place);
  }

  /** Declares a half-typed declaration by name, so that the editor finds it. It reports no errors about it. */
  #unfinished(entity: Entity): void {
    if (!this.#link.scope.has(entity.fullName)) this.#link.scope.set(entity.fullName, entity);
  }

  #message(message: MessageDescriptor): void {
    if (!isNameWithinLimits(this.#link, message)) return;
    for (const oneof of message.oneofs) this.#oneof(oneof);
    for (const field of message.fields) this.#field(field);
    for (const type of message.enums) this.#enum(type);
    this.#extensionRanges(message);
    for (const field of message.extensions) this.#field(field);
    for (const range of message.reservedRanges) checkReservedRange(this.#link, this.hints, message, range);
    if (!message.mapEntry)
      this.#pending(
        message,
        message.fullName,
        this.#items(message).filter((item) => item.kind === 'option'),
      );
    if (this.#depth === MAX_NESTING) {
      this.#link.error(
        'nesting',
        'Reached maximum recursion limit for nested messages.',
        nameInEditor(this.#link, message),
      );
      return;
    }
    this.#depth++;
    for (const nested of message.messages) this.#message(nested);
    this.#depth--;
    this.#add(message);
    checkMessageRanges(this.#link, this.hints, message);
  }

  #extensionRanges(message: MessageDescriptor): void {
    let before: readonly OptionNode[] | undefined;
    const optionsOf = this.#rangeOptions(message);
    for (const range of message.extensionRanges) {
      checkExtensionRange(this.#link, this.hints, message, range);
      const options = optionsOf.get(this.#link.node(range)) ?? [];
      this.#pending(range, message.fullName, options, options === before);
      before = options;
    }
  }

  #rangeOptions(message: MessageDescriptor): ReadonlyMap<Node, readonly OptionNode[]> {
    const options = new Map<Node, readonly OptionNode[]>();
    if (message.extensionRanges.length === 0) return options;
    for (const item of this.#items(message))
      if (item.kind === 'extensions') for (const range of item.ranges) options.set(range, item.options);
    return options;
  }

  #items(message: MessageDescriptor): readonly MessageItem[] {
    const node = this.#link.node(message);
    return (node.kind === 'message' ? node.items : node.group) ?? [];
  }

  #field(field: FieldDescriptor): void {
    const link = this.#link;
    if (!isNameWithinLimits(link, field)) return;
    if (field.label === LABEL.required && field.isExtension) {
      link.error('required-extension', `The extension ${field.fullName} cannot be required.`, typePlace(link, field));
    }
    if (field.defaultValue !== undefined && field.label === LABEL.repeated) {
      link.error('repeated-default', "Repeated fields can't have default values.", defaultPlace(link, field));
    }
    this.#fieldNumber(field);
    const { options } = link.node(field);
    this.#pending(field, field.fullName, isOfMapEntry(field) ? options.filter(isFeature) : realOptions(options));
    this.#add(field);
  }

  #fieldNumber(field: FieldDescriptor): void {
    const link = this.#link;
    if (field.number <= 0) {
      this.hints.request(field.parent, numberPlace(link, field), 1);
      link.error('field-number', 'Field numbers must be positive integers.', numberPlace(link, field));
    } else if (!field.isExtension && field.number > MAX_FIELD_NUMBER) {
      this.hints.request(field.parent, numberPlace(link, field), 1);
      link.error('field-number', `Field numbers cannot be greater than ${MAX_FIELD_NUMBER}.`, numberPlace(link, field));
    }
  }

  #oneof(oneof: OneofDescriptor): void {
    const node = this.#link.node(oneof);
    if (!oneof.synthetic && node.kind === 'oneof')
      this.#pending(
        oneof,
        oneof.fullName,
        (node.items ?? []).filter((item) => item.kind === 'option'),
      );
    this.#add(oneof);
  }

  #enum(type: EnumDescriptor): void {
    const link = this.#link;
    const { items } = link.node(type);
    if (type.values.length === 0 && items !== undefined && !items.some((item) => item.kind === 'enumValue')) {
      link.error('empty-enum', 'Enums must contain at least one value.', namePlace(link, type));
    }
    const names = new Set<string>();
    for (const value of type.values) this.#enumValue(value, names);
    for (const range of type.reservedRanges) {
      if (range.start > range.end) {
        link.error(
          'reserved-range',
          'Reserved range end number must be greater than start number.',
          link.span(link.node(range)),
        );
      }
    }
    this.#pending(
      type,
      type.fullName,
      (items ?? []).filter((item) => item.kind === 'option'),
    );
    this.#add(type);
    checkEnumRanges(link, type);
  }

  #enumValue(value: EnumValueDescriptor, names: Set<string>): void {
    const link = this.#link;
    this.#pending(value, value.fullName, link.node(value).options);
    const added = this.#add(value);
    const unique = !names.has(value.name);
    names.add(value.name);
    if (added || !unique || link.dropsError()) return;
    const dot = value.fullName.lastIndexOf('.');
    const outer = dot < 0 ? 'the global scope' : `"${value.fullName.slice(0, dot)}"`;
    link.error(
      'duplicate-name',
      `Note that enum values use C++ scoping rules, meaning that enum values are siblings of their type, not children of it.  Therefore, "${value.name}" must be unique within ${outer}, not just within "${value.parent.name}".`,
      namePlace(link, value),
    );
  }

  #service(service: ServiceDescriptor): void {
    const link = this.#link;
    for (const method of service.methods) {
      this.#pending(
        method,
        method.fullName,
        (link.node(method).items ?? []).filter((item) => item.kind === 'option'),
      );
      this.#add(method);
    }
    this.#pending(
      service,
      service.fullName,
      (link.node(service).items ?? []).filter((item) => item.kind === 'option'),
    );
    this.#add(service);
  }

  /** Adds a declaration. Returns whether its name was free. */
  #add(entity: Entity): boolean {
    const link = this.#link;
    const { fullName } = entity;
    // A nested declaration can clash with another file only if its parent does.
    const mayClash = link.hasRivals || !isNested(entity);
    if (mayClash && this.#isTaken(fullName)) {
      this.#reportTaken(entity);
      link.taken.add(fullName);
      if (!link.scope.has(fullName)) link.scope.set(fullName, entity);
      return false;
    }
    const own = link.scope.get(fullName);
    if (own === undefined) {
      link.scope.set(fullName, entity);
      return true;
    }
    // Finding the related place costs most, so we skip it if the file already has too many errors to keep this one.
    if (link.dropsError()) return false;
    const related = link.relatedPlace(own, 'first defined here');
    link.error('duplicate-name', alreadyDefined(fullName), namePlace(link, entity), related);
    return false;
  }

  #reportTaken(entity: Entity): void {
    const link = this.#link;
    if (link.dropsError()) return;
    const { fullName } = entity;
    const other = link.pool.find(fullName);
    const file = other?.file.name ?? link.pool.packageFile(fullName)?.path ?? '';
    link.error(
      'duplicate-name',
      `"${fullName}" is already defined in file "${file}".`,
      namePlace(link, entity),
      other && link.relatedPlace(other, 'first defined here'),
    );
  }

  #isTaken(fullName: string): boolean {
    return this.#link.pool.find(fullName) !== undefined || this.#link.pool.packageFile(fullName) !== undefined;
  }
}

function isNested(entity: Entity): boolean {
  switch (entity.kind) {
    case 'service':
      return false;
    case 'enumValue':
      // The full name of an enum value is beside its enum, so the enum's parent decides.
      return entity.parent.parent !== undefined;
    default:
      return entity.parent !== undefined;
  }
}

function alreadyDefined(fullName: string): string {
  const dot = fullName.lastIndexOf('.');
  if (dot < 0) return `"${fullName}" is already defined.`;
  return `"${fullName.slice(dot + 1)}" is already defined in "${fullName.slice(0, dot)}".`;
}

function isFeature(option: OptionNode): boolean {
  const part = option.name?.parts[0];
  return part?.extension === false && part.name?.text === 'features';
}
