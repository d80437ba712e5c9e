/** Chooses the program for each Go plugin: the project's own, ours, or the machine's. It also reports the result. */
import { defined } from '../../../../base/defined.ts';
import { create, toBinary } from '@bufbuild/protobuf';
import { CodeGeneratorResponse_Feature, CodeGeneratorResponseSchema, Edition } from '@bufbuild/protobuf/wkt';
import type { FilePath } from '../../../../base/path.ts';
import type { AdditionalPlugin, GenerateGoParams, UsedPlugin } from '../../../../contract/generation.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { PluginOutcome, PluginRunner } from '../../../plugin.ts';
import type { PluginProgram, PluginPrograms, ProjectFiles } from '../../../ports.ts';
import { OFFICIAL_PLUGINS } from '../goTarget.ts';
import type { GivePackage } from '../module/managedPackage.ts';
import type { GoPlugin } from '../packages/layout.ts';
import { readPins, type Pin, type Pins } from './pins.ts';

type Run = PluginRunner['run'];

interface Candidate {
  readonly from: UsedPlugin['from'];
  /** For messages, such as `protoc-gen-go of …`. */
  readonly source: string;
  readonly run: Run;
}

/** The plugins of one run, and their runner. */
export interface ChosenPlugins {
  readonly plugins: readonly GoPlugin[];
  readonly givePackage: GivePackage | undefined;
  readonly runner: PluginRunner;
  /** The plugins that ran. Call it after the run. */
  used(): readonly UsedPlugin[];
  problems(): readonly Problem[];
}

/** Where plugins come from: the ones that we ship, and programs on this machine. */
export interface PluginSources {
  /** The plugins that we ship, by the folder that contains them. */
  readonly bundled: (directory: string) => PluginRunner;
  readonly programs: PluginPrograms;
  readonly readText: ProjectFiles['readText'];
}

const NO_PINS: Pins = { plugins: [], others: [] };

/**
 * Reads the project's pins, and decides for each plugin. If a plugin cannot be started, that is a problem after the
 * run, not a rejection.
 */
export async function choosePlugins(params: GenerateGoParams, sources: PluginSources): Promise<ChosenPlugins> {
  const { outputRoot, additional = [] } = params;
  const pins = params.plugins.kind === 'auto' ? await readPins(outputRoot, sources.readText) : NO_PINS;
  const { here, away } = otherPins(params, pins);
  const candidates = new Map<string, readonly Candidate[]>();
  for (const name of OFFICIAL_PLUGINS) candidates.set(name, officialCandidates(name, params, pins, sources));
  for (const plugin of additional) candidates.set(nameOf(plugin), [additionalCandidate(plugin, outputRoot, sources)]);
  for (const pin of here) candidates.set(pin.name, pinnedCandidate(pin, sources));
  const runner = new FirstAvailable(candidates, new Set(here.map(({ name }) => name)));
  return {
    plugins: [
      ...OFFICIAL_PLUGINS.map((name) => official(name, params, pins)),
      ...additional.map(additionalPlugin),
      ...here.map(otherPlugin),
    ],
    givePackage: pins.givePackage,
    runner,
    used: () => runner.used(),
    problems: () => [...runner.problems(), ...notRun(away)],
  };
}

/** Options from settings or flags replace the ones in buf.gen.yaml. */
function official(name: (typeof OFFICIAL_PLUGINS)[number], { options = {} }: GenerateGoParams, pins: Pins): GoPlugin {
  const pin = pins.plugins.find((one) => one.name === name);
  const said = (name === 'protoc-gen-go' ? options.go : options.goGrpc) ?? [];
  if (said.length > 0) return { name, options: said, takesPackages: true };
  return defined({ name, options: pin?.options ?? [], takesPackages: true, out: pin?.out });
}

function additionalPlugin(plugin: AdditionalPlugin): GoPlugin {
  const { options, goPackages, out } = plugin;
  return defined({ name: nameOf(plugin), options, takesPackages: goPackages, out });
}

/** The pinned plugins besides the official two. We run those on this machine, unless the settings already name them. */
function otherPins(
  { additional: wanted = [] }: GenerateGoParams,
  { others }: Pins,
): { readonly here: readonly Pin[]; readonly away: readonly Pin[] } {
  const open = others.filter(({ name }) => !wanted.some((plugin) => nameOf(plugin) === name));
  return {
    here: open.filter(({ command }) => command !== undefined),
    away: open.filter(({ command }) => command === undefined),
  };
}

/**
 * buf does not say whether a plugin writes Go. It does if its name says so, or if it has options that every Go plugin
 * accepts.
 */
function otherPlugin({ name, options, out }: Pin): GoPlugin {
  const takesPackages = /-go(?:-|$)/.test(name) || options.some((option) => /^(?:paths|module)=/.test(option));
  return defined({ name, options, takesPackages, out });
}

function notRun(away: readonly Pin[]): readonly Problem[] {
  const [first] = away;
  if (first === undefined) return [];
  const names = [...new Set(away.map(({ name }) => name))].join(', ');
  return [
    {
      severity: 'information',
      message: `${first.file} asks for ${names}, too; plugins of buf's registry and of protoc itself are left to buf`,
    },
  ];
}

