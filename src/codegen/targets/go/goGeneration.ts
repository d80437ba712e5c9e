/**
 * Runs Go generation, from a request to its result. It reads files and runs plugins through the ports of a machine, and
 * writes nothing.
 */
import { defined } from '../../../base/defined.ts';
import type { FilePath } from '../../../base/path.ts';
import type { GenerateGoParams, UsedPlugin } from '../../../contract/generation.ts';
import { check, generate } from '../../generate.ts';
import type { Problem } from '../../../contract/generation.ts';
import type { Found, GenerateHost, GenerateRequest, GenerateResult, TextSearch } from '../../model.ts';
import type { PluginPrograms, ProjectFiles } from '../../ports.ts';
import type { PluginRunner } from '../../plugin.ts';
import type { Target } from '../../target.ts';
import { findStale } from './existing/staleFiles.ts';
import { goTarget, type GoOptions } from './goTarget.ts';
import { choosePlugins, type ChosenPlugins } from './plugins/choosePlugins.ts';

/** The access to files, plugins and tools that Go generation needs. */
export interface GoMachine extends Pick<GoOptions, 'gofmt' | 'readGo' | 'template'> {
  readonly files: ProjectFiles;
  /** Returns a runner for the plugins that we ship. `directory` is the folder that contains them. */
  readonly bundled: (directory: string) => PluginRunner;
  readonly programs: PluginPrograms;
  /**
   * Returns the files that match a query. `edited` has the contents of unsaved files, which we search instead of those
   * on disk.
   */
  search(folder: FilePath, query: TextSearch, edited: ReadonlyMap<FilePath, string>): Promise<readonly FilePath[]>;
}

/** The result of Go generation. All paths are absolute and have `/` between their parts. */
export interface GoGenerationResult extends GenerateResult {
  readonly plugins: readonly UsedPlugin[];
  /** Generated files that no run generates any more. */
  readonly stale: readonly FilePath[];
}

/**
 * Generates Go for a request. Rejects with the signal's reason when the signal aborts. All paths in `params` are
 * absolute and have `/` between their parts.
 */
export async function generateGo(
  params: GenerateGoParams,
  machine: GoMachine,
  signal: AbortSignal,
): Promise<GoGenerationResult> {
  const host = hostFor(params, machine);
  const chosen = await choosePlugins(params, { ...machine, readText: host.readText });
  const target = targetFor(params, chosen, machine);
  const result = await generate(target, requestOf(params), { ...host, plugins: chosen.runner }, signal);
  const problems = [...result.problems, ...chosen.problems()];
  return { ...result, problems, plugins: chosen.used(), stale: await staleAfter(params, result, machine.files) };
}

/** Returns the problems that the user's Go files have with the current protos. It does not run a plugin. */
export async function checkGo(
  params: GenerateGoParams,
  machine: GoMachine,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const host = hostFor(params, machine);
  const chosen = await choosePlugins(params, { ...machine, readText: host.readText });
  const plugins = { run: () => Promise.reject(new Error('no plugin is run for a check')) };
  return check(targetFor(params, chosen, machine), requestOf(params), { ...host, plugins }, signal);
}

/** Returns the files of the machine. For unsaved files, it uses the text in the editor. */
function hostFor({ unsaved = new Map() }: GenerateGoParams, machine: GoMachine): Omit<GenerateHost, 'plugins'> {
  const { files } = machine;
  return {
    readText: async (path) => unsaved.get(path) ?? (await files.readText(path)),
    look: async (path, folders) => asEdited(await files.look(path, folders), unsaved.get(path)),
    listFiles: (folder) => files.listFiles(folder),
    search: (folder, query) => machine.search(folder, query, unsaved),
  };
}

/** Replaces the text on disk with the text in the editor, unless we may not write the file anyway. */
function asEdited(found: Found, edited: string | undefined): Found {
  const isFile = found.kind === 'text' || found.kind === 'nothing';
  if (isFile && edited !== undefined) return { kind: 'text', text: edited };
  return found;
}

function targetFor({ goModule }: GenerateGoParams, chosen: ChosenPlugins, machine: GoMachine): Target {
  const { gofmt, readGo, template } = machine;
  const { plugins, givePackage } = chosen;
  const optional = defined({ modulePath: goModule, givePackage });
  return goTarget({ ...optional, plugins, gofmt, readGo, template });
}

function requestOf({ set, files, outputRoot, leftOut = [] }: GenerateGoParams): GenerateRequest {
  return { set, files, outputRoot, leftOut };
}

/**
 * Returns the stale files after a run. It returns nothing if the run failed or left files out, because we do not know
 * what the missing files generate.
 */
async function staleAfter(
  { outputRoot, files, protoFolders = [] }: GenerateGoParams,
  result: GenerateResult,
  project: ProjectFiles,
): Promise<readonly FilePath[]> {
  if (result.files.length === 0 || result.leftOut.length > 0) return [];
  const outputs = new Set(result.files.map(({ path }) => path));
  return findStale({ outputRoot, outputs, files, protoFolders }, project);
}
