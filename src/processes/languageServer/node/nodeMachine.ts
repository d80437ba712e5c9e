/**
 * Implements the machine of a server that runs on Node: the disk, the caches of other tools, and a socket for
 * descriptor sets.
 */
import { createHash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import type { FilePath } from '../../../base/path.ts';
import type { SetReference } from '../../../contract/sets.ts';
import { dependencyCaches } from '../../../host/files/caches.ts';
import { DependencyFiles } from '../../../host/files/dependencyFiles.ts';
import { fromFilePath, toFilePath } from '../../../host/files/files.ts';
import { foldersWithProtos, MOST_LOOKED_INTO } from '../../../host/files/packages.ts';
import { scanFolder } from '../../../host/files/scan.ts';
import { StampedReader } from '../../../host/files/stampedReader.ts';
import { Explanations } from '../../../host/files/explanations.ts';
import { SetServer } from '../../../host/processes/setServer.ts';
import type { DiagnosticCode } from '../../../text/diagnosticCodes.ts';
import type { FolderFiles } from '../../../workspace/imports/layout.ts';
import type { ImportRoot } from '../../../workspace/imports/roots.ts';
import type { Machine } from '../core/machine.ts';

export class NodeMachine implements Machine {
  readonly files: StampedReader;
  readonly wellKnownRoot: FilePath;
  readonly caches = dependencyCaches();
  readonly nativePath = fromFilePath;
  readonly #dependencies = new DependencyFiles();
  readonly #sets = new SetServer();
  readonly #explanations: Explanations;
  readonly #log: (line: string) => void;

  /** `log` receives one line for each file or rule on the disk that we ignore. */
  constructor(wellKnownRoot: string, explanationsPage: string, log: (line: string) => void) {
    this.#explanations = new Explanations(explanationsPage);
    this.wellKnownRoot = toFilePath(wellKnownRoot);
    this.files = new StampedReader((path, reason) => log(`${fromFilePath(path)} ${reason}, so it is not read.`));
    this.#log = log;
  }

  scanFolder(folder: FilePath, options: { readonly exclude: readonly string[] }): Promise<FolderFiles> {
    return scanFolder(folder, { ...options, log: this.#log });
  }

  async holdProtos(paths: readonly FilePath[]): Promise<boolean> {
    const effort = { left: MOST_LOOKED_INTO };
    for (const path of paths) {
      if (effort.left <= 0) return true;
      if ((await foldersWithProtos(path, effort)).length > 0) return true;
    }
    return false;
  }

  changedFiles(): Promise<readonly FilePath[]> {
    return this.files.changed();
  }

  forget(path: FilePath): void {
    this.files.forget(path);
  }

  dependencyFiles(roots: readonly ImportRoot[]): Promise<readonly FilePath[]> {
    return this.#dependencies.below(roots);
  }

  explanationOf(code: DiagnosticCode): string | undefined {
    return this.#explanations.linkTo(code);
  }

  publish(set: Uint8Array, about: string): Promise<SetReference> {
    const hash = createHash('sha256').update(set).update(about).digest('hex');
    return this.#sets.publish(hash, set);
  }

  resolvePath(folder: FilePath, written: string): FilePath {
    return toFilePath(isAbsolute(written) ? written : resolve(fromFilePath(folder), written));
  }

  close(): void {
    this.#sets.close();
  }
}
