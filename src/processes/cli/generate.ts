/**
 * The command `grpc-workbench generate go`. It generates the official Go code, and a server and a client that build.
 */
import { oneLine } from './terminalText.ts';
import { problemLine } from './problems.ts';
import { defined } from '../../base/defined.ts';
import { basename, delimiter, relative, resolve } from 'node:path';
import { assetsIn } from '../../host/assets.ts';
import { compileFiles } from '../../host/compile.ts';
import { writeGenerated } from '../../host/writing/generatedFiles.ts';
import { GoGenerator } from '../../host/generation.ts';
import type { GenerateAssets } from '../../host/processes/wasmPlugins.ts';
import { settle, type Recovery } from '../../host/writing/writeFiles.ts';
import type {
  AdditionalPlugin,
  GeneratedFile,
  GenerateGoParams,
  GenerateGoResult,
  GoPlugins,
  Problem,
  MissingOption,
  UsedPlugin,
} from '../../contract/generation.ts';
import { closure } from '../../schema/linking/closure.ts';
import { encodeDescriptorSet } from '../../schema/output/encode.ts';
import { SourceInfos } from '../../schema/output/sourceInfo.ts';
import { EXIT, type Command, type Terminal } from './command.ts';
import { expandArgumentFiles, parseFlags, readArguments, UsageError, type FlagSpec } from './flags.ts';
import { gitDiff } from './gitDiff.ts';

const FLAGS: readonly FlagSpec[] = [
  { names: ['--proto_path', '-I'], takesValue: true },
  { names: ['--out'], takesValue: true },
  { names: ['--module'], takesValue: true },
  { names: ['--plugins'], takesValue: true },
  { names: ['--plugin'], takesValue: true },
  { names: ['--other_plugin'], takesValue: true },
  { names: [], pattern: /^--[\w.-]+_(?:opt|out)$/, takesValue: true },
  ...['--merge', '--prune', '--check', '--diff'].map((name) => ({ names: [name], takesValue: false })),
];

const HELP = `Usage: grpc-workbench generate go [flags] <file.proto>...

Writes the code of protoc-gen-go and protoc-gen-go-grpc, a server with one method per rpc, and a client
that calls each rpc. If there is no Go module yet, it also writes go.mod and go.sum.

  -IPATH, --proto_path=PATH  Folder in which to look for imports. You can repeat this flag.
                             Default: the current folder. Imports that are not there are looked up
                             in the import roots that an editor would find.
  --out=FOLDER               Folder for all files. Default: the current folder.
  --module=PATH              Go module path for a new go.mod. Default: the folder's name.
  --plugins=auto|bundled|path
                             auto (default): the plugins named by the tool lines of go.mod or by a buf.gen.yaml,
                             with their options, and the other local plugins of the buf.gen.yaml; if there are
                             none, the bundled plugins. bundled: always the plugins that come with
                             grpc-workbench. path: the plugins on PATH.
  --go_opt=OPTIONS, --go-grpc_opt=OPTIONS
                             Options for protoc-gen-go and protoc-gen-go-grpc, as in protoc: paths=source_relative,
                             module=PATH, MFILE=PATH and the plugin's own options, separated by commas.
  --plugin=PLUGIN            Another plugin that writes Go: a name on PATH, or a path. You can repeat this flag.
                             For protoc-gen-NAME, --NAME_opt sets its options and --NAME_out its folder.
  --other_plugin=PLUGIN      The same for a plugin that does not write Go; it gets no Go packages.
  --merge                    Also adds methods for new rpcs to your own files. Without this flag, your own
                             files never change.
  --prune                    Also deletes stale files.
  --check                    Writes nothing and lists the files that would change. Exits with 1 if there are any.
  --diff                     Writes nothing and prints the changes as a patch for git apply in --out.

The list of files shows one state per file:
  new, unchanged
  updated         It was generated before.
  merged          It is yours, and --merge added methods.
  kept            It is yours and lacks methods for new rpcs.
  stale, deleted  protoc-gen-go or protoc-gen-go-grpc generated it, below --out or in another output folder,
                  but its service is gone. Or its .proto file is not in an import folder, and not below the
                  current folder or --out. With --prune, stale files are deleted.

Exit codes: 0 success; 1 errors in the files or during generation, and nothing was written, or changes with
--check; 2 wrong arguments.

Example:
  grpc-workbench generate go -I proto proto/greeter/v1/greeter.proto
  go run ./server
`;

/** Creates the command `generate`, which uses the plugins and programs in `assets`. */
export function createGenerateCommand(assets: GenerateAssets): Command {
  return {
    help: HELP,
    run: (args, terminal) => runGenerate(args, terminal, assets),
  };
}

/** The command `generate` with the plugins that are next to the bundle. */
export const generateCommand = createGenerateCommand(assetsIn(__dirname));

interface Mode {
  readonly merge: boolean;
  readonly prune: boolean;
  readonly check: boolean;
  readonly diff: boolean;
}

/** Returns true if the run must not write files. */
function isDry({ check, diff }: Mode): boolean {
  return check || diff;
}

