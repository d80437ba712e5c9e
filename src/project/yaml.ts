/**
 * Reads the YAML files of other tools and never fails. We treat a text that is not YAML as empty, because the tool that
 * owns the file reports the error.
 */
import { parse, type DocumentOptions, type ParseOptions, type SchemaOptions } from 'yaml';
import { LONGEST_YAML, withinLimit } from './limit.ts';

/** A YAML mapping. A value may be of any type, so read it with the functions of this file. */
export type YamlRecord = Readonly<Record<string, unknown>>;

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  // If these two options are on, the library compares or copies all earlier nodes for each key or error. A malicious
  // file would take minutes.
  uniqueKeys: false,
  prettyErrors: false,
  // By default, the library writes warnings to the console.
  logLevel: 'error',
};

/** Parses a YAML text and returns its fields; an empty mapping if the text is not a mapping. */
export function parseYaml(text: string): YamlRecord {
  try {
    return record(parse(withinLimit(text, LONGEST_YAML), OPTIONS));
  } catch {
    return {};
  }
}

/** Returns a value as a mapping; an empty mapping if it is not one. */
export function record(value: unknown): YamlRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as YamlRecord;
  return {};
}

/** Returns a value as a list; an empty list if it is not one. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return [];
}

/** Returns a value if it is a non-empty text; undefined for any other value, such as a number. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return undefined;
}

/** Returns the texts of a value that is a text or a list of texts. It leaves out other values. */
export function texts(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return values.flatMap((one) => text(one) ?? []);
}
