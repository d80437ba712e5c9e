/** The generation target for Go. It runs the official plugins, and writes a server and a client that compile. */
import { defined } from '../../../base/defined.ts';
import { Edition, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { basename, join, relativeTo } from '../../../base/path.ts';
import { loadSchema } from '../../../message/schema.ts';
import type { DescriptorSet } from '../../descriptorSet.ts';
import type { FormatResult } from './reading/gofmt.ts';
import type { Problem } from '../../../contract/generation.ts';
import type { GenerateHost, GenerateRequest, PlannedFile } from '../../model.ts';
import { groupBy } from '../../groupBy.ts';
import type { Completion, PluginRun, Target, TargetPlan } from '../../target.ts';
import { applyApiLevel } from './packages/apiLevel.ts';
import type { GoReading } from './reading/goReader.ts';
import { conflicts } from './packages/conflicts.ts';
import { EMPTY_MODULE_FILE, readModuleFile, type GoModFile } from './module/moduleFile.ts';
import {
  folderOf,
  importPathOf,
  layoutOf,
  parameterOf,
  splitOptions,
  type GoLayout,
  type GoPlugin,
} from './packages/layout.ts';
import type { GivePackage } from './module/managedPackage.ts';
import { findModule, moduleFiles, moduleProblems, type GoModule } from './module/module.ts';
import { notRunProblems, partialProblems, unplaceable } from './packages/partial.ts';
import { assignPackages, type FilePackage } from './packages/packages.ts';
import { builtEverywhere, systemOf } from './writing/naming.ts';
import { requirementsOf } from './module/requirements.ts';
import { scaffolds } from './scaffolds/scaffolds.ts';
import { servicesOf, type GoService } from './writing/services.ts';
import { settled } from './writing/settled.ts';

/** Options and tools for generating Go. */
export interface GoOptions {
  /** The path of the new module, if there is no go.mod yet. */
  readonly modulePath?: string;
  /** The two official plugins, and the plugins that the user or the project adds. */
  readonly plugins: readonly GoPlugin[];
  /**
   * Returns the go_package that the project sets for a file, as buf's managed mode does. It overrides the option in the
   * file.
   */
  readonly givePackage?: GivePackage;
  readonly gofmt: (sources: readonly string[], signal: AbortSignal) => Promise<readonly FormatResult[]>;
  readonly readGo: (sources: readonly string[], signal: AbortSignal) => Promise<readonly GoReading[]>;
  /** The go.mod and go.sum of a new module. */
  readonly template: { readonly goMod: string; readonly goSum: string };
}

/** The plugin of the Go protobuf project and the plugin of gRPC for Go. Every run needs both. */
export const OFFICIAL_PLUGINS = ['protoc-gen-go', 'protoc-gen-go-grpc'] as const;

interface GoPlan {
  readonly request: GenerateRequest;
  readonly set: DescriptorSet;
  readonly host: GenerateHost;
  readonly options: GoOptions;
  readonly module: GoModule;
  readonly layout: GoLayout;
  readonly packages: ReadonlyMap<string, FilePackage>;
}

/** Creates the Go target. Its options apply to one run. */
export function goTarget(options: GoOptions): Target {
  return {
    name: 'go',
    plugins: OFFICIAL_PLUGINS,
    newestEdition: Edition.EDITION_2024,
    fileName: builtEverywhere,
    plan: (request, set, host) => planGo(options, request, set, host),
  };
}

async function planGo(
  options: GoOptions,
  request: GenerateRequest,
  set: DescriptorSet,
  host: GenerateHost,
): Promise<TargetPlan> {
  const template = templateFile(options);
  const wanted = options.modulePath;
  const module = await findModule(request, set, host, defined({ template, wanted }));
  const place = { root: module.root, path: module.file.module };
  const layout = layoutOf(officialPlugin(options), place, request.outputRoot);
  const settled = (file: string) => importPathOf(folderOf(layout, file, ''), place);
  const files = request.files.map((file) => set.file(file));
  const given = defined({
    path: place.path,
    base: relativeTo(module.root, request.outputRoot) ?? '',
    given: givenPackages(options, files),
    settled: layout.kind === 'source-relative' ? settled : undefined,
  });
  const { packages, problems, missingOptions } = assignPackages(set, new Set(request.files), given);
  const { leftOut = [] } = request;
  const folderOfCode = ({ file, importPath }: FilePackage) => folderOf(layout, file, importPath);
  const unknown = await unplaceable({ ...request, leftOut, set, packages, folderOf: folderOfCode, host });
  if (unknown.size > 0) return planGo(options, without(request, unknown), set, host);
  const plan: GoPlan = { request, set, host, options, module, layout, packages };
  const found = [
    ...partialProblems(leftOut, request.files, module),
    ...moduleProblems(module, options.modulePath),
    ...notRunProblems(leftOut.length > 0 ? otherPlugins(options).map(({ name }) => name) : []),
    ...unsayable(packages),
    ...systemNames(packages),
    ...problems,
    ...conflicts(set, packages, splitOptions(officialPlugin(options).options).others),
  ];
  return {
    problems: [...found, ...misplaced(plan)],
    missingOptions,
    folders: [module.root],
    runs: runsOf(plan),
    leftOut,
    complete: (outputs, signal) => complete(plan, outputs, signal),
  };
}

function without({ files, leftOut = [], ...request }: GenerateRequest, unknown: ReadonlySet<string>): GenerateRequest {
  return { ...request, files: files.filter((file) => !unknown.has(file)), leftOut: [...leftOut, ...unknown] };
}

function otherPlugins({ plugins }: GoOptions): readonly GoPlugin[] {
  return plugins.filter(({ name }) => !isOfficial(name));
}

function isOfficial(name: string): boolean {
  return OFFICIAL_PLUGINS.some((official) => official === name);
}

function officialPlugin({ plugins }: GoOptions): GoPlugin {
  return (
    plugins.find(({ name }) => name === OFFICIAL_PLUGINS[0]) ?? {
      name: OFFICIAL_PLUGINS[0],
      options: [],
      takesPackages: true,
    }
  );
}

/** Returns the packages that are set outside the files. `M` flags override managed mode. */
function givenPackages(options: GoOptions, files: readonly FileDescriptorProto[]): ReadonlyMap<string, string> {
  const managed = files.flatMap(({ name, package: protoPackage }): [string, string][] => {
    const given = options.givePackage?.(name, protoPackage);
    if (given === undefined) return [];
    return [[name, given]];
  });
  return new Map([...managed, ...splitOptions(officialPlugin(options).options).packages]);
}

/**
 * Plans one request per plugin and Go package. A plugin that does not accept Go packages gets all files in one request.
 */
function runsOf(plan: GoPlan): readonly PluginRun[] {
  const { options, module, packages, layout: common, request } = plan;
  const place = { root: module.root, path: module.file.module };
  const generated = [...packages.values()].filter((file) => file.generated);
  const mapped = [...packages.values()]
    .filter((file) => file.mapped)
    .map(({ file, importPath, name }) => `M${file}=${importPath};${name}`);
  const batches = [...groupBy(generated, ({ importPath }) => importPath).values()].map((files) =>
    files.map(({ file }) => file),
  );
  const isPartial = (request.leftOut ?? []).length > 0;
  const plugins = options.plugins.filter(({ name }) => !isPartial || isOfficial(name));
  return plugins.flatMap((plugin): readonly PluginRun[] => {
    if (!plugin.takesPackages)
      return [
        {
          plugin: plugin.name,
          root: plugin.out ?? request.outputRoot,
          parameter: plugin.options.join(','),
          files: request.files,
        },
      ];
    const layout = hasLayout(plugin) ? layoutOf(plugin, place, request.outputRoot) : common;
    const parameter = parameterOf(layout, plugin, mapped);
    return batches.map((files) => ({ plugin: plugin.name, root: layout.root, parameter, files }));
  });
}

function hasLayout(plugin: GoPlugin): boolean {
  const { paths, module } = splitOptions(plugin.options);
  return plugin.out !== undefined || paths !== undefined || module !== undefined;
}

/** Finds files whose code would go to a folder from which Go cannot import it. */
function misplaced({ layout, module, packages }: GoPlan): Problem[] {
  const place = { root: module.root, path: module.file.module };
  return [...packages.values()].flatMap(({ file, importPath, generated }) => {
    const folder = folderOf(layout, file, importPath);
    if (!generated || importPathOf(folder, place) === importPath) return [];
    const message = `its code would go to ${folder}, but Go looks for ${importPath} in ${join(module.root, relativeTo(module.file.module, importPath) ?? '')}; change its go_package, or the options paths= and module= of protoc-gen-go`;
    return [{ severity: 'error' as const, file, message }];
  });
}

/**
 * Finds file names that an `M` flag cannot contain. protoc uses a comma between options and `=` inside an `M` flag, and
 * neither can be escaped.
 */
function unsayable(packages: ReadonlyMap<string, FilePackage>): Problem[] {
  return [...packages.values()]
    .filter(({ file, mapped }) => mapped && /[,=]/.test(file))
    .map(({ file }) => ({
      severity: 'error',
      file,
      message:
        'a file whose name holds "," or "=" cannot be mapped to a Go package; rename it, or give it a go_package in the module',
    }));
}

async function complete(plan: GoPlan, outputs: readonly PlannedFile[], signal: AbortSignal): Promise<Completion> {
  const { module, options, request, host, set } = plan;
  const format = (sources: readonly string[]): Promise<readonly FormatResult[]> => options.gofmt(sources, signal);
  const unparsable = await brokenOutputs(outputs, format);
  if (unparsable.length > 0) return { files: [], problems: unparsable, followUps: [] };
  const misplaced = programFolders(plan);
  const readGo = (sources: readonly string[]): Promise<readonly GoReading[]> => options.readGo(sources, signal);
  const packages = [...plan.packages.values()].map((file) => ({
    ...file,
    reexports: set.file(file.file).publicDependency.length > 0,
  }));
  const scaffold = {
    services: ownServices(plan),
    files: request.files,
    outputs,
    packages,
    outputRoot: request.outputRoot,
    module: module.file.module,
    moduleRoot: module.root,
    host,
    format: settled(format),
    readGo,
  };
  const added = misplaced.length > 0 ? { files: [], problems: misplaced } : await scaffolds(scaffold);
  const needs = await requirementsOf(module, templateFile(options), [...outputs, ...added.files], host);
  return {
    files: [...(await moduleFiles(module, options.template, host)), ...added.files],
    problems: [...added.problems, ...unbuilt(outputs), ...needs.problems],
    followUps: needs.followUps,
  };
}

/** Finds plugin output that is not valid Go. A plugin writes such a file if it cannot handle its input. */
async function brokenOutputs(
  all: readonly PlannedFile[],
  format: (sources: readonly string[]) => Promise<readonly FormatResult[]>,
): Promise<Problem[]> {
  const outputs = all.filter(({ path }) => path.endsWith('.go'));
  const results = await Promise.all(outputs.map(({ content }) => format([content.replace(DESCRIPTOR_LINE, '')])));
  return outputs.flatMap(({ path }, i) => {
    const result = results[i]?.[0];
    if (result?.kind !== 'invalid') return [];
    return [
      {
        severity: 'error' as const,
        message: `the code generated for ${path} does not parse, so nothing is written: ${result.message.trim()}`,
      },
    ];
  });
}

/**
 * Matches a line of the descriptor in a pb.go file, which is a sum of string literals. We remove these lines before
 * gofmt checks the file. gofmt's parser would nest once per line, and WebAssembly does not allow this depth.
 */
const DESCRIPTOR_LINE = /^\t"(?:[^"\\\n]|\\.)*" \+\n/gm;

