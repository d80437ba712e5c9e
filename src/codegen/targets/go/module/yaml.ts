/** Reads what somebody has written in YAML, whatever it is. */
import { parse } from 'yaml';

export type YamlRecord = Readonly<Record<string, unknown>>;

/** Undefined where it is no mapping. */
export function yamlRecord(text: string): YamlRecord | undefined {
  try {
    return record(parse(text));
  } catch {
    return undefined;
  }
}

export function record(value: unknown): YamlRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as YamlRecord) : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text or a list of texts. */
export function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
}
