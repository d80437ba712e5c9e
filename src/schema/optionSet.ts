/** Interpreted options: their bytes in protoc's order, and those that the compiler itself looks at. */
import { type FieldDescriptor, FIELD_TYPE, LABEL } from './descriptor.ts';
import { enumName, type MessageValue, type Value, writeMessage } from './value.ts';
import { WireWriter } from './wire.ts';

export interface OptionSet {
  /** The options message as `protoc --retain_options` writes it. */
  readonly bytes: Uint8Array;
  /** The same without what is only for the source; missing where there is nothing to leave out. */
  readonly stripped?: Uint8Array;
  /** Paths of what is left out, within the options message; an empty path where nothing is left. */
  readonly sourceOnly: readonly (readonly number[])[];
  /** Options that descriptor.proto itself declares. */
  readonly known: MessageValue;
  /** Custom options in the order of the text, one message for each statement. */
  readonly custom: readonly MessageValue[];
}

const NO_PATHS: readonly (readonly number[])[] = [];

export function encodedOptions(known: MessageValue, custom: readonly MessageValue[]): OptionSet {
  return { bytes: encodeAll(known, custom), sourceOnly: NO_PATHS, known, custom };
}

/** Fills in what the default output leaves out; needs the options of the options' own fields. */
export function withStripped(set: OptionSet): OptionSet {
  const messages = [set.known, ...set.custom];
  if (!messages.some(hasSourceOnly)) return set;
  const sourceOnly: number[][] = [];
  const [known = set.known, ...custom] = messages.map((message) => strip(message, [], sourceOnly));
  const stripped = encodeAll(known, custom);
  return { ...set, stripped, sourceOnly: stripped.length === 0 ? [...sourceOnly, []] : sourceOnly };
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