/**
 * Finds comments that plugins copy from a proto and that keep Go from building the file. We report them here, because
 * the message of the Go build is unclear.
 */
function unbuilt(outputs: readonly PlannedFile[]): Problem[] {
  return outputs.flatMap(({ path, content }) => {
    if (!path.endsWith('.go')) return [];
    // protoc-gen-go itself writes a constraint with `protoopaque`, because it writes two files for the hybrid API.
    const [constraint] = /^[ \t]*\/\/(?:go:build| ?\+build) (?!!?protoopaque$).*$/m.exec(content) ?? [];
    if (constraint === undefined) return [];
    return [
      {
        severity: 'warning' as const,
        message: `${basename(path)} contains a comment of the .proto file that Go reads as a build constraint (${constraint.trim()}); reword it`,
      },
    ];
  });
}

/** Reports generated files that we rename. Go would build a file with the plugin's name on one system only. */
function systemNames(packages: ReadonlyMap<string, FilePackage>): Problem[] {
  return [...packages.values()].flatMap(({ file, generated }) => {
    const name = `${basename(file).replace(/\.proto$/, '')}.pb.go`;
    const system = systemOf(name.split('.', 1)[0] ?? '');
    if (!generated || system === undefined) return [];
    return [
      {
        severity: 'information' as const,
        file,
        message: `Go builds a file named ${name} on ${system} only, so it is named ${builtEverywhere(name)}`,
      },
    ];
  });
}

