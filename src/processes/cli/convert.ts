/** The command `grpc-workbench convert`. It converts files and folders to an edition, as the editor does. */
import { delimiter, resolve } from 'node:path';
import { messageOf } from '../../base/background.ts';
import { compileFiles } from '../../host/compile.ts';
import { type Converted, convertFile, EDITION_TARGETS, FEATURE_FILES } from '../../language/editions/convert.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import { sourceText } from '../../text/source.ts';
import { type Command, EXIT, type Terminal } from './command.ts';
import { type FlagSpec, type ParsedFlags, parseFlags, readArguments, UsageError, valuesOf } from './flags.ts';
import { problemLine } from './problems.ts';
import { complain, filesOf, MODE_FLAGS, modeOf, readSource, type Rewriting, show } from './rewriting.ts';

const FLAGS: readonly FlagSpec[] = [
  ...MODE_FLAGS,
  { names: ['--edition'], takesValue: true },
  { names: ['--proto_path', '-I'], takesValue: true },
];

const HELP = `Usage: grpc-workbench convert --edition EDITION [flags] <file or folder>...

Converts proto2 and proto3 files to an edition, without a change of their meaning, and prints them.
A folder stands for the .proto files in it that git does not ignore.

  --edition=EDITION               2023 or 2024.
  -w, --write                     Writes the files instead.
  --check                         Only prints the names of files that would change. The exit code is 1
                                  if there are any.
  -d, --diff                      Only prints what would change, as a patch.
  -IPATH, --proto_path=PATH       Folder in which to look for imports, as for compile.

A file with an edition stays as it is. If a file cannot be converted, it also stays as it is, and
the reason is printed.
Exit codes: 0 no errors, 1 errors in the files or, with --check, files that would change,
2 wrong arguments.

Example:
  grpc-workbench convert --edition 2023 -w proto
`;

/** Exits with 0 if every file could be converted or already has an edition. */
export const convertCommand: Command = {
  help: HELP,
  run: runConvert,
};

type TargetEdition = (typeof EDITION_TARGETS)[number];

interface Arguments {
  readonly flags: ParsedFlags;
  readonly target: TargetEdition;
  readonly mode: Rewriting['mode'];
}

/** Reads the flags of `convert`. Throws a UsageError if the arguments are wrong. */
function readFlags(args: readonly string[]): Arguments {
  const flags = parseFlags(args, FLAGS);
  const given = valuesOf(flags.values, '--edition').at(-1);
  const target = EDITION_TARGETS.find((one) => one === given);
  if (given === undefined) throw new UsageError('Missing --edition.');
  if (target === undefined) throw new UsageError(`Unknown edition: ${given}`);
  if (flags.rest.length === 0) throw new UsageError('Missing input file.');
  return { flags, target, mode: modeOf(flags) };
}

async function runConvert(args: readonly string[], terminal: Terminal): Promise<number> {
  const read = readArguments('convert', terminal, () => readFlags(args));
  if (read === undefined) return EXIT.usage;
  const { flags, target, mode } = read;
  const inputs = await Promise.all(flags.rest.map((input) => filesOf(input, terminal)));
  const names = [...new Map(inputs.flat().map((name) => [resolve(terminal.cwd, name), name])).values()];
  const roots = valuesOf(flags.values, '--proto_path').flatMap((value) => value.split(delimiter));
  const results = await convertAll(names, roots.filter(Boolean), target, terminal);
  if (results === undefined) return EXIT.failed;
  let code: number = EXIT.ok;
  for (const name of names) {
    if (terminal.signal.aborted) return EXIT.failed;
    if (!(await finish(name, results.get(name), { mode, terminal }))) code = EXIT.failed;
    await terminal.drained();
  }
  return code;
}

/** The text of a file that we compiled, and the result of its conversion. */
interface Result {
  readonly text: string;
  readonly converted: Converted | 'has an edition';
}

/** Converts all files. If files have errors, prints the errors and returns undefined. */
async function convertAll(
  names: readonly string[],
  roots: readonly string[],
  target: TargetEdition,
  terminal: Terminal,
): Promise<ReadonlyMap<string, Result> | undefined> {
  const features = new Map<string, FileInterface>();
  const results = new Map<FileInterface, Result>();
  const linked = (file: LinkedFile): void => {
    if (FEATURE_FILES.includes(file.path)) features.set(file.path, file.interface);
    results.set(file.interface, { text: file.tree.text, converted: converted(file, target, features) });
  };
  const { ok, files, problems } = await compileFiles({
    roots,
    libraries: FEATURE_FILES,
    files: names,
    cwd: terminal.cwd,
    linked,
  });
  for (const problem of problems) if (problem.severity === 'error') terminal.err(`${problemLine(problem)}\n`);
  if (!ok) return undefined;
  const entries = files.slice(FEATURE_FILES.length);
  return new Map(
    names.flatMap((name, at) => {
      const entry = entries[at];
      const result = entry && results.get(entry);
      return result === undefined ? [] : [[name, result] as const];
    }),
  );
}

function converted(
  file: LinkedFile,
  target: TargetEdition,
  features: ReadonlyMap<string, FileInterface>,
): Result['converted'] {
  if (file.tree.syntax === 'editions') return 'has an edition';
  return convertFile(file, target, (path) => features.get(path));
}

/** Shows the result for one file. Returns whether the command may exit with 0. */
async function finish(name: string, result: Result | undefined, rewriting: Rewriting): Promise<boolean> {
  try {
    const source = readSource(name, rewriting.terminal.cwd);
    if (typeof source === 'string') throw new Error(source);
    // The import path of this file may lead to another file, so we compare the texts.
    if (result?.text !== sourceText(source.bytes)) throw new Error('It is not the file that was compiled.');
    if (result.converted === 'has an edition') return await show(source, result.text, result.text, rewriting);
    if (result.converted.kind === 'refused') throw new Error(result.converted.reason);
    return await show(source, result.text, result.converted.text, rewriting);
  } catch (error) {
    complain(rewriting, name, messageOf(error));
    return false;
  }
}