interface Options {
  readonly roots: readonly string[];
  readonly files: readonly string[];
  readonly mode: Mode;
  readonly params: Omit<GenerateGoParams, 'set' | 'files'>;
}

async function runGenerate(args: readonly string[], terminal: Terminal, assets: GenerateAssets): Promise<number> {
  const options = readArguments('generate', terminal, () => readOptions(args, terminal.cwd, assets));
  if (options === undefined) return EXIT.usage;
  const sourceInfo = new SourceInfos(false);
  const compiled = await compileFiles({
    roots: options.roots,
    files: options.files,
    cwd: terminal.cwd,
    linked: (file) => sourceInfo.record(file),
  });
  for (const problem of compiled.problems) terminal.err(`${problemLine(problem)}\n`);
  if (!compiled.ok) return EXIT.failed;
  const set = encodeDescriptorSet(closure(compiled.files), { sourceInfo });
  const params = { ...options.params, set, files: compiled.files.map(({ path }) => path) };
  const { mode } = options;
  if (!isDry(mode)) await settleEarlierRun(params.outputRoot, terminal);
  const generator = new GoGenerator(assets);
  try {
    const result = await generator.generate(params, terminal.signal);
    const status = await report(params.outputRoot, result, mode, terminal);
    let problems: readonly Problem[] = result.problems.filter(({ place }) => place !== undefined);
    // Merging may have added methods and moved lines, so we check the Go files again.
    const hasMerged = mode.merge && !isDry(mode) && status === EXIT.ok;
    if (hasMerged) problems = await generator.check(params, terminal.signal);
    for (const problem of problems) terminal.err(`${problemText(problem, terminal.cwd)}\n`);
    return status;
  } finally {
    await generator.close();
  }
}

function readOptions(args: readonly string[], cwd: string, assets: GenerateAssets): Options {
  const { values, rest } = parseFlags(expandArgumentFiles(args, cwd), FLAGS);
  const [target, ...files] = rest;
  if (target === undefined) throw new UsageError('Missing target: go.');
  if (target !== 'go') throw new UsageError(`Unknown target: ${target} (known: go)`);
  if (files.length === 0) throw new UsageError('Missing input file.');
  const plugins = values.get('--plugins')?.at(-1) ?? 'auto';
  if (plugins !== 'auto' && plugins !== 'bundled' && plugins !== 'path')
    throw new UsageError(`--plugins: ${plugins} is not one of auto, bundled, path`);
  const module = values.get('--module')?.at(-1);
  const roots = (values.get('--proto_path') ?? [])
    .flatMap((value) => value.split(delimiter))
    .filter((root) => root !== '');
  return {
    roots,
    files,
    mode: {
      merge: values.has('--merge'),
      prune: values.has('--prune'),
      check: values.has('--check'),
      diff: values.has('--diff'),
    },
    params: defined({
      protoFolders: [cwd, ...roots.map((root) => resolve(cwd, root.slice(root.indexOf('=') + 1)))],
      outputRoot: resolve(cwd, values.get('--out')?.at(-1) ?? '.'),
      goModule: module,
      plugins: choiceOf(plugins, assets),
      options: { go: optionsOf('go', values), goGrpc: optionsOf('go-grpc', values) },
      additional: additionalPlugins(values, cwd),
    }),
  };
}

type Values = ReadonlyMap<string, readonly string[]>;

function optionsOf(plugin: string, values: Values): readonly string[] {
  return (values.get(`--${plugin}_opt`) ?? []).flatMap((value) => value.split(','));
}

function additionalPlugins(values: Values, cwd: string): readonly AdditionalPlugin[] {
  const named = (flag: string): readonly string[] => values.get(flag) ?? [];
  const plugins = [...named('--plugin'), ...named('--other_plugin')].map((plugin) => {
    const name = basename(plugin, '.exe').replace(/^protoc-gen-/, '');
    const out = values.get(`--${name}_out`)?.at(-1);
    return defined({
      name,
      plugin: pluginIn(cwd, plugin),
      options: optionsOf(name, values),
      goPackages: named('--plugin').includes(plugin),
      out: resolved(cwd, out),
    });
  });
  const known = new Set([
    '--go_opt',
    '--go-grpc_opt',
    ...plugins.flatMap(({ name }) => [`--${name}_opt`, `--${name}_out`]),
  ]);
  const unknown = [...values.keys()].find((flag) => /_(?:opt|out)$/.test(flag) && !known.has(flag));
  if (unknown !== undefined)
    throw new UsageError(
      `${unknown}: --plugin=protoc-gen-${unknown.slice(2, -4)} is missing; --out sets the folder for Go code`,
    );
  return plugins.map(({ plugin, options, goPackages, out }) => defined({ plugin, options, goPackages, out }));
}

function choiceOf(kind: 'auto' | 'bundled' | 'path', assets: GenerateAssets): GoPlugins {
  if (kind === 'path') return { kind };
  return { kind, directory: assets.plugins };
}

function resolved(cwd: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return resolve(cwd, path);
}

/** Returns the path of a plugin. A name without a slash is looked up on PATH. */
function pluginIn(cwd: string, plugin: string): string {
  if (/[/\\]/.test(plugin)) return resolve(cwd, plugin);
  return plugin;
}

