/** Finds the Go module for generated code, or plans a new one. */
import { ancestors, basename, join, type FilePath } from '../../../../base/path.ts';
import type { DescriptorSet } from '../../../descriptorSet.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { GenerateHost, GenerateRequest, PlannedFile } from '../../../model.ts';
import { readModuleFile, type GoModFile } from './moduleFile.ts';
import { moduleNameFrom, modulePathProblem } from './modulePath.ts';

/** The Go module that contains the output root. If `exists` is false, the run creates it. */
export interface GoModule {
  readonly root: FilePath;
  readonly file: GoModFile;
  readonly exists: boolean;
  /** Whether we know the path of the module. If not, we derived it from the name of a folder. */
  readonly isNamed: boolean;
}

/**
 * Finds the go.mod in the output root or a folder above it, as Go does. If there is no go.mod, it plans a new module in
 * the output root.
 */
export async function findModule(
  { outputRoot, files }: GenerateRequest,
  set: DescriptorSet,
  host: GenerateHost,
  { template, wanted }: { readonly template: GoModFile; readonly wanted?: string },
): Promise<GoModule> {
  for (const root of ancestors(join(outputRoot, 'go.mod'))) {
    const file = readModuleFile((await host.readText(join(root, 'go.mod'))) ?? '');
    if (file !== undefined) return { root, file, exists: true, isNamed: true };
  }
  const folder = basename(outputRoot);
  const goPackages = files.map((file) => set.file(file).options?.goPackage ?? '');
  const named = wanted ?? moduleIn(goPackages, folder);
  const module = named ?? moduleNameFrom(folder);
  return { root: outputRoot, file: { ...template, module }, exists: false, isNamed: named !== undefined };
}

/**
 * Derives the path of a new module: `github.com/acme/greeter`, if every go_package is inside this path and the output
 * folder is named `greeter`.
 */
function moduleIn(goPackages: readonly string[], folder: string): string | undefined {
  const paths = goPackages
    .map((option) => option.split(';')[0] ?? '')
    .filter((path) => path.includes('/') && !path.startsWith('.'));
  const modules = new Set(paths.map((path) => `/${path}/`.split(`/${folder}/`)[0]?.slice(1)));
  const [first] = modules;
  const lies = paths.length > 0 && paths.every((path) => `/${path}/`.includes(`/${folder}/`));
  if (!lies || modules.size !== 1 || first === undefined) return undefined;
  if (first === '') return folder;
  return `${first}/${folder}`;
}

/** Checks the path of the module. `wanted` is the path that the user set. */
export function moduleProblems({ file, root, exists }: GoModule, wanted: string | undefined): Problem[] {
  if (exists) {
    if (wanted === undefined || wanted === file.module) return [];
    return [
      {
        severity: 'information',
        message: `${join(root, 'go.mod')} says that the module is ${file.module}; ${wanted} is not used`,
      },
    ];
  }
  const why = modulePathProblem(file.module);
  if (why === undefined) return [];
  return [{ severity: 'error', message: `"${file.module}" cannot be a Go module path: it ${why}` }];
}

/** Plans the go.mod and go.sum of a new module. Go needs both to build the module. */
export async function moduleFiles(
  module: GoModule,
  template: { readonly goMod: string; readonly goSum: string },
  host: GenerateHost,
): Promise<readonly PlannedFile[]> {
  if (module.exists) return [];
  const goMod = template.goMod.replace(/^module .*$/m, `module ${module.file.module}`);
  const sums = await host.readText(join(module.root, 'go.sum'));
  return [
    { path: join(module.root, 'go.mod'), content: goMod, ownership: { kind: 'scaffold' } },
    {
      path: join(module.root, 'go.sum'),
      content: mergeSums(sums ?? '', template.goSum),
      ownership: sums === undefined ? { kind: 'scaffold' } : { kind: 'extension', text: sums },
    },
  ];
}

/** Merges the template with an existing go.sum, whose lines stay. A checksum is valid in any module. */
function mergeSums(there: string, template: string): string {
  const known = new Set(template.split('\n'));
  const kept = there.split(/\r?\n/).filter((line) => line.trim() !== '' && !known.has(line));
  return template + kept.map((line) => `${line}\n`).join('');
}
