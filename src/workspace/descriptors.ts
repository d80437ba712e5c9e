/** Descriptor sets of a workspace: what the running side starts from. */
import type { FilePath } from '../base/path.ts';
import { closure, encodeDescriptorSet } from '../schema/encode.ts';
import type { FileInterface, LinkedFile } from '../schema/model.ts';
import { SourceInfos } from '../schema/sourceInfo.ts';
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
  const problems: FileProblem[] = [];
  const soundness = new Soundness(workspace, problems);
  const sound: LinkedFile[] = [];
  const names = new Set<string>();
  for (const path of paths) {
    const file = workspace.linked(path);
    if (file && soundness.isSound(file) && !names.has(file.path)) {
      names.add(file.path);
      sound.push(file);
    }
  }
  // An import's interface may be of an older text: what is written is the file as it is now.
  const files = distinctNames(closure(sound.map((file) => file.interface))).flatMap((file) => workspace.textOf(file) ?? []);
  const sourceInfo = new SourceInfos(false);
  if (options.sourceInfo) for (const file of files) sourceInfo.record(file);
  const set = encodeDescriptorSet(files.map((file) => file.interface), { sourceInfo });
  return { set, files: sound.map((file) => file.path), problems };
}

class Soundness {
  readonly #workspace: Workspace;
  readonly #problems: FileProblem[];
  readonly #known = new Map<FileInterface, boolean>();

  constructor(workspace: Workspace, problems: FileProblem[]) {
    this.#workspace = workspace;
    this.#problems = problems;
  }

  isSound(file: LinkedFile): boolean {
    const known = this.#known.get(file.interface);
    if (known !== undefined) return known;
    this.#known.set(file.interface, true);
    const importsAreSound = file.imports
      .map((item) => {
        const imported = item.file && this.#workspace.textOf(item.file);
        return imported === undefined || this.isSound(imported);
      })
      .every((importIsSound) => importIsSound);
    const errors = file.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    for (const diagnostic of errors) this.#problems.push({ file, diagnostic });
    const result = importsAreSound && errors.length === 0;
    this.#known.set(file.interface, result);
    return result;
  }
}

/** Two copies of a file under one name cannot stand in one set: the first stays. */
function distinctNames(files: readonly FileInterface[]): readonly FileInterface[] {
  const byName = new Map<string, FileInterface>();
  for (const file of files) if (!byName.has(file.path)) byName.set(file.path, file);
  return [...byName.values()];
}
