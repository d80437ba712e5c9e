/**
 * Finds the members of a type by name or number. A text may set options of a type with tens of thousands of members
 * tens of thousands of times, so we do not search the list of a large type each time.
 */
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  FieldDescriptor,
  MessageDescriptor,
} from '../descriptors/descriptor.ts';

/** From this many members on, we look them up in a map. Nearly all types are smaller. */
const MANY = 32;

/** The lists of a type do not change once the file is built, so they can be the keys. */
class Lookup<Item, Key> {
  readonly #keyOf: (item: Item) => Key;
  readonly #maps = new WeakMap<readonly Item[], ReadonlyMap<Key, Item>>();

  constructor(keyOf: (item: Item) => Key) {
    this.#keyOf = keyOf;
  }

  /** The first item with a key. */
  find(items: readonly Item[], key: Key): Item | undefined {
    if (items.length < MANY) return items.find((item) => this.#keyOf(item) === key);
    return this.#mapOf(items).get(key);
  }

  #mapOf(items: readonly Item[]): ReadonlyMap<Key, Item> {
    const known = this.#maps.get(items);
    if (known !== undefined) return known;
    const made = new Map<Key, Item>();
    for (const item of items) {
      const key = this.#keyOf(item);
      if (!made.has(key)) made.set(key, item);
    }
    this.#maps.set(items, made);
    return made;
  }
}

const fields = new Lookup(({ name }: FieldDescriptor) => name);
const values = new Lookup(({ name }: EnumValueDescriptor) => name);
const numbers = new Lookup(({ number }: EnumValueDescriptor) => number);
const reserved = new Lookup((name: string) => name);

/** The field of a message with a name. */
export function fieldNamed(type: MessageDescriptor, name: string): FieldDescriptor | undefined {
  return fields.find(type.fields, name);
}

/** The value of an enum with a name. */
export function valueNamed(type: EnumDescriptor, name: string): EnumValueDescriptor | undefined {
  return values.find(type.values, name);
}

/** The first value of an enum with a number. */
export function valueNumbered(type: EnumDescriptor, number: number): EnumValueDescriptor | undefined {
  return numbers.find(type.values, number);
}

/** Whether a message reserves a name. */
export function isReservedName(type: MessageDescriptor, name: string): boolean {
  return reserved.find(type.reservedNames, name) !== undefined;
}
