/**
 * Finds the members of a type by name or number. A text may set the options of a very large type tens of thousands of
 * times. So we do not search the list of a large type each time.
 */
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  FieldDescriptor,
  MessageDescriptor,
} from '../descriptors/descriptor.ts';

/** If a list has at least this many members, we look them up in a map. Nearly all types are smaller. */
const MANY = 32;

/**
 * Finds an item by its key. The lists of a type do not change once the file is built, so each list can have its own
 * map.
 */
class Lookup<Item, Key> {
  readonly #keyOf: (item: Item) => Key;
  readonly #maps = new WeakMap<readonly Item[], ReadonlyMap<Key, Item>>();

  constructor(keyOf: (item: Item) => Key) {
    this.#keyOf = keyOf;
  }

  /** Returns the first item that has the key. */
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

/** Returns the field that has this name. */
export function fieldNamed(type: MessageDescriptor, name: string): FieldDescriptor | undefined {
  return fields.find(type.fields, name);
}

/** Returns the enum value that has this name. */
export function valueNamed(type: EnumDescriptor, name: string): EnumValueDescriptor | undefined {
  return values.find(type.values, name);
}

/** Returns the first enum value that has this number. */
export function valueNumbered(type: EnumDescriptor, number: number): EnumValueDescriptor | undefined {
  return numbers.find(type.values, number);
}

/** Whether the message reserves this name. */
export function isReservedName(type: MessageDescriptor, name: string): boolean {
  return reserved.find(type.reservedNames, name) !== undefined;
}