const RECOVERIES: Readonly<Record<Recovery['kind'], string>> = {
  completed: 'an earlier run ended while it was writing; its other files are now written',
  undone: 'an earlier run ended before it changed a file; nothing of it is kept',
  foreign: 'another user or machine left the journal of a run here; it is deleted, and files named *.tmp may remain',
};

async function settleEarlierRun(outputRoot: string, terminal: Terminal): Promise<void> {
  const recovery = await settle(outputRoot, { signal: terminal.signal });
  if (recovery === undefined) return;
  terminal.err(`note: ${RECOVERIES[recovery.kind]}\n`);
  if (recovery.kind !== 'completed') return;
  for (const path of recovery.kept)
    terminal.err(`note: ${oneLine(relative(terminal.cwd, path))} was edited meanwhile and stays as it is\n`);
}

async function report(outputRoot: string, result: GenerateGoResult, mode: Mode, terminal: Terminal): Promise<number> {
  for (const problem of result.problems.filter(({ place }) => place === undefined))
    terminal.err(`${problemText(problem, terminal.cwd)}\n`);
  if (result.problems.some(({ severity }) => severity === 'error')) return EXIT.failed;
  const changed = result.files.filter(({ state }) => state !== 'unchanged' && (state !== 'owned' || mode.merge));
  const gone = mode.prune ? result.stale : [];
  if (mode.diff) terminal.data(await gitDiff(outputRoot, changed, gone));
  else if (mode.check) listFiles({ ...result, files: changed, stale: gone }, mode, terminal);
  if (isDry(mode)) {
    if (mode.check && changed.length + gone.length > 0) return EXIT.failed;
    return EXIT.ok;
  }
  await writeGenerated(outputRoot, changed, gone, { folders: result.folders, signal: terminal.signal });
  tell(result, mode, terminal);
  return EXIT.ok;
}

function tell(result: GenerateGoResult, mode: Mode, terminal: Terminal): void {
  const { files, stale, missingOptions, plugins, followUps } = result;
  for (const { plugin, from } of plugins)
    if (from !== 'bundled') terminal.out(`${'plugin'.padEnd(10)} ${oneLine(plugin)} (${ORIGINS[from]})\n`);
  listFiles(result, mode, terminal);
  if (!mode.merge && files.some(({ state }) => state === 'owned'))
    terminal.out('\nThe kept files lack methods for new rpcs; --merge adds them and changes nothing else.\n');
  if (!mode.prune && stale.length > 0)
    terminal.out('\nThe stale files are not generated any more; --prune deletes them.\n');
  if (missingOptions.length > 0)
    terminal.out(
      `\nThese files do not set a Go package. Generation used these options for them:\n${missingOptions.map(missingText).join('')}`,
    );
  for (const { cwd, args } of followUps)
    terminal.out(
      `\nBefore you build, run this in ${oneLine(relative(terminal.cwd, cwd)) || '.'}:\n  ${oneLine(args.join(' '))}\n`,
    );
}

function listFiles({ files, stale }: GenerateGoResult, { merge, prune }: Mode, terminal: Terminal): void {
  const lines = [
    ...files.map((file) => [verdict(file, merge), file.path] as const),
    ...stale.map((path) => [prune ? 'deleted' : 'stale', path] as const),
  ];
  for (const [what, path] of lines) terminal.out(`${what.padEnd(10)} ${oneLine(relative(terminal.cwd, path))}\n`);
}

function missingText({ file, line = 0, column = 0, name, value }: MissingOption): string {
  return `  ${oneLine(`${file}:${line + 1}:${column + 1}: option ${name} = "${value}";`)}\n`;
}

const ORIGINS: Readonly<Record<UsedPlugin['from'], string>> = {
  bundled: 'comes with grpc-workbench',
  path: 'on PATH',
  'go.mod': 'pinned by go.mod',
  'buf.gen.yaml': 'chosen by buf.gen.yaml',
  settings: 'asked for',
};

/** Formats a problem as compilers do. The line says whether it is an error or only a remark. */
function problemText(problem: Problem, cwd: string): string {
  const { severity, message } = problem;
  return `${oneLine(placeText(problem, cwd))}${kindText(severity)}${oneLine(message)}`;
}

function kindText(severity: Problem['severity']): string {
  if (severity === 'error') return '';
  if (severity === 'warning') return 'warning: ';
  return 'note: ';
}

function placeText({ file, line, column, place }: Problem, cwd: string): string {
  if (place !== undefined)
    return `${relative(cwd, place.path)}:${place.range.start.line + 1}:${place.range.start.character + 1}: `;
  if (file === undefined) return '';
  if (line === undefined) return `${file}: `;
  return `${file}:${line + 1}:${(column ?? 0) + 1}: `;
}

function verdict({ state }: GeneratedFile, merge: boolean): string {
  switch (state) {
    case 'new':
      return 'new';
    case 'generated':
    case 'extended':
      return 'updated';
    case 'owned':
      if (merge) return 'merged';
      return 'kept';
    case 'unchanged':
      return 'unchanged';
  }
}
