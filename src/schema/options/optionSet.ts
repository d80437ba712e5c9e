/** Encodes interpreted options in protoc's order, with or without the source-only options. */
import {
  type FieldDescriptor,
  FIELD_TYPE,
  type FieldValues,
  LABEL,
  type MessageDescriptor,
  type OptionSet,
} from '../descriptors/descriptor.ts';
import {
  enumName,
  isMessageValue,
  isPacked,
  type MessageValue,
  mergedFields,
  MessageBuilder,
  type Value,
  writeMessage,
} from './value.ts';
import { WireWriter } from '../descriptors/wire.ts';

/** Encodes the options message as `protoc --retain_options` does. */
export function optionBytes({ known, custom }: OptionSet): Uint8Array {
  const writer = new WireWriter();
  writeMessage(writer, known);
  for (const message of custom) writeMessage(writer, message);
  return writer.finish();
}

/** Writes the options as a field. It leaves out source-only options unless `retain` is set. */
export function writeOptions(writer: WireWriter, number: number, options: OptionSet, retain: boolean): void {
  const written = retain ? options : (strippedOptions(options)?.options ?? options);
  const isGone = written !== options && isEmpty(written) && !isEmpty(options);
  if (isGone) return;
  writer.messageField(number, () => {
    writeMessage(writer, written.known);
    for (const message of written.custom) writeMessage(writer, message);
  });
}

function isEmpty({ known, custom }: OptionSet): boolean {
  return known.fields.length === 0 && custom.every(({ fields }) => fields.length === 0);
}

const NO_PATHS: readonly (readonly number[])[] = [];

/**
 * Returns the paths of the options that the default output leaves out. A path starts at the options message. An empty
 * path means that no option is left.
 */
export function sourceOnlyPaths(options: OptionSet): readonly (readonly number[])[] {
  return strippedOptions(options)?.removed ?? NO_PATHS;
}

interface Stripped {
  readonly options: OptionSet;
  readonly removed: readonly (readonly number[])[];
}

/** Returns the options that the default output contains; undefined if it contains all of them as they are. */
function strippedOptions(set: OptionSet): Stripped | undefined {
  const leavesOut = hasSourceOnly(set.known) || set.custom.some(hasSourceOnly);
  if (!leavesOut && isMerged(set.custom)) return undefined;
  const removed: number[][] = [];
  const known = strip(set.known, [], removed);
  const custom = merged(
    known.type,
    set.custom.map((message) => strip(message, [], removed)),
  );
  const options = { known, custom: [custom] };
  if (isEmpty(options)) removed.push([]);
  return { options, removed };
}

/**
 * Whether the custom options are already merged and sorted. When protoc leaves out options, it decodes and encodes the
 * custom options once more, which merges and sorts them.
 */
function isMerged(custom: readonly MessageValue[]): boolean {
  let last = 0;
  for (const message of custom) {
    for (const { field } of message.fields) {
      if (field.number < last || (field.number === last && field.label !== LABEL.repeated)) return false;
      last = field.number;
      if (hasUnpacked(message)) return false;
    }
  }
  return true;
}

/** Whether a statement sets a field that protoc packs when it encodes the field a second time. */
function hasUnpacked(message: MessageValue): boolean {
  if (!message.unpacked) return false;
  return message.fields.some(
    ({ field, values }) => isPacked(field) || values.some((value) => isMessageValue(value) && hasUnpacked(value)),
  );
}

function merged(type: MessageDescriptor, messages: readonly MessageValue[]): MessageValue {
  const whole = new MessageBuilder(type);
  for (const { field, values } of mergedFields(messages)) {
    whole.set(field, field.label === LABEL.repeated ? [...values] : [mergedValue(values)]);
  }
  return whole;
}

/** Merges the values of one field: messages become one message; otherwise, the last value remains. */
function mergedValue(values: readonly Value[]): Value {
  const messages = values.filter(isMessageValue);
  const [first] = messages;
  if (first === undefined || values.length === 1) return values[values.length - 1] ?? '';
  return merged(first.type, messages);
}

function isSourceOnly(field: FieldDescriptor): boolean {
  return field.options !== undefined && enumName(field.options.known, 'retention') === 'RETENTION_SOURCE';
}

function hasSourceOnly(message: MessageValue): boolean {
  return message.fields.some(({ field, values }) => {
    return (
      isSourceOnly(field) ||
      (field.type === FIELD_TYPE.message && values.some((value) => isMessageValue(value) && hasSourceOnly(value)))
    );
  });
}

function strip(message: MessageValue, path: readonly number[], removed: number[][]): MessageValue {
  const fields: FieldValues[] = [];
  for (const { field, values } of message.fields) {
    const here = [...path, field.number];
    if (isSourceOnly(field)) removed.push(here);
    else if (field.type !== FIELD_TYPE.message) fields.push({ field, values });
    else {
      const inner = (value: Value, index: number): Value =>
        isMessageValue(value) ? strip(value, field.label === LABEL.repeated ? [...here, index] : here, removed) : value;
      fields.push({ field, values: values.map(inner) });
    }
  }
  return { type: message.type, fields, unpacked: false };
}
