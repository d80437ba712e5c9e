/** Layouts of projects in a folder of this machine, as an editor opens them. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolve } from '../../src/base/path.ts';
import { DependencyFiles } from '../../src/host/files/dependencyFiles.ts';
import { diskReader, fromFilePath, toFilePath } from '../../src/host/files/files.ts';
import { scanFolder } from '../../src/host/files/scan.ts';
import type { DependencyCaches } from '../../src/workspace/imports/layout.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { wellKnownRoot } from './corpus.ts';
import { PROJECT, readLayout, type Layout } from './layouts.ts';

/** A folder that stands for the root of a layout's paths. The caller that makes it removes it. */
export class LayoutDisk {
  readonly #base: string;

  private constructor(base: string) {
    this.#base = base;
  }

  static async make(): Promise<LayoutDisk> {
    return new LayoutDisk(toFilePath(await realpath(await mkdtemp(join(tmpdir(), 'layout-')))));
  }

  async remove(): Promise<void> {
    await rm(fromFilePath(this.#base), { recursive: true, force: true });
  }

  /** Returns the path on disk of a path in a layout. */
  onDisk(path: string): string {
    if (path.startsWith('/wkt/')) return toFilePath(wellKnownRoot) + path.slice(4);
    return this.#base + path;
  }

  /** Undoes `onDisk`. */
  inLayout(path: string): string {
    if (path.startsWith(`${this.#base}/`)) return path.slice(this.#base.length);
    return path.replace(toFilePath(wellKnownRoot), '/wkt');
  }

  get caches(): DependencyCaches {
    return { buf: [this.onDisk('/cache/buf')], go: this.onDisk('/cache/go') };
  }

  async workspaceOf(layout: Layout): Promise<Workspace> {
    for (const [path, text] of readLayout(layout.files)) {
      const place = fromFilePath(this.onDisk(path));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, text);
    }
    const workspace = new Workspace(diskReader, toFilePath(wellKnownRoot), { caches: this.caches });
    for (const folder of layout.folders ?? [PROJECT]) {
      const roots = (layout.roots ?? []).map((root) => {
        const [, prefix, path = ''] = /^(?:(.*)=)?(.*)$/.exec(root) ?? [];
        return {
          path: resolve(this.onDisk(folder), path),
          reason: 'setting' as const,
          ...(prefix !== undefined && { prefix }),
        };
      });
      workspace.setFolder(await scanFolder(this.onDisk(folder), { exclude: [] }), roots);
    }
    workspace.setDependencyFiles(await new DependencyFiles().below(workspace.dependencyRoots()));
    return workspace;
  }
}
