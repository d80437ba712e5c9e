/** Interpreted options as bytes in protoc's order, with and without what is only for the source. */
import { type FieldDescriptor, FIELD_TYPE, LABEL, type MessageDescriptor, type OptionSet } from './descriptor.ts';
import { enumName, isMessageValue, isPacked, type MessageValue, newMessage, type Value, writeMessage } from './value.ts';
import { WireWriter } from './wire.ts';

const NO_PATHS: readonly (readonly number[])[] = [];

export function encodedOptions(known: MessageValue, custom: readonly MessageValue[]): OptionSet {
  return { bytes: encodeAll(known, custom), sourceOnly: NO_PATHS, known, custom };
}

/** Fills in what the default output has instead; needs the options of the options' own fields. */
export function withStripped(set: OptionSet): OptionSet {
  const messages = [set.known, ...set.custom];
  const leavesOut = messages.some(hasSourceOnly);
  if (!leavesOut && isMerged(set.custom)) return set;
  const sourceOnly: number[][] = [];
  const [known = set.known, ...custom] = messages.map((message) => strip(message, [], sourceOnly));
  const stripped = encodeAll(known, [merged(known.type, custom)]);
  return { ...set, stripped, sourceOnly: stripped.length === 0 ? [...sourceOnly, []] : sourceOnly };
}

/** protoc reads and writes the custom options once more to leave some out; that merges and sorts them. */
function isMerged(custom: readonly MessageValue[]): boolean {
  let last = 0;
  for (const message of custom) {
    for (const field of message.fields.keys()) {
      if (field.number < last || (field.number === last && field.label !== LABEL.repeated)) return false;
      last = field.number;
      if (hasUnpacked(message)) return false;
    }
  }
  return true;
}

/** Whether the statement sets a field that is packed once protoc knows it. */
function hasUnpacked(message: MessageValue): boolean {
  if (message.unpacked !== true) return false;
  for (const [field, values] of message.fields) {
    if (isPacked(field) || values.some((value) => isMessageValue(value) && hasUnpacked(value))) return true;
  }
  return false;
}

function merged(type: MessageDescriptor, messages: readonly MessageValue[]): MessageValue {
  const whole = newMessage(type);
  for (const message of messages) {
    for (const [field, values] of message.fields) {
      const before = whole.fields.get(field);
      whole.fields.set(field, before === undefined ? values : mergedValues(field, before, values));
    }
  }
  return whole;
}

function mergedValues(field: FieldDescriptor, first: readonly Value[], second: readonly Value[]): Value[] {
  if (field.label === LABEL.repeated) return [...first, ...second];
  const [one, other] = [first[0], second[0]];
  return isMessageValue(one) && isMessageValue(other) ? [merged(one.type, [one, other])] : [...second];
}

function encodeAll(known: MessageValue, custom: readonly MessageValue[]): Uint8Array {
  const writer = new WireWriter();
  writeMessage(writer, known);
  for (const message of custom) writeMessage(writer, message);
  return writer.finish();
}

function isSourceOnly(field: FieldDescriptor): boolean {
  return field.options !== undefined && enumName(field.options.known, 'retention') === 'RETENTION_SOURCE';
}

function hasSourceOnly(message: MessageValue): boolean {
  for (const [field, values] of message.fields) {
    if (isSourceOnly(field)) return true;
    if (field.type === FIELD_TYPE.message && values.some((value) => typeof value === 'object' && hasSourceOnly(value))) return true;
  }
  return false;
}

function strip(message: MessageValue, path: readonly number[], removed: number[][]): MessageValue {
  const fields = new Map<FieldDescriptor, Value[]>();
  for (const [field, values] of message.fields) {
    const here = [...path, field.number];
    if (isSourceOnly(field)) removed.push(here);
    else if (field.type !== FIELD_TYPE.message) fields.set(field, values);
    else {
      const inner = (value: Value, index: number): Value =>
        typeof value === 'object' ? strip(value, field.label === LABEL.repeated ? [...here, index] : here, removed) : value;
      fields.set(field, values.map(inner));
    }
  }
  return { type: message.type, fields };
}
