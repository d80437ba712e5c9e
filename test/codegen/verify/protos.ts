/** Collections of real protos to verify generation with, compiled as the command line compiles them. */
import { problemLine } from '../../../src/processes/cli/problems.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescriptorSet } from '../../../src/codegen/descriptorSet.ts';
import { groupBy } from '../../../src/codegen/groupBy.ts';
import { compileFiles } from '../../../src/host/compile.ts';
import { closure } from '../../../src/schema/linking/closure.ts';
import { encodeDescriptorSet } from '../../../src/schema/output/encode.ts';
import { SourceInfos } from '../../../src/schema/output/sourceInfo.ts';
import { googlePaths, googleRoot, protoPaths, sample, wellKnownRoot } from '../../support/corpus.ts';

export interface ProtoCollection {
  readonly title: string;
  /** Import roots in the order in which they are searched. */
  readonly roots: readonly string[];
  readonly paths: readonly string[];
}

const SEED = 2_026;

/** google-proto-files, or random folders of it until they have this many files. */
export function googleFolders(files: number): ProtoCollection {
  const folders = [...groupBy(googlePaths(), folderOf).values()];
  const paths: string[] = [];
  for (const folder of sample(folders, folders.length, SEED)) if (paths.length < files) paths.push(...folder);
  return { title: 'google-proto-files', roots: [wellKnownRoot, googleRoot], paths: paths.sort() };
}

/** The protos of a Go module, relative to its own root, as its own tests import them. */
export function moduleProtos(title: string, folder: string): ProtoCollection {
  const own = join(folder, 'src');
  // protobuf-go keeps copies of protobuf's own files in a separate folder.
  const roots = existsSync(own) ? [folder, own] : [folder];
  return {
    title,
    roots: [...roots, wellKnownRoot],
    paths: protoPaths(folder).filter((path) => !path.startsWith('src/')),
  };
}

/** Random files of google-proto-files that contain services. */
export function googleServices(files: number): readonly string[] {
  const all = googlePaths().filter((path) => servicesIn(readGoogle(path)).length > 0);
  return sample(all, files, SEED).sort();
}

/** Returns the names of the services of a formatted file. */
export function servicesIn(text: string): readonly string[] {
  return [...text.matchAll(/^service (\w+)/gm)].map(([, name = '']) => name);
}

export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/^import (?:public |weak )?"([^"]+)";/gm)].map(([, path = '']) => path);
}

export function readGoogle(path: string): string {
  return readFileSync(join(googleRoot, path), 'utf8');
}

export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** Compiles a collection with source info, as plugins get it. */
export async function compileCollection({ title, roots, paths }: ProtoCollection): Promise<DescriptorSet> {
  const sourceInfo = new SourceInfos(false);
  const { files, ok, problems } = await compileFiles({
    roots,
    files: paths,
    linked: (file) => sourceInfo.record(file),
  });
  if (!ok) throw new Error(`${title} does not compile: ${problems.map((problem) => problemLine(problem)).join('\n')}`);
  return new DescriptorSet(encodeDescriptorSet(closure(files), { sourceInfo }));
}
