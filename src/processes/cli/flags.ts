/**
 * Parses flags as protoc does: `-Ipath`, `-I path`, `--name=value`, `--name value`, and `@file` for a file with more
 * arguments.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Terminal } from './command.ts';

/** A flag that a command knows. */
export interface FlagSpec {
  /** The names of the flag with their dashes: `-I`, `--proto_path`. */
  readonly names: readonly string[];
  /** Matches further names of the same kind. Each of these names has its own values. */
  readonly pattern?: RegExp;
  readonly takesValue: boolean;
}

/** The arguments of a command, parsed. */
export interface ParsedFlags {
  /**
   * The values of each flag, in order, by the first name of the flag. A flag that takes no value has an empty string
   * for each use.
   */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The arguments that are not flags. */
  readonly rest: readonly string[];
}

/** Returns the values of a flag, by the flag's first name. The list is empty if the user did not pass the flag. */
export function valuesOf(values: ParsedFlags['values'], name: string): readonly string[] {
  return values.get(name) ?? [];
}

/** An error for wrong arguments of a command. */
export class UsageError extends Error {}

/** Returns the result of `read`. If the arguments are wrong, prints the reason and returns undefined. */
export function readArguments<T>(command: string, terminal: Terminal, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`${error.message}\nSee: grpc-workbench ${command} --help\n`);
    return undefined;
  }
}

/**
 * Replaces each `@file` with the arguments in that file, as protoc does. Throws a UsageError if the file does not
 * exist.
 */
export function expandArgumentFiles(args: readonly string[], cwd: string): readonly string[] {
  return args.flatMap((arg) => {
    if (arg.startsWith('@')) return argumentFile(arg.slice(1), cwd);
    return [arg];
  });
}

/** Parses arguments. Throws a UsageError for an unknown flag, and for a flag whose value is missing. */
export function parseFlags(args: readonly string[], specs: readonly FlagSpec[]): ParsedFlags {
  const values = new Map<string, string[]>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      rest.push(arg);
      continue;
    }
    const { spec, name, value } = matchFlag(arg, specs);
    const key = keyOf(spec, name);
    const given = spec.takesValue ? (value ?? args[++i]) : '';
    if (given === undefined) throw new UsageError(`Missing value for flag: ${arg}`);
    if (!spec.takesValue && value !== undefined) throw new UsageError(`${arg}: ${key} does not take a parameter`);
    values.set(key, [...(values.get(key) ?? []), given]);
  }
  return { values, rest };
}

/** Returns the first name of a flag. If the flag has a pattern, returns the name that the user wrote. */
function keyOf({ names }: FlagSpec, name: string): string {
  if (names.includes(name)) return names[0] ?? name;
  return name;
}

/** Reads a file with one argument per line. Blanks and quotes in a line have no special meaning. */
function argumentFile(path: string, cwd: string): string[] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch {
    throw new UsageError(`Failed to open argument file: ${path}`);
  }
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

interface WrittenFlag {
  readonly name: string;
  readonly value: string | undefined;
}

/** Splits an argument such as `--name=value`, `--name`, `-nvalue` or `-n` into its name and its value. */
function splitFlag(arg: string): WrittenFlag {
  if (!arg.startsWith('--')) return { name: arg.slice(0, 2), value: arg.slice(2) || undefined };
  const equals = arg.indexOf('=');
  if (equals < 0) return { name: arg, value: undefined };
  return { name: arg.slice(0, equals), value: arg.slice(equals + 1) };
}

function matchFlag(arg: string, specs: readonly FlagSpec[]): WrittenFlag & { readonly spec: FlagSpec } {
  const { name, value } = splitFlag(arg);
  const spec = specs.find(({ names, pattern }) => names.includes(name) || pattern?.test(name) === true);
  if (spec === undefined) throw new UsageError(`Unknown flag: ${name}`);
  return { spec, name, value };
}
