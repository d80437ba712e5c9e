/** Descriptor sets of a workspace: what the running side starts from. */
import type { FilePath } from '../base/path.ts';
import { closure, encodeDescriptorSet } from '../schema/encode.ts';
import type { LinkedFile } from '../schema/model.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Workspace } from './workspace.ts';

export interface DescriptorSet {
  /** A serialized FileDescriptorSet, imports before their importers. */
  readonly set: Uint8Array;
  /** Names of the files that were asked for and are in it. */
  readonly files: readonly string[];
  /** Errors of files that are left out, and of what they import. */
  readonly problems: readonly FileProblem[];
}

export interface FileProblem {
  readonly file: LinkedFile;
  readonly diagnostic: Diagnostic;
}

/** The set for the closure of `paths`; a file with errors is left out with all that imports it. */
export function descriptorSet(workspace: Workspace, paths: readonly FilePath[], options: { readonly sourceInfo: boolean }): DescriptorSet {
  const soundness = new Map<LinkedFile, boolean>();
  const problems: FileProblem[] = [];
  const sound: LinkedFile[] = [];
  const names = new Set<string>();
  for (const path of paths) {
    const file = workspace.linked(path);
    if (file && isSound(file, soundness, problems) && !names.has(file.path)) {
      names.add(file.path);
      sound.push(file);
    }
  }
  const files = distinctNames(closure(sound));
  return { set: encodeDescriptorSet(files, { sourceInfo: options.sourceInfo }), files: sound.map((file) => file.path), problems };
}

function isSound(file: LinkedFile, known: Map<LinkedFile, boolean>, problems: FileProblem[]): boolean {
  const answer = known.get(file);
  if (answer !== undefined) return answer;
  known.set(file, true);
  const importsAreSound = file.imports
    .map((item) => item.file === undefined || isSound(item.file, known, problems))
    .every((importIsSound) => importIsSound);
  const errors = file.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  for (const diagnostic of errors) problems.push({ file, diagnostic });
  const result = importsAreSound && errors.length === 0;
  known.set(file, result);
  return result;
}

/** Two copies of a file under one name cannot stand in one set: the first stays. */
function distinctNames(files: readonly LinkedFile[]): readonly LinkedFile[] {
  const byName = new Map<string, LinkedFile>();
  for (const file of files) if (!byName.has(file.path)) byName.set(file.path, file);
  return [...byName.values()];
}