/** Returns the services in the user's own files, in the order of the files. */
function ownServices({ set, request, packages, options }: GoPlan): readonly GoService[] {
  const schema = loadSchema(set.encodeClosure(request.files));
  applyApiLevel(schema.registry.files, splitOptions(officialPlugin(options).options).others);
  const own = new Set(request.files.filter((file) => packageOf(packages, file).generated));
  const files = [...schema.registry.files].filter((file) => own.has(file.proto.name));
  const services = files.flatMap((file) => servicesOf(file, (name) => packageOf(packages, name)));
  return services.filter(({ fullName }) => !BUILT_IN.test(fullName));
}

/**
 * Matches services for which we write no server. grpc-go contains them, and the server's main.go registers them. A
 * second registration would stop the server.
 */
const BUILT_IN = /^grpc\.(?:health\.v1\.Health|reflection\.v1(?:alpha)?\.ServerReflection)$/;

function packageOf(packages: ReadonlyMap<string, FilePackage>, file: string): FilePackage {
  const found = packages.get(file);
  if (found === undefined) throw new Error(`${file} has no Go package`);
  return found;
}

/** Finds generated packages in the folders of the server and the client, because two packages cannot share a folder. */
function programFolders({ packages, request, module }: GoPlan): Problem[] {
  const base = relativeTo(module.root, request.outputRoot);
  const prefix = base === undefined ? module.file.module : `${module.file.module}/${base}`;
  return [...packages.values()]
    .filter(
      ({ importPath, generated }) =>
        generated && (importPath === `${prefix}/server` || importPath === `${prefix}/client`),
    )
    .map(({ file, importPath }) => ({
      severity: 'warning',
      file,
      message: `${importPath} is the package of the programs, so no server and client are written; choose another folder in go_package`,
    }));
}

function templateFile(options: GoOptions): GoModFile {
  return readModuleFile(options.template.goMod) ?? EMPTY_MODULE_FILE;
}
