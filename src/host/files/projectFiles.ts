/** Reads the files of a project on this machine's disk, for the port `ProjectFiles` of generation. */
import { readdir, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { messageOf } from '../../base/background.ts';
import { FILES_AT_ONCE } from '../../base/concurrency.ts';
import type { FilePath } from '../../base/path.ts';
import type { Found } from '../../codegen/model.ts';
import type { FileQuery, FileStat, ProjectFiles } from '../../codegen/ports.ts';
import { codeOf } from './errors.ts';
import { Turnstile } from '../processes/turnstile.ts';
import { realFolders, realPlace } from '../writing/containment.ts';
import { fromFilePath, toFilePath } from './files.ts';
import { readHead, readWholeFile } from './regularFile.ts';
import { isReached, walkFiles, type FileWalkOptions, type SkipReason } from './walk.ts';

const NOT_OURS: readonly SkipReason[] = ['history', 'installed', 'copied', 'hidden'];

/** Makes the port. All its reads share one limit of open files. */
export function createProjectFiles(): ProjectFiles {
  // We read folders and files in parallel, within the shared limit of open files.
  const reading = new Turnstile(FILES_AT_ONCE);
  return {
    readText: (path) => reading.pass(() => readText(fromFilePath(path))),

    look: (path, folders) => reading.pass(() => lookAt(path, folders)),

    readHead: (path, bytes) =>
      reading.pass(async () => (await readHead(fromFilePath(path), bytes))?.toString('utf8') ?? ''),

    async stat(path) {
      // If the file system rejects the name, the file does not exist.
      const stats = await stat(fromFilePath(path)).catch(() => undefined);
      return stats && { kind: kindOf(stats), size: stats.size, stamp: `${stats.ctimeMs} ${stats.size}` };
    },

    async listFiles(folder) {
      const entries = await readdir(fromFilePath(folder), { withFileTypes: true }).catch(absent([]));
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort();
    },

    walk(folder, query) {
      const options: FileWalkOptions = { ...query, skip: skippedBy(query) };
      return walkFiles(folder, options);
    },

    reaches: (folder, path, query) => isReached(folder, path, skippedBy(query)),
  };
}

async function readText(path: string): Promise<string | undefined> {
  return (await readWholeFile(path))?.toString('utf8');
}

async function lookAt(path: FilePath, folders: readonly FilePath[]): Promise<Found> {
  const place = await realPlace(fromFilePath(path), await realFolders(folders.map(fromFilePath)));
  if (place.kind === 'nowhere') return { kind: 'other', message: 'a link on its way leads nowhere' };
  if (place.kind === 'outside') return { kind: 'outside', leadsTo: toFilePath(place.path) };
  try {
    const text = await readText(place.path);
    if (text === undefined) return { kind: 'nothing' };
    return { kind: 'text', text };
  } catch (error) {
    return { kind: 'other', message: messageOf(error) };
  }
}

function skippedBy({ unbuilt }: FileQuery): readonly SkipReason[] {
  if (unbuilt) return NOT_OURS;
  return [...NOT_OURS, 'unbuilt'];
}

function kindOf(stats: Stats): FileStat['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return 'other';
}

/**
 * Returns `instead` for a missing file, which is a valid reply. It throws for an unreadable file, which is an error.
 */
function absent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return instead;
    throw error;
  };
}
