/**
 * Reads YAML files of other tools and never fails. A text that is not YAML counts as empty, because its own tool
 * reports the error.
 */
import { parse, type DocumentOptions, type ParseOptions, type SchemaOptions } from 'yaml';
import { LONGEST_YAML, withinLimit } from './limit.ts';

/** A YAML mapping. Its values may be anything: read them with the functions below. */
export type YamlRecord = Readonly<Record<string, unknown>>;

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  // Both options compare or copy all earlier nodes for each key or error. This takes minutes for a malicious file.
  uniqueKeys: false,
  prettyErrors: false,
  // The library would write warnings to the console.
  logLevel: 'error',
};

/** The fields of a text; an empty mapping if it is not a mapping. */
export function parseYaml(text: string): YamlRecord {
  try {
    return record(parse(withinLimit(text, LONGEST_YAML), OPTIONS));
  } catch {
    return {};
  }
}

/** The fields of a value; an empty mapping if it is not a mapping. */
export function record(value: unknown): YamlRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as YamlRecord;
  return {};
}

/** The items of a list; an empty list if the value is not a list. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return [];
}

/** A non-empty text; undefined for anything else, numbers included. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return undefined;
}

/** A string or a list of strings. */
export function texts(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return values.flatMap((one) => text(one) ?? []);
}
