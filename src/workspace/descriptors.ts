/** Makes the descriptor sets of a workspace. Calls, generation and local servers need them. */
import type { FilePath } from '../base/path.ts';
import { closure } from '../schema/linking/closure.ts';
import { encodeDescriptorSet } from '../schema/output/encode.ts';
import type { FileInterface, LinkedFile } from '../schema/descriptors/model.ts';
import { SourceInfos } from '../schema/output/sourceInfo.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Workspace } from './workspace.ts';

/** A descriptor set, and the requested files that it leaves out. */
export interface DescriptorSet {
  /** A serialized FileDescriptorSet, with imports before their importers. */
  readonly set: Uint8Array;
  /** The import paths of the requested files that the set contains. */
  readonly files: readonly string[];
  /**
   * The requested files that the set does not contain. We cannot read them, or they have errors, or they import such a
   * file.
   */
  readonly leftOut: readonly LeftOutFile[];
  /** The errors of the files that the set leaves out, and of their imports. */
  readonly problems: readonly FileProblem[];
}

/** A file that a descriptor set leaves out because of errors. */
export interface LeftOutFile {
  readonly path: FilePath;
  /** The import path of the file. */
  readonly name: string;
  /** The import path of the file with the errors. It is this file or a file that it imports. */
  readonly brokenFile: string;
}

/** An error in a file, and the file as it was when we linked it. */
export interface FileProblem {
  readonly file: LinkedFile;
  readonly diagnostic: Diagnostic;
}

/**
 * Makes the descriptor set for the import closure of `paths`. It leaves out each file with errors and all files that
 * import it. It pauses after each file, because a set may have thousands of them. The result is valid only if the
 * workspace does not change during this time.
 */
export function* descriptorSet(
  workspace: Workspace,
  paths: readonly FilePath[],
  options: { readonly sourceInfo: boolean | 'comments' },
): Generator<undefined, DescriptorSet, undefined> {
  const soundness = new Soundness(workspace);
  const sound: FileInterface[] = [];
  const names = new Set<string>();
  const leftOut: LeftOutFile[] = [];
  for (const path of paths) {
    const file = workspace.exported(path);
    const name = workspace.nameOf(path);
    const brokenFile = file === undefined ? unreadableName(workspace, path) : soundness.brokenFileOf(file);
    if (brokenFile !== undefined) leftOut.push({ path, name, brokenFile });
    else if (file && !names.has(file.path)) {
      names.add(file.path);
      sound.push(file);
    }
    yield;
  }
  const parts: Uint8Array[] = [];
  for (const file of distinctNames(closure(sound))) {
    parts.push(encode(workspace, file, options.sourceInfo));
    yield;
  }
  return { set: joined(parts), files: sound.map((file) => file.path), leftOut, problems: soundness.problems };
}

/** Encodes a set of one file. Several such sets in a row are one set. */
function encode(workspace: Workspace, file: FileInterface, sourceInfo: boolean | 'comments'): Uint8Array {
  // The interface may come from an older text, so we take positions from the file as it is now.
  if (sourceInfo === false) return encodeDescriptorSet([file]);
  const text = workspace.textOf(file);
  if (text === undefined) return encodeDescriptorSet([file]);
  const infos = new SourceInfos(false, sourceInfo === 'comments' ? 'comments' : 'all');
  infos.record(text);
  return encodeDescriptorSet([text.interface], { sourceInfo: infos });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Returns the name of an existing file that we cannot read; undefined if the file does not exist. */
function unreadableName(workspace: Workspace, path: FilePath): string | undefined {
  if (workspace.unreadable(path) === undefined) return undefined;
  return workspace.nameOf(path);
}

class Soundness {
  readonly problems: FileProblem[] = [];
  readonly #workspace: Workspace;
  /**
   * For each file that we checked, the name of the file whose errors exclude it from the set. It is undefined if there
   * is none.
   */
  readonly #known = new Map<FileInterface, string | undefined>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /**
   * Returns the name of the file whose errors exclude this one from the set: its own name, or the name of an import.
   */
  brokenFileOf(file: FileInterface): string | undefined {
    for (const one of closure([file])) if (!this.#known.has(one)) this.#known.set(one, this.#judge(one));
    return this.#known.get(file);
  }

  /** Checks a file whose imports are already checked. */
  #judge(file: FileInterface): string | undefined {
    if (this.#workspace.verdictOf(file)?.hasErrors !== true) return this.#brokenImportOf(file);
    const text = this.#workspace.textOf(file);
    for (const diagnostic of text?.diagnostics ?? [])
      if (text && diagnostic.severity === 'error') this.problems.push({ file: text, diagnostic });
    return file.path;
  }

  #brokenImportOf({ imports }: FileInterface): string | undefined {
    for (const { file } of imports) {
      const broken = file && this.#known.get(file);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }
}

/** Keeps only the first file of each name, because a set cannot contain two files of one name. */
function distinctNames(files: readonly FileInterface[]): readonly FileInterface[] {
  const byName = new Map<string, FileInterface>();
  for (const file of files) if (!byName.has(file.path)) byName.set(file.path, file);
  return [...byName.values()];
}
