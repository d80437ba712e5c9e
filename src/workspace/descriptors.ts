/** Makes the descriptor sets of a workspace. The running side starts from them. */
import type { FilePath } from '../base/path.ts';
import { closure } from '../schema/linking/closure.ts';
import { encodeDescriptorSet } from '../schema/output/encode.ts';
import type { FileInterface, LinkedFile } from '../schema/descriptors/model.ts';
import { SourceInfos } from '../schema/output/sourceInfo.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Workspace } from './workspace.ts';

/** A descriptor set, and the files that are missing from it. */
export interface DescriptorSet {
  /** A serialized FileDescriptorSet, imports before their importers. */
  readonly set: Uint8Array;
  /** Names of the requested files that the set contains. */
  readonly files: readonly string[];
  /** The requested files that the set does not contain: they are not read, have errors, or import such a file. */
  readonly leftOut: readonly LeftOutFile[];
  /** The errors of the files that are left out, and of their imports. */
  readonly problems: readonly FileProblem[];
}

/** A file that the set does not contain. */
export interface LeftOutFile {
  readonly path: FilePath;
  /** Import path. */
  readonly name: string;
  /** Import path of the file with the errors: this one, or one that it imports. */
  readonly brokenFile: string;
}

/** An error of a file, with the file as it was when it was linked. */
export interface FileProblem {
  readonly file: LinkedFile;
  readonly diagnostic: Diagnostic;
}

/**
 * The set for the closure of `paths`. It leaves out each file with errors and all files that import it. It pauses after
 * each file, so that a set of thousands can be made step by step. The result is valid only if the workspace does not
 * change meanwhile.
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

/** A set of one file. Several such sets, concatenated, are one set. */
function encode(workspace: Workspace, file: FileInterface, sourceInfo: boolean | 'comments'): Uint8Array {
  // The interface may come from an older text; only the file as it is now knows the places.
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

/** A file that does not exist is not left out. */
function unreadableName(workspace: Workspace, path: FilePath): string | undefined {
  if (workspace.unreadable(path) === undefined) return undefined;
  return workspace.nameOf(path);
}

class Soundness {
  readonly problems: FileProblem[] = [];
  readonly #workspace: Workspace;
  /** The judged files, each with the name of the file that keeps it out; undefined if the file is sound. */
  readonly #known = new Map<FileInterface, string | undefined>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The name of the file whose errors keep this one out: its own name, or the name of an import. */
  brokenFileOf(file: FileInterface): string | undefined {
    for (const one of closure([file])) if (!this.#known.has(one)) this.#known.set(one, this.#judge(one));
    return this.#known.get(file);
  }

  /** Its imports have been judged already. */
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

/** A set cannot hold two copies of a file under one name: the first stays. */
function distinctNames(files: readonly FileInterface[]): readonly FileInterface[] {
  const byName = new Map<string, FileInterface>();
  for (const file of files) if (!byName.has(file.path)) byName.set(file.path, file);
  return [...byName.values()];
}
