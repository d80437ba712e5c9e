/** Go: the official plugins, and a server and a client that build. */
import { Edition } from '@bufbuild/protobuf/wkt';
import { ancestors, basename, join, relativeTo, type FilePath } from '../../base/path.ts';
import { loadSchema } from '../../message/schema.ts';
import type { DescriptorSet } from '../descriptorSet.ts';
import type { FormatResult } from '../gofmt.ts';
import type { GenerateHost, GenerateRequest, PlannedFile, Problem } from '../model.ts';
import { groupBy } from '../groupBy.ts';
import type { Completion, Target, TargetPlan } from '../target.ts';
import type { GoReading } from './goReader.ts';
import { conflicts } from './conflicts.ts';
import { moduleNameFrom, modulePathProblem, parseGoMod, type GoModFile } from './goMod.ts';
import { assignPackages, type FilePackage } from './packages.ts';
import { isBuilt } from './naming.ts';
import { followUps } from './requirements.ts';
import { scaffolds } from './scaffolds.ts';
import { servicesOf, type GoService } from './services.ts';

export interface GoOptions {
  /** For a module that does not exist yet. */
  readonly modulePath?: string;
  readonly gofmt: (sources: readonly string[], signal: AbortSignal) => Promise<readonly FormatResult[]>;
  readonly readGo: (sources: readonly string[], signal: AbortSignal) => Promise<readonly GoReading[]>;
  /** What a new module's go.mod and go.sum are. */
  readonly template: { readonly goMod: string; readonly goSum: string };
}

interface GoModule {
  readonly root: FilePath;
  readonly file: GoModFile;
  readonly exists: boolean;
}

interface GoPlan {
  readonly request: GenerateRequest;
  readonly set: DescriptorSet;
  readonly host: GenerateHost;
  readonly options: GoOptions;
  readonly module: GoModule;
  readonly packages: ReadonlyMap<string, FilePackage>;
}

export function goTarget(options: GoOptions): Target {
  return {
    name: 'go',
    plugins: ['protoc-gen-go', 'protoc-gen-go-grpc'],
    newestEdition: Edition.EDITION_2024,
    plan: async (request, set, host) => {
      const module = await findModule(request, set, host, options);
      const base = relativeTo(module.root, request.outputRoot) ?? '';
      const { packages, problems } = assignPackages(set, new Set(request.files), { path: module.file.module, base });
      const plan: GoPlan = { request, set, host, options, module, packages };
      return { ...planOf(plan), problems: [...moduleProblems(module, options), ...unsayable(packages), ...problems, ...conflicts(set, packages)] };
    },
  };
}

function planOf(plan: GoPlan): TargetPlan {
  const { module, packages } = plan;
  const generated = [...packages.values()].filter((file) => file.generated);
  const mapped = generated.filter((file) => file.mapped).map(({ file, importPath, name }) => `M${file}=${importPath};${name}`);
  const parameter = [`module=${module.file.module}`, ...mapped].join(',');
  return {
    problems: [],
    batches: [...groupBy(generated, ({ importPath }) => importPath).values()].map((files) => files.map(({ file }) => file)),
    parameter: () => parameter,
    place: (name) => join(module.root, name),
    complete: (outputs, signal) => complete(plan, outputs, signal),
  };
}

/** The go.mod at or above the output root, as Go looks for it; else a new one in it. */
async function findModule({ outputRoot, files }: GenerateRequest, set: DescriptorSet, host: GenerateHost, options: GoOptions): Promise<GoModule> {
  for (const root of ancestors(join(outputRoot, 'go.mod'))) {
    const file = parseGoMod((await host.readText(join(root, 'go.mod'))) ?? '');
    if (file !== undefined) return { root, file, exists: true };
  }
  const folder = basename(outputRoot);
  const path = options.modulePath ?? moduleIn(files.map((file) => set.file(file).options?.goPackage ?? ''), folder) ?? moduleNameFrom(folder);
  return { root: outputRoot, file: { ...templateFile(options), module: path }, exists: false };
}

