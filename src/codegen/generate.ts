/** Generation, whatever the target: plan, run the plugins, complete, compare with what is there. Writes nothing. */
import { Edition } from '@bufbuild/protobuf/wkt';
import { DescriptorSet } from './descriptorSet.ts';
import { errorsOf, type GeneratedFile, type GenerateHost, type GenerateRequest, type GenerateResult, type PlannedFile, type Problem } from './model.ts';
import { decodeOutcome, encodeRequest, type OutputFile, type PluginResult } from './plugin.ts';
import type { Target, TargetPlan } from './target.ts';

/** The line that marks a file as a program's, by Go's convention (go help generate). */
const GENERATED = /^(?:\/\/|#) Code generated .* DO NOT EDIT\.\r?$/m;

/** Rejects only when `signal` aborts or the machine fails; everything else is a problem in the result. */
export async function generate(target: Target, request: GenerateRequest, host: GenerateHost, signal: AbortSignal): Promise<GenerateResult> {
  const opened = openSet(request);
  if (opened instanceof DescriptorSet) return run(target, request, opened, host, signal);
  return refused([opened]);
}

/** What is to be said of a person's files, without a plugin being run. */
export async function check(target: Target, request: GenerateRequest, host: GenerateHost, signal: AbortSignal): Promise<readonly Problem[]> {
  const set = openSet(request);
  if (!(set instanceof DescriptorSet)) return [];
  const plan = await target.plan(request, set, host);
  if (errorsOf(plan.problems).length > 0) return [];
  const { problems } = await plan.complete([], signal);
  return problems.filter(({ place }) => place !== undefined);
}

async function run(target: Target, request: GenerateRequest, set: DescriptorSet, host: GenerateHost, signal: AbortSignal): Promise<GenerateResult> {
  const tooNew = newerEditions(target, set, request.files);
  if (tooNew.length > 0) return refused(tooNew);
  const plan = await target.plan(request, set, host);
  if (errorsOf(plan.problems).length > 0) return refused(plan.problems);
  signal.throwIfAborted();

  const { outputs, problems } = await runPlugins(target, plan, set, host, signal);
  if (problems.length > 0) return refused([...plan.problems, ...problems]);

  const completion = await plan.complete(outputs, signal);
  signal.throwIfAborted();
  const found = [...plan.problems, ...completion.problems];
  if (errorsOf(found).length > 0) return refused(found);
  const files = await Promise.all([...outputs, ...completion.files].map((file) => compare(file, host)));
  return { files, problems: found, followUps: completion.followUps };
}

function refused(problems: readonly Problem[]): GenerateResult {
  return { files: [], problems, followUps: [] };
}

function openSet(request: GenerateRequest): DescriptorSet | Problem {
  try {
    const set = new DescriptorSet(request.set);
    const missing = request.files.find((file) => !set.has(file));
    if (missing === undefined) return set;
    return { severity: 'error', message: `${missing} has errors, or imports a file that has`, file: missing };
  } catch (error) {
    return { severity: 'error', message: `not a descriptor set: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Plugins refuse a request when any file in it is of an edition that they do not know. */
function newerEditions(target: Target, set: DescriptorSet, files: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const { name } of set.closure(files)) {
    const file = set.file(name);
    // The plugins let unstable pass, and so do we.
    if (file.edition <= target.newestEdition || file.edition === Edition.EDITION_UNSTABLE) continue;
    const [edition, newest] = [file.edition, target.newestEdition].map(editionName);
    const place = file.sourceCodeInfo?.location.find(({ path }) => path.length === 1 && (path[0] === EDITION_FIELD || path[0] === SYNTAX_FIELD));
    problems.push({
      severity: 'error',
      message: `edition ${edition} is not known to ${target.plugins.join(' and ')} yet; use edition ${newest} or older`,
      file: name,
      ...(place === undefined ? {} : { line: place.span[0] ?? 0, column: place.span[1] ?? 0 }),
    });
  }
  return problems;
}

/** `2026`; a number where the edition is newer than this program. */
function editionName(edition: Edition): string {
  const name = (Edition as Readonly<Record<number, string | undefined>>)[edition];
  return name === undefined ? String(edition) : name.replace('EDITION_', '');
}

/** Field numbers of google.protobuf.FileDescriptorProto; protoc has put the edition's place under either. */
const SYNTAX_FIELD = 12;
const EDITION_FIELD = 14;

async function runPlugins(
  target: Target,
  plan: TargetPlan,
  set: DescriptorSet,
  host: GenerateHost,
  signal: AbortSignal,
): Promise<{ readonly outputs: readonly PlannedFile[]; readonly problems: readonly Problem[] }> {
  const runs = plan.batches.flatMap((files) =>
    target.plugins.map(async (plugin) => {
      const request = encodeRequest(set, { files, parameter: plan.parameter(plugin) });
      return { files, result: decodeOutcome(plugin, await host.plugins.run(plugin, request, signal)) };
    }),
  );
  const results = await Promise.all(runs);
  const outputs = results.flatMap(({ result }) => (result.kind === 'files' ? result.files : []));
  return { outputs: outputs.map((file) => planned(plan, file)), problems: [...failures(results), ...collisions(outputs)] };
}

function planned(plan: TargetPlan, file: OutputFile): PlannedFile {
  return { path: plan.place(file.name), content: file.content };
}

/** The same failure of each plugin and directory is said once. */
function failures(results: readonly { readonly files: readonly string[]; readonly result: PluginResult }[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { files, result } of results) {
    if (result.kind !== 'error' || problems.has(result.message)) continue;
    const [only, ...others] = files;
    const blamed = only !== undefined && others.length === 0 ? { file: only } : {};
    problems.set(result.message, { severity: 'error', message: result.message, ...blamed });
  }
  return [...problems.values()];
}

/** Two protos of one base name in one package would overwrite each other. */
function collisions(outputs: readonly OutputFile[]): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const { name } of outputs) {
    // File systems of Windows and macOS do not tell case apart.
    const key = name.toLowerCase();
    if (seen.has(key)) problems.push({ severity: 'error', message: `two .proto files would both be generated to ${name}: rename one, or give it another package` });
    seen.add(key);
  }
  return problems;
}

async function compare({ path, content, owned }: PlannedFile, host: GenerateHost): Promise<GeneratedFile> {
  const there = await host.readText(path);
  if (there === undefined) return { path, content, state: 'new' };
  if (there === content) return { path, content, state: 'unchanged' };
  const generated = owned === undefined ? GENERATED.test(there) : !owned;
  return generated ? { path, content, state: 'generated' } : { path, content, state: 'owned', before: there };
}
