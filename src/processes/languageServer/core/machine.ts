/**
 * The port to the machine that the server runs on. It covers everything that differs between Node and a browser: files,
 * downloads of other tools, paths as the user writes them, and a place for descriptor sets.
 */
import type { FilePath } from '../../../base/path.ts';
import type { SetReference } from '../../../contract/sets.ts';
import type { DiagnosticCode } from '../../../text/diagnosticCodes.ts';
import type { DependencyCaches, FolderFiles } from '../../../workspace/imports/layout.ts';
import type { ImportRoot } from '../../../workspace/imports/roots.ts';
import type { FileReader } from '../../../workspace/workspace.ts';

export interface Machine {
  readonly files: FileReader;
  /** The folder of protobuf's own files. */
  readonly wellKnownRoot: FilePath;
  readonly caches: DependencyCaches;
  /** Rejects if the folder cannot be read. */
  scanFolder(folder: FilePath, options: { readonly exclude: readonly string[] }): Promise<FolderFiles>;
  /** Whether a `.proto` file is below one of the paths, as far as a bounded search can say. Never rejects. */
  holdProtos(paths: readonly FilePath[]): Promise<boolean>;
  /** The files that changed since they were read. Each is named once, and forgotten. */
  changedFiles(): Promise<readonly FilePath[]>;
  /** Forgets what was read of a file. */
  forget(path: FilePath): void;
  /** The `.proto` files below the roots of dependencies. */
  dependencyFiles(roots: readonly ImportRoot[]): Promise<readonly FilePath[]>;
  /** Keeps a descriptor set for other processes. Its hash covers the set and `about`, which is not kept. */
  publish(set: Uint8Array, about: string): Promise<SetReference>;
  /** The URI of the section that explains a code; undefined if this machine has none. */
  explanationOf(code: DiagnosticCode): string | undefined;
  /** A path as users of this machine write it. */
  readonly nativePath: (path: FilePath) => string;
  /** A path that the user wrote, relative to a folder. */
  resolvePath(folder: FilePath, written: string): FilePath;
  /** Ends what `publish` has started. Synchronous, for a process that is ending. */
  close(): void;
}
