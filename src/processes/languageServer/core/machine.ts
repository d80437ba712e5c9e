/**
 * The port to the machine that the server runs on. It covers everything that differs between Node and a browser: files,
 * downloads of other tools, paths as the user writes them, and a way to hand over descriptor sets.
 */
import type { FilePath } from '../../../base/path.ts';
import type { SetReference } from '../../../contract/sets.ts';
import type { DiagnosticCode } from '../../../text/diagnosticCodes.ts';
import type { DependencyCaches, FolderFiles } from '../../../workspace/imports/layout.ts';
import type { ImportRoot } from '../../../workspace/imports/roots.ts';
import type { FileReader } from '../../../workspace/workspace.ts';

export interface Machine {
  readonly files: FileReader;
  /** The folder that contains `google/protobuf/*.proto`. */
  readonly wellKnownRoot: FilePath;
  readonly caches: DependencyCaches;
  /** Finds the files of a folder. Rejects if the folder cannot be read. */
  scanFolder(folder: FilePath, options: { readonly exclude: readonly string[] }): Promise<FolderFiles>;
  /**
   * Whether one of the paths leads to `.proto` files. The search is limited, and returns true if it reaches its limit.
   * Never rejects.
   */
  holdProtos(paths: readonly FilePath[]): Promise<boolean>;
  /**
   * Returns the files that changed since they were read. It forgets them, so the next call does not return them again.
   */
  changedFiles(): Promise<readonly FilePath[]>;
  /** Forgets the contents of a file. */
  forget(path: FilePath): void;
  /** Returns the `.proto` files in the import roots of dependencies. */
  dependencyFiles(roots: readonly ImportRoot[]): Promise<readonly FilePath[]>;
  /** Keeps a descriptor set for other processes. The hash covers the set and `about`, but `about` is not kept. */
  publish(set: Uint8Array, about: string): Promise<SetReference>;
  /**
   * Returns the URI of the documentation of a diagnostic's code. It is undefined if this machine has no documentation.
   */
  explanationOf(code: DiagnosticCode): string | undefined;
  /** Returns a path as users of this machine write it. */
  readonly nativePath: (path: FilePath) => string;
  /** Returns the path that the user wrote. A relative path starts from `folder`. */
  resolvePath(folder: FilePath, written: string): FilePath;
  /** Ends everything that `publish` has started. It is synchronous, because the process is ending. */
  close(): void;
}
