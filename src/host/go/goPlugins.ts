/** Which program answers for each Go plugin: the project's own, ours, or the machine's, and what came of it. */
import { availableParallelism } from 'node:os';
import { create, toBinary } from '@bufbuild/protobuf';
import { CodeGeneratorResponse_Feature, CodeGeneratorResponseSchema, Edition } from '@bufbuild/protobuf/wkt';
import type { GivePackage } from '../../codegen/targets/go/module/managedPackage.ts';
import { readPins, type Pin, type Pins } from '../../codegen/targets/go/module/pins.ts';
import { OFFICIAL_PLUGINS } from '../../codegen/targets/go/goTarget.ts';
import type { GoPlugin } from '../../codegen/targets/go/packages/layout.ts';
import type { GenerateHost, Problem } from '../../codegen/model.ts';
import type { PluginOutcome, PluginRunner } from '../../codegen/plugin.ts';
import type { AdditionalPlugin, GenerateGoParams, UsedPlugin } from '../../contract/generation.ts';
import { fromFilePath, toFilePath } from '../files/files.ts';
import { runPluginProgram, type PluginProgram } from '../processes/pluginPrograms.ts';
import { Turnstile } from '../processes/turnstile.ts';

type Run = PluginRunner['run'];

interface Candidate {
  readonly from: UsedPlugin['from'];
  /** For messages: `those of …`. */
  readonly source: string;
  readonly run: Run;
}

export interface ChosenPlugins {
  readonly plugins: readonly GoPlugin[];
  readonly givePackage?: GivePackage;
  readonly runner: PluginRunner;
  /** After the run. */
  used(): readonly UsedPlugin[];
  problems(): readonly Problem[];
}

export async function choosePlugins(
  params: GenerateGoParams,
  bundled: (directory: string) => PluginRunner,
  readText: GenerateHost['readText'],
): Promise<ChosenPlugins> {
  const pins =
    params.plugins.kind === 'auto'
      ? await readPins(toFilePath(params.outputRoot), readText)
      : { plugins: [], others: [] };
  const { here, away } = otherPins(params, pins);
  const candidates = new Map<string, readonly Candidate[]>();
  for (const name of OFFICIAL_PLUGINS) candidates.set(name, officialCandidates(name, params, pins, bundled));
  for (const plugin of params.additional ?? [])
    candidates.set(nameOf(plugin), [
      {
        from: 'settings',
        source: 'the settings',
        run: programOf({ name: nameOf(plugin), command: [plugin.plugin], cwd: params.outputRoot }),
      },
    ]);
  for (const pin of here) candidates.set(pin.name, pinnedCandidate(pin));
  const choice = new FirstThatIsThere(candidates, new Set(here.map(({ name }) => name)));
  return {
    plugins: [
      ...OFFICIAL_PLUGINS.map((name) => official(name, params, pins)),
      ...(params.additional ?? []).map(additional),
      ...here.map(otherPlugin),
    ],
    ...(pins.givePackage === undefined ? {} : { givePackage: pins.givePackage }),
    runner: choice,
    used: () => choice.used(),
    problems: () => [...choice.problems(), ...notRun(away)],
  };
}

/** What settings or flags say of a plugin is said instead of what buf.gen.yaml does. */
function official(name: (typeof OFFICIAL_PLUGINS)[number], { options = {} }: GenerateGoParams, pins: Pins): GoPlugin {
  const pin = pins.plugins.find((one) => one.name === name);
  const said = (name === 'protoc-gen-go' ? options.go : options.goGrpc) ?? [];
  if (said.length > 0) return { name, options: said, takesPackages: true };
  return {
    name,
    options: pin?.options ?? [],
    takesPackages: true,
    ...(pin?.out === undefined ? {} : { out: pin.out }),
  };
}

function additional(plugin: AdditionalPlugin): GoPlugin {
  return {
    name: nameOf(plugin),
    options: plugin.options,
    takesPackages: plugin.goPackages,
    ...(plugin.out === undefined ? {} : { out: toFilePath(plugin.out) }),
  };
}

/** Those beside the official two: what is on this machine is run, unless the settings say of it what is wanted. */
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

/** buf tells no plugin of Go packages by itself; what writes Go is known by its name, or by options of every Go plugin. */
function otherPlugin({ name, options, out }: Pin): GoPlugin {
  const takesPackages = /-go(?:-|$)/.test(name) || options.some((option) => /^(?:paths|module)=/.test(option));
  return { name, options, takesPackages, ...(out === undefined ? {} : { out }) };
}

