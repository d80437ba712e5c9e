/**
 * Chooses the program for each Go plugin: the program that the project sets, the one that we ship, or the one on this
 * machine. After a run, it reports which programs ran.
 */
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
  /** Where the program comes from, for messages such as `protoc-gen-go of …`. */
  readonly source: string;
  readonly run: Run;
}

/** The plugins of one run, and the runner that runs them. */
export interface ChosenPlugins {
  readonly plugins: readonly GoPlugin[];
  readonly givePackage: GivePackage | undefined;
  readonly runner: PluginRunner;
  /** Returns the plugins that ran. Call it after the run. */
  used(): readonly UsedPlugin[];
  problems(): readonly Problem[];
}

/** The places that plugins come from: the plugins that we ship, and programs on this machine. */
export interface PluginSources {
  /** Returns a runner for the plugins that we ship. `directory` is the folder that contains them. */
  readonly bundled: (directory: string) => PluginRunner;
  readonly programs: PluginPrograms;
  readonly readText: ProjectFiles['readText'];
}

const NO_PINS: Pins = { plugins: [], others: [] };

/**
 * Reads what the project sets, and chooses a program for each plugin. It does not reject if a plugin cannot be started.
 * This becomes a problem after the run.
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

/** Returns an official plugin with its options. Options from settings or flags replace the ones in buf.gen.yaml. */
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

/**
 * Finds the project's plugins besides the official two, except those that the settings contain too. We run only the
 * plugins that are programs on this machine (`here`).
 */
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
 * Returns a plugin from buf.gen.yaml. buf does not say whether a plugin writes Go, so we look for `-go` in its name,
 * and for options that every Go plugin accepts.
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

/** Returns the name of a plugin's program, without its folder. */
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

/** Runs each plugin with the first program that is available. */
class FirstAvailable implements PluginRunner {
  readonly #candidates: ReadonlyMap<string, readonly Candidate[]>;
  readonly #used = new Map<string, Candidate>();
  /** For each plugin, why its first program is missing. */
  readonly #missing = new Map<string, string>();
  /** The plugins that a run can do without. If no program is available, such a plugin writes nothing. */
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

  /** Returns what happened because a program is missing; undefined if the failed run has already reported it. */
  #consequence(plugin: string): string | undefined {
    const instead = this.#used.get(plugin);
    if (instead !== undefined) return `${plugin} of ${instead.source} was used instead`;
    if (this.#optional.has(plugin)) return 'its files are left out';
    return undefined;
  }
}

/** The outcome of a plugin that writes no files. */
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
