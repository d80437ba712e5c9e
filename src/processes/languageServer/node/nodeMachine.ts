/** The machine of a server that runs on Node: the disk, the caches of other tools, and a socket for descriptor sets. */
import { createHash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import type { FilePath } from '../../../base/path.ts';
import type { SetReference } from '../../../contract/sets.ts';
import { dependencyCaches } from '../../../host/files/caches.ts';
import { DependencyFiles } from '../../../host/files/dependencyFiles.ts';
import { fromFilePath, toFilePath } from '../../../host/files/files.ts';
import { scanFolder } from '../../../host/files/scan.ts';
import { StampedReader } from '../../../host/files/stampedReader.ts';
import { SetServer } from '../../../host/processes/setServer.ts';
import type { ImportRoot } from '../../../workspace/imports/roots.ts';
import type { Machine } from '../core/machine.ts';

export class NodeMachine implements Machine {
  readonly files = new StampedReader();
  readonly wellKnownRoot: FilePath;
  readonly caches = dependencyCaches();
  readonly scanFolder = scanFolder;
  readonly nativePath = fromFilePath;
  readonly #dependencies = new DependencyFiles();
  readonly #sets = new SetServer();

  constructor(wellKnownRoot: string) {
    this.wellKnownRoot = toFilePath(wellKnownRoot);
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
