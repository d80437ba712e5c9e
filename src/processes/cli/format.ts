/** The command `grpc-workbench format`. It formats files, folders and standard input as the editor does. */
import { resolve } from 'node:path';
import { messageOf } from '../../base/background.ts';
import { diskReader, toFilePath } from '../../host/files/files.ts';
import { formatFile, type Formatted } from '../../language/formatting/format.ts';
import { styleOf } from '../../language/formatting/style.ts';
import { editorConfigOf } from '../../project/editorConfig.ts';
import { ProtocPositions } from '../../schema/output/tokenPositions.ts';
import { parse } from '../../syntax/parser.ts';
import { type Command, EXIT, type Terminal } from './command.ts';
import { type ParsedFlags, parseFlags, readArguments, UsageError } from './flags.ts';
import { complain, filesOf, MODE_FLAGS, modeOf, readSource, type Rewriting, show, type Source } from './rewriting.ts';

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

/** Exits with 0 if every file could be formatted. */
export const formatCommand: Command = {
  help: HELP,
  run: runFormat,
};

/** Reads the flags of `format`. Throws a UsageError if the arguments are wrong. */
function readFlags(args: readonly string[]): ParsedFlags {
  const flags = parseFlags(args, MODE_FLAGS);
  if (flags.rest.length === 0) throw new UsageError('Missing input file.');
  if (modeOf(flags) === 'write' && flags.rest.includes(STANDARD_INPUT))
    throw new UsageError('Standard input cannot be written: leave out --write.');
  return flags;
}

async function runFormat(args: readonly string[], terminal: Terminal): Promise<number> {
  const flags = readArguments('format', terminal, () => readFlags(args));
  if (flags === undefined) return EXIT.usage;
  const run: Rewriting = { mode: modeOf(flags), terminal };
  let code: number = EXIT.ok;
  for (const input of flags.rest) {
    for (const name of await namesOf(input, terminal)) {
      if (terminal.signal.aborted) return EXIT.failed;
      if (!(await formatOne(name, run))) code = EXIT.failed;
      await terminal.drained();
    }
  }
  return code;
}

async function namesOf(input: string, terminal: Terminal): Promise<readonly string[]> {
  if (input === STANDARD_INPUT) return [input];
  return filesOf(input, terminal);
}

/** Formats one file. Returns whether the command may exit with 0. */
async function formatOne(name: string, run: Rewriting): Promise<boolean> {
  try {
    const source = await sourceOf(name, run.terminal);
    if (typeof source !== 'string') return await formatSource(source, run);
    complain(run, name, source);
  } catch (error) {
    complain(run, name, messageOf(error));
  }
  return false;
}

/** Returns the source, or the reason why we cannot read it. */
async function sourceOf(name: string, { cwd, readInput }: Terminal): Promise<Source | string> {
  if (name === STANDARD_INPUT) {
    const bytes = Buffer.from(await readInput());
    return { name: 'standard input', path: resolve(cwd, 'stdin.proto'), bytes };
  }
  return readSource(name, cwd);
}

async function formatSource(source: Source, run: Rewriting): Promise<boolean> {
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

function placeOf(text: string, result: Exclude<Formatted, { kind: 'formatted' }>): string {
  if (result.kind === 'failed') return '';
  const { line, column } = new ProtocPositions(text).at(result.offset);
  return `:${line + 1}:${column + 1}`;
}
