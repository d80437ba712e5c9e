/**
 * Generates code while some files of a project are left out because of errors. We do not know their contents, so we
 * keep everything that may depend on them. This is the folder of code for nearby protos, the name of a new module, and
 * files that a plugin writes about several protos.
 */
import { basename, dirname, type FilePath } from '../../../../base/path.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { DescriptorSet } from '../../../descriptorSet.ts';
import type { GenerateHost } from '../../../model.ts';
import { builtEverywhere } from '../writing/naming.ts';
import type { GoModule } from '../module/module.ts';
import type { FilePackage } from './packages.ts';

interface PartialRun {
  /** Import paths of the files that are left out. */
  readonly leftOut: readonly string[];
  /** Import paths of the files to generate for. */
  readonly files: readonly string[];
  readonly set: DescriptorSet;
  readonly packages: ReadonlyMap<string, FilePackage>;
  readonly folderOf: (file: FilePackage) => FilePath;
  readonly host: GenerateHost;
}

/**
 * Returns the files that we must leave out too. The folder of their code may depend on a file with errors, or they
 * import such a file. A file whose code already exists keeps its folder, so we do not leave it out.
 */
export async function unplaceable({
  leftOut,
  files,
  set,
  packages,
  folderOf,
  host,
}: PartialRun): Promise<ReadonlySet<string>> {
  const folders = new Set(leftOut.map(protoFolder));
  const doubtful = [...packages.values()].filter(
    ({ file, dependsOnFolder }) => dependsOnFolder && folders.has(protoFolder(file)),
  );
  const unknown = new Set<string>();
  for (const one of doubtful) if (!(await isThere(one.file, folderOf(one), host))) unknown.add(one.file);
  if (unknown.size === 0) return unknown;
  return new Set(files.filter((file) => set.closure([file]).some(({ name }) => unknown.has(name))));
}

async function isThere(file: string, folder: FilePath, host: GenerateHost): Promise<boolean> {
  const name = builtEverywhere(`${basename(file).replace(/\.proto$/, '')}.pb.go`);
  return (await host.listFiles(folder)).includes(name);
}

function protoFolder(file: string): string {
  return dirname(`/${file}`);
}

/** Returns why we can generate nothing while files are left out. `file` is the file that the user must correct. */
export function partialProblems(
  leftOut: readonly string[],
  files: readonly string[],
  { exists, isNamed }: GoModule,
): readonly Problem[] {
  const [first] = leftOut;
  if (first === undefined) return [];
  if (files.length === 0)
    return [
      {
        severity: 'error',
        file: first,
        message:
          'this file has errors, and the place of other code depends on it; fix it, or set go_package in each file',
      },
    ];
  if (exists || isNamed) return [];
  return [
    {
      severity: 'error',
      file: first,
      message:
        'there is no go.mod yet, and this file, which has errors, may set the name of the module; fix it, or run go mod init',
    },
  ];
}

/**
 * Reports the plugins that we do not run while files are left out. Such a plugin may write one file about several
 * protos, which would then lack the files with errors.
 */
export function notRunProblems(plugins: readonly string[]): readonly Problem[] {
  if (plugins.length === 0) return [];
  const message = `${plugins.join(', ')}: not run while files are left out, so its code may be older than the rest`;
  return [{ severity: 'warning', message }];
}
