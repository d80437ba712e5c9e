/**
 * The code that `format` and `convert` share. It reads proto files, and prints, writes, checks or compares their new
 * texts.
 */
import { relative, resolve } from 'node:path';
import { fromFilePath, isFolder, toFilePath } from '../../host/files/files.ts';
import { scanFolder } from '../../host/files/scan.ts';
import { LARGEST_NAMED, readBytes } from '../../host/files/sourceFile.ts';
import { replaceText } from '../../host/writing/replaceText.ts';
import type { Terminal } from './command.ts';
import { type FlagSpec, type ParsedFlags, UsageError } from './flags.ts';
import { patch } from './gitDiff.ts';
import { oneLine } from './terminalText.ts';

/** The flags that say what to do with a new text. */
export const MODE_FLAGS: readonly FlagSpec[] = [
  { names: ['--write', '-w'], takesValue: false },
  { names: ['--check'], takesValue: false },
  { names: ['--diff', '-d'], takesValue: false },
];

/** What to do with a new text. */
export type Mode = 'print' | 'write' | 'check' | 'diff';

/** Tells how a command shows its results. */
export interface Rewriting {
  readonly mode: Mode;
  readonly terminal: Terminal;
}

/** A file or standard input, with the text to rewrite. */
export interface Source {
  /** The name that the user passed, for messages. */
  readonly name: string;
  /** The path in the platform's form. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Returns the mode that the flags choose. Throws a UsageError if they choose several. */
export function modeOf({ values }: ParsedFlags): Mode {
  const given = MODE_FLAGS.flatMap(({ names }) => names.filter((name) => values.has(name)));
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} exclude each other.`);
  if (values.has('--write')) return 'write';
  if (values.has('--check')) return 'check';
  return values.has('--diff') ? 'diff' : 'print';
}

/** Returns the proto files of a folder that git does not ignore. If the input is not a folder, returns the input. */
export async function filesOf(input: string, { cwd, signal }: Terminal): Promise<readonly string[]> {
  const path = resolve(cwd, input);
  if (!isFolder(path)) return [input];
  const { protoFiles } = await scanFolder(toFilePath(path), { exclude: [], signal });
  return protoFiles.map((file) => relative(cwd, fromFilePath(file)));
}

/** Returns the source, or the reason why we cannot read it. */
export function readSource(name: string, cwd: string): Source | string {
  const path = resolve(cwd, name);
  const reading = readBytes(path, LARGEST_NAMED);
  if (reading.kind === 'bytes') return { name, path, bytes: reading.bytes };
  return reading.kind === 'nothing' ? 'There is no such file.' : `It ${reading.reason}.`;
}

/**
 * Prints, writes or checks one new text. Returns whether the command may exit with 0. Throws an Error if the file on
 * disk has changed since we read it.
 */
export async function show(source: Source, before: string, after: string, rewriting: Rewriting): Promise<boolean> {
  const { mode, terminal } = rewriting;
  if (mode === 'print') terminal.data(after);
  if (before === after || mode === 'print') return true;
  if (mode === 'diff') terminal.data(patch(source.name.replaceAll('\\', '/'), before, after));
  if (mode === 'check') terminal.out(`${oneLine(source.name)}\n`);
  if (mode === 'write' && !(await replaceText(source.path, source.bytes, after)))
    throw new Error('It has changed in the meantime, so it stays as it is.');
  return mode !== 'check';
}

export function complain({ terminal }: Rewriting, place: string, message: string): void {
  terminal.err(`${oneLine(`${place}: ${message}`)}\n`);
}
