/** protoc's syntax of flags: `-Ipath`, `-I path`, `--name=value`, `--name value`, and `@file` for more arguments. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Terminal } from './command.ts';

/** A flag that a command knows. */
export interface FlagSpec {
  /** With its dashes: `-I`, `--proto_path`. */
  readonly names: readonly string[];
  /** Other names for the same kind of flag. Each name has its own values. */
  readonly pattern?: RegExp;
  readonly takesValue: boolean;
}

/** The arguments of a command, parsed. */
export interface ParsedFlags {
  /** Values by the first name of the flag, in order. A flag without a value has empty strings. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The arguments that are not flags. */
  readonly rest: readonly string[];
}

/** The values of a flag, looked up by the first of its names; empty if the flag was not given. */
export function valuesOf(values: ParsedFlags['values'], name: string): readonly string[] {
  return values.get(name) ?? [];
}

/** The command was called with wrong arguments. */
export class UsageError extends Error {}

/** The result of `read` for the arguments; undefined if they are wrong, after printing the reason. */
export function readArguments<T>(command: string, terminal: Terminal, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`${error.message}\nSee: grpc-workbench ${command} --help\n`);
    return undefined;
  }
}

/** Replaces each `@file` with the arguments in the file, as protoc does. Throws a UsageError if the file is missing. */
export function expandArgumentFiles(args: readonly string[], cwd: string): readonly string[] {
  return args.flatMap((arg) => {
    if (arg.startsWith('@')) return argumentFile(arg.slice(1), cwd);
    return [arg];
  });
}

/** Throws a UsageError for an unknown flag, or for a flag without its value. */
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

/** The first of a flag's names; the name as given if the flag has a pattern. */
function keyOf({ names }: FlagSpec, name: string): string {
  if (names.includes(name)) return names[0] ?? name;
  return name;
}

/** One argument per line, taken literally. */
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

/** `--name=value`, `--name`, `-nvalue` or `-n`. */
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