function notRun(away: readonly Pin[]): readonly Problem[] {
  const [first] = away;
  if (first === undefined) return [];
  const names = [...new Set(away.map(({ name }) => name))].join(', ');
  return [
    {
      severity: 'information',
      message: `${fromFilePath(first.file)} asks for ${names}, too; plugins of buf's registry and of protoc itself are left to buf`,
    },
  ];
}

/** A path by the name of its file. */
function nameOf({ plugin }: AdditionalPlugin): string {
  return (
    plugin
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.exe$/, '') ?? plugin
  );
}

function officialCandidates(
  name: string,
  { plugins }: GenerateGoParams,
  pins: Pins,
  bundled: (directory: string) => PluginRunner,
): readonly Candidate[] {
  const path: Candidate = { from: 'path', source: 'PATH', run: installed(name) };
  if (plugins.kind === 'path') return [path];
  const { directory } = plugins;
  const ours: Candidate = {
    from: 'bundled',
    source: 'gRPC Workbench',
    run: (plugin, request, signal) => bundled(directory).run(plugin, request, signal),
  };
  const pinned = pins.plugins.filter((pin) => pin.name === name).flatMap(pinnedCandidate);
  return [...pinned, ours, path];
}

function pinnedCandidate({ name, command, cwd, file }: Pin): readonly Candidate[] {
  if (command === undefined) return [];
  const from = command[0] === 'go' && command[1] === 'tool' ? 'go.mod' : 'buf.gen.yaml';
  return [{ from, source: fromFilePath(file), run: programOf({ name, command, cwd: fromFilePath(cwd) }) }];
}

const INSTALL: Readonly<Record<string, string>> = {
  'protoc-gen-go': 'google.golang.org/protobuf/cmd/protoc-gen-go@latest',
  'protoc-gen-go-grpc': 'google.golang.org/grpc/cmd/protoc-gen-go-grpc@latest',
};

function installed(name: string): Run {
  const run = programOf({ name, command: [name], cwd: process.cwd() });
  return async (plugin, request, signal) => {
    const outcome = await run(plugin, request, signal);
    if (outcome.kind !== 'failed' || outcome.reason !== 'missing') return outcome;
    return { ...outcome, message: `${outcome.message}; install it with: go install ${INSTALL[name] ?? name}` };
  };
}

/** Each directory is a request: a large tree must not start a thousand processes at once. */
function programOf(program: PluginProgram): Run {
  const turnstile = new Turnstile(availableParallelism());
  return (_, request, signal) => turnstile.pass(() => runPluginProgram(program, request, signal));
}

class FirstThatIsThere implements PluginRunner {
  readonly #candidates: ReadonlyMap<string, readonly Candidate[]>;
  readonly #used = new Map<string, Candidate>();
  /** Why the one that was wanted was not taken. */
  readonly #missing = new Map<string, string>();

  /** Nothing is written for these where they are not there. */
  readonly #optional: ReadonlySet<string>;

  constructor(candidates: ReadonlyMap<string, readonly Candidate[]>, optional: ReadonlySet<string>) {
    this.#candidates = candidates;
    this.#optional = optional;
  }

  async run(plugin: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome> {
    let outcome: PluginOutcome = { kind: 'failed', reason: 'missing', message: `nothing is known of ${plugin}` };
    for (const candidate of this.#candidates.get(plugin) ?? []) {
      outcome = await candidate.run(plugin, request, signal);
      if (outcome.kind === 'failed' && outcome.reason === 'missing') {
        if (!this.#missing.has(plugin)) this.#missing.set(plugin, outcome.message);
        continue;
      }
      this.#used.set(plugin, candidate);
      return outcome;
    }
    return this.#optional.has(plugin) ? NOTHING : outcome;
  }

  used(): readonly UsedPlugin[] {
    return [...this.#candidates.keys()].flatMap((plugin) => {
      const from = this.#used.get(plugin)?.from;
      return from === undefined ? [] : [{ plugin, from }];
    });
  }

  problems(): readonly Problem[] {
    return [...this.#missing].flatMap(([plugin, why]) => {
      const instead = this.#used.get(plugin);
      if (instead !== undefined)
        return [{ severity: 'warning' as const, message: `${why}; ${plugin} of ${instead.source} was used instead` }];
      return this.#optional.has(plugin)
        ? [{ severity: 'warning' as const, message: `${why}; what it would write is left out` }]
        : [];
    });
  }
}

/** The answer of a plugin that has nothing to write. */
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
