/**
 * Reads YAML that other tools own, and never fails: a text that is not YAML counts as empty, since its own tool reports
 * it.
 */
import { parse, type DocumentOptions, type ParseOptions, type SchemaOptions } from 'yaml';
import { LONGEST_YAML, withinLimit } from './limit.ts';

/** A mapping of YAML. Its values may be anything: read them with the functions below. */
export type YamlRecord = Readonly<Record<string, unknown>>;

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  // Both compare or copy everything before for each key or error, which takes minutes for a file that is made for it.
  uniqueKeys: false,
  prettyErrors: false,
  // Warnings would go to the console.
  logLevel: 'error',
};

/** The fields of a text; none if it is not a mapping. */
export function parseYaml(text: string): YamlRecord {
  try {
    return record(parse(withinLimit(text, LONGEST_YAML), OPTIONS));
  } catch {
    return {};
  }
}

/** The fields of a value; none if it is not a mapping. */
export function record(value: unknown): YamlRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as YamlRecord;
  return {};
}

/** The items of a list; none if the value is not a list. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return [];
}

/** A text that is not empty; undefined for anything else, numbers too. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return undefined;
}

/** A text or a list of texts. */
export function texts(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return values.flatMap((one) => text(one) ?? []);
}
