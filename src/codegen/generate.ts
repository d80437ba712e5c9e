/**
 * Generates code for any target. It plans, runs the plugins, adds the files that plugins do not write, and compares the
 * result with the existing files. It writes nothing.
 */
import { messageOf } from '../base/background.ts';
import { Edition, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { mapLimited } from '../base/concurrency.ts';
import { join, type FilePath } from '../base/path.ts';
import { DescriptorSet, placeOf } from './descriptorSet.ts';
import type { GeneratedFile, Problem } from '../contract/generation.ts';
import {
  errorsOf,
  type Found,
  type GenerateHost,
  type GenerateRequest,
  type GenerateResult,
  type Ownership,
  type PlannedFile,
} from './model.ts';
import { isGenerated } from './generatedMark.ts';
import { decodeOutcome, encodeRequest, type PluginResult } from './plugin.ts';
import type { PluginRun, Target, TargetPlan } from './target.ts';

/**
 * Generates the code for a request. It rejects only if `signal` aborts or the machine fails. It returns every other
 * failure as a problem.
 */
export async function generate(
  target: Target,
  request: GenerateRequest,
  host: GenerateHost,
  signal: AbortSignal,
): Promise<GenerateResult> {
  const opened = openSet(request);
  if (opened instanceof DescriptorSet) return run(target, request, opened, host, signal);
  return refused([opened]);
}

/** Finds the problems in the user's files without running a plugin. */
export async function check(
  target: Target,
  request: GenerateRequest,
  host: GenerateHost,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const set = openSet(request);
  if (!(set instanceof DescriptorSet)) return [];
  const plan = await target.plan(request, set, host);
  if (errorsOf(plan.problems).length > 0) return [];
  const { problems } = await plan.complete([], signal);
  return problems.filter(({ place }) => place !== undefined);
}

async function run(
  target: Target,
  request: GenerateRequest,
  set: DescriptorSet,
  host: GenerateHost,
  signal: AbortSignal,
): Promise<GenerateResult> {
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
  const folders = foldersOf(request, plan);
  const compared = await mapLimited([...outputs, ...completion.files], (file) => compare(file, folders, host));
  const files = compared.filter((one) => one.kind === 'file').map(({ file }) => file);
  const conflicts = compared.filter((one) => one.kind === 'conflict').map(({ problem }) => problem);
  if (errorsOf(conflicts).length > 0) return refused([...found, ...conflicts]);
  return {
    files,
    folders,
    problems: [...found, ...conflicts],
    followUps: completion.followUps,
    missingOptions: plan.missingOptions,
    leftOut: plan.leftOut,
  };
}

function refused(problems: readonly Problem[]): GenerateResult {
  return { files: [], folders: [], problems, followUps: [], missingOptions: [], leftOut: [] };
}

function foldersOf({ outputRoot }: GenerateRequest, plan: TargetPlan): readonly FilePath[] {
  return [...new Set([outputRoot, ...plan.folders, ...plan.runs.map(({ root }) => root)])];
}

function openSet(request: GenerateRequest): DescriptorSet | Problem {
  try {
    const set = new DescriptorSet(request.set);
    const missing = request.files.find((file) => !set.has(file));
    if (missing === undefined) return set;
    return { severity: 'error', message: `${missing} has errors, or imports a file with errors`, file: missing };
  } catch (error) {
    return { severity: 'error', message: `not a descriptor set: ${messageOf(error)}` };
  }
}

/**
 * Finds files with an edition that the plugins do not know. A plugin would refuse the whole request because of one such
 * file.
 */
function newerEditions(target: Target, set: DescriptorSet, files: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const { name } of set.closure(files)) {
    const file = set.file(name);
    // The plugins accept the unstable edition, so we accept it too.
    if (file.edition <= target.newestEdition || file.edition === Edition.EDITION_UNSTABLE) continue;
    const [edition, newest] = [file.edition, target.newestEdition].map(editionName);
    problems.push({
      severity: 'error',
      message: `edition ${edition} is not known to ${target.plugins.join(' and ')} yet; use edition ${newest} or older`,
      file: name,
      ...editionPlace(file),
    });
  }
  return problems;
}

/** The name of an edition for messages, such as `2026`. For an edition newer than this program, it is the number. */
function editionName(edition: number): string {
  const name = (Edition as Readonly<Record<number, string | undefined>>)[edition];
  if (name === undefined) return String(edition);
  return name.replace('EDITION_', '');
}

/**
 * Field numbers of google.protobuf.FileDescriptorProto. protoc records the place of the edition under one of these two.
 */
const SYNTAX_FIELD = 12;
const EDITION_FIELD = 14;

function editionPlace(file: FileDescriptorProto): Pick<Problem, 'line' | 'column'> {
  return placeOf(file, [EDITION_FIELD]) ?? placeOf(file, [SYNTAX_FIELD]) ?? {};
}

interface RunResult {
  readonly run: PluginRun;
  readonly result: PluginResult;
}

async function runPlugins(
  target: Target,
  plan: TargetPlan,
  set: DescriptorSet,
  host: GenerateHost,
  signal: AbortSignal,
): Promise<{ readonly outputs: readonly PlannedFile[]; readonly problems: readonly Problem[] }> {
  const results = await Promise.all(
    plan.runs.map(async (run): Promise<RunResult> => {
      const outcome = await host.plugins.run(run.plugin, encodeRequest(set, run), signal);
      return { run, result: renamed(decodeOutcome(run.plugin, outcome), target) };
    }),
  );
  const outputs = results.flatMap(({ run, result }) => {
    if (result.kind !== 'files') return [];
    return result.files.map(({ name, content }) => outputOf(join(run.root, name), content));
  });
  return { outputs, problems: [...failures(results), ...tooOld(results, set), ...collisions(results)] };
}