/** `github.com/acme/greeter`, where every go_package lies below a part that is called as the folder is. */
function moduleIn(goPackages: readonly string[], folder: string): string | undefined {
  const paths = goPackages.map((option) => option.split(';')[0] ?? '').filter((path) => path.includes('/') && !path.startsWith('.'));
  const modules = new Set(paths.map((path) => `/${path}/`.split(`/${folder}/`)[0]?.slice(1)));
  const [first] = modules;
  const lies = paths.length > 0 && paths.every((path) => `/${path}/`.includes(`/${folder}/`));
  if (!lies || modules.size !== 1 || first === undefined) return undefined;
  return first === '' ? folder : `${first}/${folder}`;
}

function templateFile(options: GoOptions): GoModFile {
  return parseGoMod(options.template.goMod) ?? { module: '', requires: new Map(), replaced: new Set() };
}

function moduleProblems({ file, root, exists }: GoModule, { modulePath }: GoOptions): Problem[] {
  if (exists) {
    if (modulePath === undefined || modulePath === file.module) return [];
    return [{ severity: 'information', message: `${join(root, 'go.mod')} says that the module is ${file.module}; ${modulePath} is not used` }];
  }
  const why = modulePathProblem(file.module);
  return why === undefined ? [] : [{ severity: 'error', message: `"${file.module}" cannot be a Go module path: it ${why}` }];
}

/** protoc separates plugin options with commas and an `M` flag's halves with `=`; neither can be escaped. */
function unsayable(packages: ReadonlyMap<string, FilePackage>): Problem[] {
  return [...packages.values()]
    .filter(({ file, mapped }) => mapped && /[,=]/.test(file))
    .map(({ file }) => ({ severity: 'error', file, message: 'a file whose name holds "," or "=" cannot be mapped to a Go package; rename it, or give it a go_package in the module' }));
}

async function complete(plan: GoPlan, outputs: readonly PlannedFile[], signal: AbortSignal): Promise<Completion> {
  const { module, options, request, host, set } = plan;
  const format = (sources: readonly string[]): Promise<readonly FormatResult[]> => options.gofmt(sources, signal);
  const unparsable = await brokenOutputs(outputs, format);
  if (unparsable.length > 0) return { files: [], problems: unparsable, followUps: [] };
  const misplaced = programFolders(plan);
  const readGo = (sources: readonly string[]): Promise<readonly GoReading[]> => options.readGo(sources, signal);
  const packages = [...plan.packages.values()].map((file) => ({ ...file, reexports: set.file(file.file).publicDependency.length > 0 }));
  const scaffold = { services: ownServices(plan), packages, outputRoot: request.outputRoot, module: module.file.module, moduleRoot: module.root, host, format, readGo };
  const added = misplaced.length > 0 ? { files: [], problems: misplaced } : await scaffolds(scaffold);
  return {
    files: [...(await moduleFiles(plan)), ...added.files],
    problems: [...added.problems, ...unbuilt(outputs)],
    followUps: followUps(module.file, templateFile(options), outputs, foreignImports(set, plan.packages), module.root),
  };
}

/** What a plugin writes that ran out of its depth looks like Go and is none. */
async function brokenOutputs(outputs: readonly PlannedFile[], format: (sources: readonly string[]) => Promise<readonly FormatResult[]>): Promise<Problem[]> {
  const results = await Promise.all(outputs.map(({ content }) => format([content.replace(DESCRIPTOR_LINE, '')])));
  return outputs.flatMap(({ path }, i) => {
    const result = results[i]?.[0];
    if (result?.kind !== 'invalid') return [];
    return [{ severity: 'error' as const, message: `what was generated for ${path} does not parse, so nothing is written: ${result.message.trim()}` }];
  });
}

/**
 * A line of the descriptor that pb.go holds as one sum of string literals. Each is checked by this
 * pattern; a parser would go as deep as there are lines, and in WebAssembly it cannot go that deep.
 */
const DESCRIPTOR_LINE = /^\t"(?:[^"\\\n]|\\.)*" \+\n/gm;