/** The name of the program, without its folder. */
function nameOf({ plugin }: AdditionalPlugin): string {
  const file = plugin.split(/[/\\]/).at(-1) ?? plugin;
  if (file.endsWith('.exe')) return file.slice(0, -'.exe'.length);
  return file;
}

function additionalCandidate(
  plugin: AdditionalPlugin,
  cwd: FilePath,
  { programs }: Pick<PluginSources, 'programs'>,
): Candidate {
  const program = { name: nameOf(plugin), command: [plugin.plugin], cwd };
  return { from: 'settings', source: 'the settings', run: runnerOf(program, programs) };
}

function officialCandidates(
  name: string,
  { plugins }: GenerateGoParams,
  pins: Pins,
  sources: PluginSources,
): readonly Candidate[] {
  const path: Candidate = { from: 'path', source: 'PATH', run: onPath(name, sources.programs) };
  if (plugins.kind === 'path') return [path];
  const { directory } = plugins;
  const ours: Candidate = {
    from: 'bundled',
    source: 'gRPC Workbench',
    run: (plugin, request, signal) => sources.bundled(directory).run(plugin, request, signal),
  };
  const pinned = pins.plugins.filter((pin) => pin.name === name).flatMap((pin) => pinnedCandidate(pin, sources));
  return [...pinned, ours, path];
}

function pinnedCandidate(
  { name, command, cwd, file }: Pin,
  { programs }: Pick<PluginSources, 'programs'>,
): readonly Candidate[] {
  if (command === undefined) return [];
  const from = command[0] === 'go' && command[1] === 'tool' ? 'go.mod' : 'buf.gen.yaml';
  return [{ from, source: file, run: runnerOf({ name, command, cwd }, programs) }];
}

const INSTALL: ReadonlyMap<string, string> = new Map([
  ['protoc-gen-go', 'google.golang.org/protobuf/cmd/protoc-gen-go@latest'],
  ['protoc-gen-go-grpc', 'google.golang.org/grpc/cmd/protoc-gen-go-grpc@latest'],
]);

function onPath(name: string, programs: PluginPrograms): Run {
  const run = runnerOf({ name, command: [name] }, programs);
  return async (plugin, request, signal) => {
    const outcome = await run(plugin, request, signal);
    if (!isMissing(outcome)) return outcome;
    return { ...outcome, message: `${outcome.message}; install it with: go install ${INSTALL.get(name) ?? name}` };
  };
}

function runnerOf(program: PluginProgram, programs: PluginPrograms): Run {
  return (_, request, signal) => programs.run(program, request, signal);
}

type MissingPlugin = PluginOutcome & { readonly kind: 'failed' };

function isMissing(outcome: PluginOutcome): outcome is MissingPlugin {
  return outcome.kind === 'failed' && outcome.reason === 'missing';
}

/** Runs each plugin with its first available candidate. */
class FirstAvailable implements PluginRunner {
  readonly #candidates: ReadonlyMap<string, readonly Candidate[]>;
  readonly #used = new Map<string, Candidate>();
  /** Why the first candidate of a plugin was not used. */
  readonly #missing = new Map<string, string>();
  /** Plugins that write nothing if no candidate is available. */
  readonly #optional: ReadonlySet<string>;

  constructor(candidates: ReadonlyMap<string, readonly Candidate[]>, optional: ReadonlySet<string>) {
    this.#candidates = candidates;
    this.#optional = optional;
  }

  async run(plugin: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome> {
    let outcome: PluginOutcome = { kind: 'failed', reason: 'missing', message: `nothing is known about ${plugin}` };
    for (const candidate of this.#candidates.get(plugin) ?? []) {
      outcome = await candidate.run(plugin, request, signal);
      if (!isMissing(outcome)) {
        this.#used.set(plugin, candidate);
        return outcome;
      }
      if (!this.#missing.has(plugin)) this.#missing.set(plugin, outcome.message);
    }
    if (this.#optional.has(plugin)) return NOTHING;
    return outcome;
  }

  used(): readonly UsedPlugin[] {
    return [...this.#candidates.keys()].flatMap((plugin) => {
      const from = this.#used.get(plugin)?.from;
      if (from === undefined) return [];
      return [{ plugin, from }];
    });
  }

  problems(): readonly Problem[] {
    return [...this.#missing].flatMap(([plugin, why]) => {
      const consequence = this.#consequence(plugin);
      if (consequence === undefined) return [];
      return [{ severity: 'warning' as const, message: `${why}; ${consequence}` }];
    });
  }

  /** The problem that a missing program causes; undefined if the failed run has already reported it. */
  #consequence(plugin: string): string | undefined {
    const instead = this.#used.get(plugin);
    if (instead !== undefined) return `${plugin} of ${instead.source} was used instead`;
    if (this.#optional.has(plugin)) return 'its files are left out';
    return undefined;
  }
}

/** The reply of a plugin without output. */
const NOTHING: PluginOutcome = {
  kind: 'exited',
  exitCode: 0,
  output: toBinary(
    CodeGeneratorResponseSchema,
    create(CodeGeneratorResponseSchema, {
      supportedFeatures: BigInt(CodeGeneratorResponse_Feature.SUPPORTS_EDITIONS),
      maximumEdition: Edition.EDITION_MAX,
    }),
  ),
  errors: '',
};
