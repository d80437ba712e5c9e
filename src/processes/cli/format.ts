/** `grpc-workbench format`: the formatter of the editor, for files, folders and standard input. */
import { relative, resolve } from 'node:path';
import { messageOf } from '../../base/background.ts';
import { diskReader, fromFilePath, isFolder, toFilePath } from '../../host/files/files.ts';
import { scanFolder } from '../../host/files/scan.ts';
import { LARGEST_NAMED, readBytes } from '../../host/files/sourceFile.ts';
import { replaceText } from '../../host/writing/replaceText.ts';
import { formatFile, type Formatted } from '../../language/formatting/format.ts';
import { styleOf } from '../../language/formatting/style.ts';
import { editorConfigOf } from '../../project/editorConfig.ts';
import { ProtocPositions } from '../../schema/output/tokenPositions.ts';
import { parse } from '../../syntax/parser.ts';
import { type Command, EXIT, type Terminal } from './command.ts';
import { type FlagSpec, type ParsedFlags, parseFlags, readArguments, UsageError } from './flags.ts';
import { patch } from './gitDiff.ts';
import { oneLine } from './terminalText.ts';

const FLAGS: readonly FlagSpec[] = [
  { names: ['--write', '-w'], takesValue: false },
  { names: ['--check'], takesValue: false },
  { names: ['--diff', '-d'], takesValue: false },
];

const HELP = `Usage: grpc-workbench format [flags] <file or folder>...

Formats protobuf files in the style of buf format, as the editor does, and prints them. A folder
stands for the .proto files in it that git does not ignore. "-" stands for standard input.

  -w, --write                     Writes the files instead.
  --check                         Only prints the names of files that are not formatted. The exit code
                                  is 1 if there are any.
  -d, --diff                      Only prints what would change, as a patch.

Indentation and line breaks follow the .editorconfig files of a project. A file with a syntax error
stays as it is.
Exit codes: 0 no errors, 1 errors in the files or, with --check, files that are not formatted,
2 wrong arguments.

Example:
  grpc-workbench format -w proto
`;

const STANDARD_INPUT = '-';

/** Exits with 0 if each file could be formatted. */
export const formatCommand: Command = {
  help: HELP,
  run: runFormat,
};

type Mode = 'print' | 'write' | 'check' | 'diff';

interface Run {
  readonly mode: Mode;
  readonly terminal: Terminal;
}

/** A text to format. */
interface Source {
  /** As the user knows it. */
  readonly name: string;
  /** Of the platform; it tells which `.editorconfig` files count. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Throws a UsageError if the arguments are wrong. */
function readFlags(args: readonly string[]): ParsedFlags {
  const flags = parseFlags(args, FLAGS);
  if (flags.rest.length === 0) throw new UsageError('Missing input file.');
  if (flags.values.size > 1) throw new UsageError(`${[...flags.values.keys()].join(' and ')} exclude each other.`);
  if (modeOf(flags) === 'write' && flags.rest.includes(STANDARD_INPUT))
    throw new UsageError('Standard input cannot be written: leave out --write.');
  return flags;
}

function modeOf({ values }: ParsedFlags): Mode {
  if (values.has('--write')) return 'write';
  if (values.has('--check')) return 'check';
  return values.has('--diff') ? 'diff' : 'print';
}

async function runFormat(args: readonly string[], terminal: Terminal): Promise<number> {
  const flags = readArguments('format', terminal, () => readFlags(args));
  if (flags === undefined) return EXIT.usage;
  const run: Run = { mode: modeOf(flags), terminal };
  let code: number = EXIT.ok;
  for (const input of flags.rest) {
    for (const name of await filesOf(input, terminal)) {
      if (terminal.signal.aborted) return EXIT.failed;
      if (!(await formatOne(name, run))) code = EXIT.failed;
      await terminal.drained();
    }
  }
  return code;
}

/** The files of a folder, or the input itself. */
async function filesOf(input: string, { cwd, signal }: Terminal): Promise<readonly string[]> {
  const path = resolve(cwd, input);
  if (input === STANDARD_INPUT || !isFolder(path)) return [input];
  const { protoFiles } = await scanFolder(toFilePath(path), { exclude: [], signal });
  return protoFiles.map((file) => relative(cwd, fromFilePath(file)));
}

/** Whether there is nothing to complain about. */
async function formatOne(name: string, run: Run): Promise<boolean> {
  try {
    const source = await sourceOf(name, run.terminal);
    if (typeof source !== 'string') return await formatSource(source, run);
    complain(run, name, source);
  } catch (error) {
    complain(run, name, messageOf(error));
  }
  return false;
}

/** The source, or why there is none. */
async function sourceOf(name: string, { cwd, readInput }: Terminal): Promise<Source | string> {
  if (name === STANDARD_INPUT) {
    const bytes = Buffer.from(await readInput());
    return { name: 'standard input', path: resolve(cwd, 'stdin.proto'), bytes };
  }
  const path = resolve(cwd, name);
  const reading = readBytes(path, LARGEST_NAMED);
  if (reading.kind === 'bytes') return { name, path, bytes: reading.bytes };
  return reading.kind === 'nothing' ? 'There is no such file.' : `It ${reading.reason}.`;
}

async function formatSource(source: Source, run: Run): Promise<boolean> {
  const text = source.bytes.toString('utf8');
  if (!Buffer.from(text).equals(source.bytes)) {
    complain(run, source.name, 'It is not valid UTF-8.');
    return false;
  }
  const result = formatFile(parse(text), styleFor(source.path));
  if (result.kind === 'formatted') return show(source, text, result.text, run);
  complain(run, `${source.name}${placeOf(text, result)}`, result.reason);
  return false;
}

function styleFor(path: string): ReturnType<typeof styleOf> {
  return styleOf(editorConfigOf(toFilePath(path), (config) => diskReader.read(config)));
}

async function show(source: Source, before: string, after: string, { mode, terminal }: Run): Promise<boolean> {
  if (mode === 'print') terminal.data(after);
  if (before === after || mode === 'print') return true;
  if (mode === 'diff') terminal.data(patch(source.name.replaceAll('\\', '/'), before, after));
  if (mode === 'check') terminal.out(`${oneLine(source.name)}\n`);
  if (mode === 'write' && !(await replaceText(source.path, source.bytes, after)))
    throw new Error('It has changed in the meantime, so it stays as it is.');
  return mode !== 'check';
}

function placeOf(text: string, result: Exclude<Formatted, { kind: 'formatted' }>): string {
  if (result.kind === 'failed') return '';
  const { line, column } = new ProtocPositions(text).at(result.offset);
  return `:${line + 1}:${column + 1}`;
}

function complain({ terminal }: Run, place: string, message: string): void {
  terminal.err(`${oneLine(`${place}: ${message}`)}\n`);
}