function outputOf(path: FilePath, content: string): PlannedFile {
  return { path, content, ownership: { kind: 'generated' } };
}

function renamed(result: PluginResult, { fileName }: Target): PluginResult {
  if (result.kind !== 'files' || fileName === undefined) return result;
  return { ...result, files: result.files.map(({ name, content }) => ({ name: fileName(name), content })) };
}

const UNSTABLE: number = Edition.EDITION_UNSTABLE;

/**
 * Returns the failures of the plugins. If one plugin fails several times with the same message, it returns the failure
 * once.
 */
function failures(results: readonly RunResult[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { run, result } of results) {
    if (result.kind !== 'error' || problems.has(result.message)) continue;
    const [only, ...others] = run.files;
    const blamed = only !== undefined && others.length === 0 ? { file: only } : {};
    problems.set(result.message, { severity: 'error', message: result.message, ...blamed });
  }
  return [...problems.values()];
}

/**
 * Finds files with an edition newer than a plugin supports. protoc checks this too: each plugin names its newest
 * edition.
 */
function tooOld(results: readonly RunResult[], set: DescriptorSet): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { run, result } of results) {
    if (result.kind !== 'files') continue;
    for (const name of run.files) {
      const edition: number = set.file(name).edition;
      if (edition <= result.newestEdition || edition === UNSTABLE) continue;
      const message = `this ${run.plugin} does not know edition ${editionName(edition)}; update it, or use an older edition`;
      problems.set(`${run.plugin} ${name}`, {
        severity: 'error',
        message,
        file: name,
        ...editionPlace(set.file(name)),
      });
    }
  }
  return [...problems.values()];
}

/**
 * Finds paths that would be written twice. Two plugins can write the same path, and so can two protos with the same
 * file name and the same package.
 */
function collisions(results: readonly RunResult[]): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { run, result } of results) {
    if (result.kind !== 'files') continue;
    for (const { name } of result.files) {
      // The file systems of Windows and macOS usually ignore case, so we compare paths without it.
      const key = join(run.root, name).toLowerCase();
      const other = seen.get(key);
      if (other !== undefined) problems.push({ severity: 'error', message: collision(name, other, run.plugin) });
      seen.set(key, run.plugin);
    }
  }
  return problems;
}

function collision(name: string, first: string, second: string): string {
  if (first !== second)
    return `${first} and ${second} would both write ${name}: give one of them another output folder`;
  return `two .proto files would both be generated to ${name}: rename one, or give it another package`;
}

type Compared =
  | { readonly kind: 'file'; readonly file: GeneratedFile }
  | { readonly kind: 'conflict'; readonly problem: Problem };

async function compare(planned: PlannedFile, folders: readonly FilePath[], host: GenerateHost): Promise<Compared> {
  const found = await host.look(planned.path, folders);
  switch (found.kind) {
    case 'nothing':
      return ofNothing(planned);
    case 'text':
      return ofText(planned, found.text);
    case 'outside':
    case 'other':
      return conflict('error', notAFile(planned.path, found));
  }
}

function ofNothing({ path, content, ownership }: PlannedFile): Compared {
  switch (ownership.kind) {
    case 'generated':
    case 'scaffold':
      return { kind: 'file', file: { path, content, state: 'new' } };
    case 'edit':
    case 'extension':
      return changedMeanwhile(path);
  }
}

function ofText(planned: PlannedFile, there: string): Compared {
  const { path, content, ownership } = planned;
  if (there === content) return { kind: 'file', file: { path, content, state: 'unchanged' } };
  switch (ownership.kind) {
    case 'generated':
      if (isGenerated(there)) return { kind: 'file', file: { path, content, state: 'generated' } };
      return handWritten(planned);
    case 'scaffold':
      return conflict(
        'error',
        `${path} is there already, and is not a generated file; move it away and generate again`,
      );
    case 'edit':
    case 'extension':
      if (there === ownership.text) return replaced(planned, ownership);
      return changedMeanwhile(path);
  }
}

function replaced(
  { path, content }: PlannedFile,
  { kind, text }: Extract<Ownership, { readonly kind: 'edit' | 'extension' }>,
): Compared {
  const file = { path, content, before: text };
  return { kind: 'file', file: kind === 'edit' ? { ...file, state: 'owned' } : { ...file, state: 'extended' } };
}

/**
 * Decides what to do with an existing file that lacks the mark of generated files. If the new file has the mark, the
 * old one must be the user's, which is an error. If the new file lacks it too, a plugin without a mark probably wrote
 * the old one, so this is only a warning.
 */
function handWritten({ path, content }: PlannedFile): Compared {
  if (isGenerated(content))
    return conflict(
      'error',
      `${path} would be replaced by generated code, but has no line "Code generated ... DO NOT EDIT."; move it away and generate again`,
    );
  return conflict(
    'warning',
    `${path} stays unchanged, because it has no line "Code generated ... DO NOT EDIT."; delete it to have it written again`,
  );
}

function changedMeanwhile(path: FilePath): Compared {
  return conflict('error', `${path} was changed in the meantime; look at it, and generate again`);
}

function notAFile(path: FilePath, found: Extract<Found, { readonly kind: 'outside' | 'other' }>): string {
  if (found.kind === 'other') return `${path} cannot be written: ${found.message}`;
  return `${path} is not written: a link leads to ${found.leadsTo}, outside of the output folder`;
}

function conflict(severity: 'error' | 'warning', message: string): Compared {
  return { kind: 'conflict', problem: { severity, message } };
}