/** Legal protos of which the plugins make files that Go does not build: said here, before a build says it worse. */
function unbuilt(outputs: readonly PlannedFile[]): Problem[] {
  return outputs.flatMap(({ path, content }) => {
    // protoc-gen-go's own constraint tells the two files of a hybrid API apart.
    const [constraint] = /^\s*\/\/(?:go:build| ?\+build) (?!!?protoopaque$).*$/m.exec(content) ?? [];
    const name = basename(path).replace(/\..*$/, '');
    const problems: Problem[] = [];
    if (constraint !== undefined) {
      problems.push({ severity: 'warning', message: `${basename(path)} holds a comment of the .proto file that Go takes for a build constraint (${constraint.trim()}); reword it` });
    }
    if (name.includes('_') && !isBuilt(name) && !name.endsWith('_test')) {
      problems.push({ severity: 'warning', message: `Go builds ${basename(path)} on ${name.slice(name.lastIndexOf('_') + 1)} only, because of its name; rename the .proto file` });
    }
    return problems;
  });
}

/** The services of the person's own files, in order. */
function ownServices({ set, request, packages }: GoPlan): readonly GoService[] {
  const schema = loadSchema(set.encodeClosure(request.files));
  const own = new Set(request.files);
  const files = [...schema.registry.files].filter((file) => own.has(file.proto.name));
  const services = files.flatMap((file) => servicesOf(file, (name) => packageOf(packages, name)));
  return services.filter(({ fullName }) => !BUILT_IN.test(fullName));
}

/** The server's main.go registers grpc-go's own of these; a second registration would end it. */
const BUILT_IN = /^grpc\.(?:health\.v1\.Health|reflection\.v1(?:alpha)?\.ServerReflection)$/;

function packageOf(packages: ReadonlyMap<string, FilePackage>, file: string): FilePackage {
  const found = packages.get(file);
  if (found === undefined) throw new Error(`${file} has no Go package`);
  return found;
}

/** Two packages cannot share a folder, and the programs have theirs. */
function programFolders({ packages, request, module }: GoPlan): Problem[] {
  const base = relativeTo(module.root, request.outputRoot);
  const prefix = base === undefined ? module.file.module : `${module.file.module}/${base}`;
  return [...packages.values()]
    .filter(({ importPath, generated }) => generated && (importPath === `${prefix}/server` || importPath === `${prefix}/client`))
    .map(({ file, importPath }) => ({ severity: 'warning', file, message: `${importPath} is where the programs would go, so no server and client are written; let go_package name another folder` }));
}

/** Packages of other modules that generated code imports. */
function foreignImports(set: DescriptorSet, packages: ReadonlyMap<string, FilePackage>): readonly string[] {
  const found = new Set<string>();
  const visit = (file: string, publicOnly: boolean): void => {
    const { dependency, publicDependency } = set.file(file);
    dependency.forEach((name, index) => {
      const to = packages.get(name);
      if (to === undefined || (publicOnly && !publicDependency.includes(index))) return;
      if (!to.generated) found.add(to.importPath);
      visit(name, true);
    });
  };
  for (const { file, generated } of packages.values()) if (generated) visit(file, false);
  return [...found].sort();
}

/** go.mod and go.sum, where there is no module: one does not build without the other. */
async function moduleFiles({ module, options, host }: GoPlan): Promise<readonly PlannedFile[]> {
  if (module.exists) return [];
  const goMod = options.template.goMod.replace(/^module .*$/m, `module ${module.file.module}`);
  const goSum = mergeSums((await host.readText(join(module.root, 'go.sum'))) ?? '', options.template.goSum);
  return [
    { path: join(module.root, 'go.mod'), content: goMod },
    { path: join(module.root, 'go.sum'), content: goSum, owned: false },
  ];
}

/** A go.sum without its go.mod keeps its lines: sums are true wherever they stand. */
function mergeSums(there: string, template: string): string {
  const known = new Set(template.split('\n'));
  const kept = there.split(/\r?\n/).filter((line) => line.trim() !== '' && !known.has(line));
  return template + kept.map((line) => `${line}\n`).join('');
}
