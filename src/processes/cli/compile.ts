/**
 * The command `grpc-workbench compile`. It takes protoc's flags and gives protoc's diagnostics and descriptor sets, but
 * does not need protoc.
 */
import { messageOf } from '../../base/background.ts';
import { oneLine } from './terminalText.ts';
import { ERROR_FORMATS, problemLine, type ErrorFormat } from './problems.ts';
import { delimiter, resolve } from 'node:path';
import { type Content, writeAtomically } from '../../host/writing/atomicWrite.ts';
import { compileFiles } from '../../host/compile.ts';
import { expectShortLife } from '../../host/engine.ts';
import { closure, dependencyOrder } from '../../schema/linking/closure.ts';
import { encodeInParts } from '../../schema/output/encode.ts';
import { SourceInfos } from '../../schema/output/sourceInfo.ts';
import { type Command, EXIT, type Terminal } from './command.ts';
import {
  type FlagSpec,
  type ParsedFlags,
  expandArgumentFiles,
  parseFlags,
  readArguments,
  UsageError,
} from './flags.ts';

const FLAGS: readonly FlagSpec[] = [
  { names: ['--proto_path', '-I'], takesValue: true },
  { names: ['--descriptor_set_out', '-o'], takesValue: true },
  { names: ['--include_imports'], takesValue: false },
  { names: ['--include_source_info'], takesValue: false },
  { names: ['--retain_options'], takesValue: false },
  { names: ['--fatal_warnings'], takesValue: false },
  { names: ['--error_format'], takesValue: true },
];

const HELP = `Usage: grpc-workbench compile [flags] <file.proto>...

Checks protobuf files as protoc does and writes their descriptors.

  -IPATH, --proto_path=PATH       Folder in which to look for imports. You can repeat this flag; the
                                  first folder that has the file wins. Default: the current folder.
                                  Imports that are not there are looked up in the import roots that an
                                  editor would find. protobuf's own files need no folder.
  -oFILE, --descriptor_set_out=FILE
                                  Writes a FileDescriptorSet. Default: only checks the files.
  --include_imports               Also writes all imported files to the set.
  --include_source_info           Keeps source positions and comments.
  --retain_options                Keeps options with source retention.
  --fatal_warnings                Treats warnings as errors.
  --error_format=FORMAT           Format of errors: gcc (default), msvs, or json with one object per line.
  @FILE                           Reads more arguments from a file, one per line.

Prints errors as file:line:column: message.
Exit codes: 0 no errors, 1 errors in the files or while writing, 2 wrong arguments.

Example:
  grpc-workbench compile -I proto --include_imports -o schema.binpb proto/greeter/v1/greeter.proto
`;

/**
 * The largest number of files for which we do not set the engine's flags. For so few files, setting the flags takes
 * longer than it saves.
 */
const FEW_FILES = 10;

/** Exits with 0 if no file has an error. Warnings do not change the exit code. */
export const compileCommand: Command = {
  help: HELP,
  run: runCompile,
};

/** Reads the flags of `compile`. Throws a UsageError if the arguments are wrong. */
function readFlags(args: readonly string[], cwd: string): ParsedFlags {
  const flags = parseFlags(expandArgumentFiles(args, cwd), FLAGS);
  if (flags.rest.length === 0) throw new UsageError('Missing input file.');
  formatOf(flags);
  return flags;
}

function formatOf({ values }: ParsedFlags): ErrorFormat {
  const given = values.get('--error_format')?.at(-1) ?? 'gcc';
  const format = ERROR_FORMATS.find((one) => one === given);
  if (format === undefined) throw new UsageError(`Unknown error format: ${given}`);
  return format;
}

async function runCompile(args: readonly string[], terminal: Terminal): Promise<number> {
  const flags = readArguments('compile', terminal, () => readFlags(args, terminal.cwd));
  if (flags === undefined) return EXIT.usage;
  const roots = (flags.values.get('--proto_path') ?? [])
    .flatMap((value) => value.split(delimiter))
    .filter((root) => root !== '');
  if (flags.rest.length > FEW_FILES) expectShortLife();
  const format = formatOf(flags);
  const retainOptions = flags.values.has('--retain_options');
  const sourceInfo = flags.values.has('--include_source_info') ? new SourceInfos(retainOptions) : undefined;
  const result = await compileFiles({
    roots,
    files: flags.rest,
    cwd: terminal.cwd,
    linked: (file) => sourceInfo?.record(file),
  });
  for (const problem of result.problems) terminal.err(`${problemLine(problem, format)}\n`);
  const fatal = flags.values.has('--fatal_warnings') && result.problems.length > 0;
  if (!result.ok || fatal) return EXIT.failed;
  const output = flags.values.get('--descriptor_set_out')?.at(-1);
  if (output === undefined) return EXIT.ok;
  const files = flags.values.has('--include_imports') ? closure(result.files) : dependencyOrder(result.files);
  const set = encodeInParts(files, { retainOptions, ...(sourceInfo && { sourceInfo }) });
  return write(resolve(terminal.cwd, output), output, set, terminal);
}

async function write(path: string, shown: string, content: Content, terminal: Terminal): Promise<number> {
  try {
    await writeAtomically(path, content);
    return EXIT.ok;
  } catch (error) {
    terminal.err(`${oneLine(`${shown}: ${messageOf(error)}`)}\n`);
    return EXIT.failed;
  }
}
