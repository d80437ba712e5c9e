/**
 * Finds the `.proto` files of a folder. `.gitignore` files at and below the folder count, those above
 * do not: somebody who opens an ignored folder wants to see it. Linked folders are left out, since
 * build tools make copies of the tree with them. What is left out is named: imports may lead there.
 */
import { stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { messageOf } from '../../base/background.ts';
import { mapLimited } from '../../base/concurrency.ts';
import { basename, join, relativeTo, type FilePath } from '../../base/path.ts';
import { BAZEL_FILES } from '../../workspace/imports/bazel.ts';
import type { FolderFiles } from '../../workspace/imports/layout.ts';
import { isThirdParty } from '../../workspace/imports/roots.ts';
import { fromFilePath } from './files.ts';
import { Globs } from './globs.ts';
import { IgnoreRules, MOST_RULES } from './ignoreRules.ts';
import { foldersIn, foldersWithProtos, MOST_LOOKED_INTO, packageFolders } from './packages.ts';
import type { Effort } from './pathPattern.ts';
import { readRegularFile } from './regularFile.ts';
import { skipReason, walkFolders, type ListedFolder, type SkipReason } from './walk.ts';

/** People keep protos in `vendor` and in hidden folders, too. */
const SKIPPED: readonly SkipReason[] = ['history', 'installed'];

/** `bazel-bin`, `bazel-out`, `bazel-testlogs` and the link to the whole tree: copies of what is scanned anyway. */
const MADE_BY_BAZEL = 'bazel-';

const MARKERS = new Set(['go.mod', 'buf.yaml', 'buf.work.yaml', ...BAZEL_FILES]);

/** Comparisons of patterns and paths that take some milliseconds. */
const STEPS_AT_ONCE = 1_000_000;

/** What one entry of a folder takes beside patterns, in the same steps: one folder may have a million of them. */
const STEPS_OF_ENTRY = 50;

/** What all patterns may cost, in the same steps: half a second, and far more for each entry than a thousand rules need. */
const MOST_STEPS = { always: 100_000_000, perEntry: 20_000 };

interface IgnoreFile {
  /** How many folders its folder lies below the root. */
  readonly depth: number;
  readonly rules: IgnoreRules;
}

/** What a scan leaves out, and when it stops. */
export interface ScanOptions {
  /** Globs relative to the folder. */
  readonly exclude: readonly string[];
  readonly signal?: AbortSignal;
  /** Is told what does not count that somebody may expect to count, a line each. */
  readonly log?: (line: string) => void;
}

/**
 * The files of a folder, sorted. Rejects with the signal's reason when it aborts; a folder that cannot be read counts
 * as empty.
 */
export async function scanFolder(folder: FilePath, options: ScanOptions): Promise<FolderFiles> {
  const scan = new Scan(folder, options);
  await scan.run();
  return {
    folder,
    protoFiles: scan.protoFiles.sort(),
    markers: scan.markers.sort(),
    hidden: scan.hidden.sort(),
    packages: scan.packages.sort(),
    leftOutRoots: scan.withProtos,
  };
}

class Scan {
  readonly protoFiles: FilePath[] = [];
  readonly markers: FilePath[] = [];
  readonly hidden: FilePath[] = [];
  readonly packages: FilePath[] = [];
  readonly withProtos: FilePath[] = [];
  readonly #folder: FilePath;
  readonly #signal: AbortSignal | undefined;
  readonly #log: (line: string) => void;
  readonly #excluded: Globs;
  readonly #effort: Effort = { steps: 0 };
  #entries = 0;
  /** The steps after which other work has its turn. */
  #nextPause = STEPS_AT_ONCE;
  /** Whether patterns took so long that they do not count any more. */
  #isTired = false;
  /** Of folders that are still to be visited, by path below the root. */
  readonly #ignores = new Map<string, readonly IgnoreFile[]>();

  constructor(folder: FilePath, options: ScanOptions) {
    this.#folder = folder;
    this.#signal = options.signal;
    this.#log = options.log ?? (() => undefined);
    this.#excluded = new Globs(options.exclude, this.#log);
  }

  async run(): Promise<void> {
    const options = this.#signal === undefined ? { skip: [] } : { skip: [], signal: this.#signal };
    const leftOut: string[] = [];
    for await (const folder of walkFolders(this.#folder, options)) leftOut.push(...(await this.#visit(folder)));
    await Promise.all(leftOut.map((path) => this.#leaveOut(path)));
    await this.#lookIntoLeftOut(leftOut);
  }

  /** Gives what is left out here. */
  async #visit(listed: ListedFolder): Promise<readonly string[]> {
    const { entries, path: folder } = listed;
    const below = relativeTo(this.#folder, folder) ?? '';
    const prefix = below === '' ? '' : `${below}/`;
    if (entries.some((entry) => entry.name === 'pyvenv.cfg')) {
      for (const { name } of entries) listed.leaveOut(name);
      return [below];
    }
    const ignores = await this.#ignoresOf(listed, prefix);
    const unreadable = await unreadableNames(listed);
    const leftOut: string[] = [];
    for (const entry of entries.filter(({ name }) => !unreadable.has(name))) {
      this.#entries++;
      this.#effort.steps += STEPS_OF_ENTRY;
      await this.#pauseNowAndThen();
      const path = prefix + entry.name;
      switch (this.#kindOf(entry, path, ignores)) {
        case 'folder':
          this.#ignores.set(path, ignores);
          break;
        case 'leftOut':
          listed.leaveOut(entry.name);
          leftOut.push(path);
          break;
        case 'proto':
          this.protoFiles.push(join(this.#folder, path));
          break;
        case 'marker':
          this.markers.push(join(this.#folder, path));
          break;
        case 'nothing':
          break;
      }
    }
    return leftOut;
  }

  /** The `.gitignore` files that count for a folder, the outermost first. */
  async #ignoresOf({ entries }: ListedFolder, prefix: string): Promise<readonly IgnoreFile[]> {
    const folder = prefix.slice(0, -1);
    const above = this.#ignores.get(folder) ?? [];
    this.#ignores.delete(folder);
    const hasOwn = entries.some((entry) => entry.name === '.gitignore');
    if (!hasOwn) return above;
    const depth = prefix.split('/').length - 1;
    const most = MOST_RULES - above.reduce((sum, { rules }) => sum + rules.size, 0);
    return [...above, { depth, rules: await this.#readIgnore(prefix, most) }];
  }

  /** Other messages of the process are answered in between. */
  async #pauseNowAndThen(): Promise<void> {
    if (this.#effort.steps < this.#nextPause) return;
    this.#nextPause = this.#effort.steps + STEPS_AT_ONCE;
    await setImmediate();
    if (this.#isTired || this.#effort.steps < MOST_STEPS.always + this.#entries * MOST_STEPS.perEntry) return;
    this.#isTired = true;
    this.#log(
      `The globs and .gitignore rules of ${fromFilePath(this.#folder)} take too long. They do not count for the rest of it.`,
    );
  }

  async #readIgnore(prefix: string, most: number): Promise<IgnoreRules> {
    const path = fromFilePath(join(this.#folder, `${prefix}.gitignore`));
    const options = { limit: LARGEST_IGNORE, followLinks: true };
    try {
      const text = (await readRegularFile(path, options))?.toString('utf8') ?? '';
      return new IgnoreRules(text, most, (reason) => this.#log(`${path} ${reason}.`));
    } catch (error) {
      this.#log(`${messageOf(error)}, so it does not count.`);
      return new IgnoreRules('', 0, this.#log);
    }
  }

  #kindOf(
    entry: Dirent,
    path: string,
    ignores: readonly IgnoreFile[],
  ): 'folder' | 'proto' | 'marker' | 'leftOut' | 'nothing' {
    const isFolder = entry.isDirectory();
    const isProto = !isFolder && entry.name.endsWith('.proto');
    if (!isFolder && !isProto && !MARKERS.has(entry.name)) {
      if (entry.isSymbolicLink() && !entry.name.startsWith(MADE_BY_BAZEL)) return 'leftOut';
      return 'nothing';
    }
    const isSkipped = skipReason(entry.name, SKIPPED) !== undefined;
    if (isSkipped || this.#isLeftOut(path.split('/'), isFolder, ignores)) {
      if (isFolder || isProto) return 'leftOut';
      return 'nothing';
    }
    if (isFolder) return 'folder';
    if (isProto) return 'proto';
    return 'marker';
  }

  #isLeftOut(path: readonly string[], isFolder: boolean, ignores: readonly IgnoreFile[]): boolean {
    if (this.#isTired) return false;
    return this.#excluded.match(path, this.#effort) || isIgnored(ignores, path, isFolder, this.#effort);
  }

  /** One after the other: they share what a scan may look at. A file or a repository's history has nothing to look into. */
  async #lookIntoLeftOut(leftOut: readonly string[]): Promise<void> {
    const effort = { left: MOST_LOOKED_INTO };
    const folders = leftOut.filter((path) => skipReason(basename(path), ['history']) === undefined).sort();
    for (const path of folders) {
      this.#signal?.throwIfAborted();
      this.withProtos.push(...(await foldersWithProtos(join(this.#folder, path), effort)));
    }
  }

  async #leaveOut(path: string): Promise<void> {
    const place = join(this.#folder, path);
    this.hidden.push(place);
    if (isThirdParty(place)) this.hidden.push(...(await foldersIn(place)));
    this.packages.push(...(await packageFolders(place)));
  }
}

/** Protos and markers of a folder that are no regular files: pipes, devices, and links that lead to none. */
async function unreadableNames({ entries, path }: ListedFolder): Promise<ReadonlySet<string>> {
  const odd = entries.filter((entry) => isRead(entry.name) && !entry.isFile() && !entry.isDirectory());
  const leadToFiles = await mapLimited(odd, async (entry) => {
    if (!entry.isSymbolicLink()) return false;
    const target = await stat(fromFilePath(join(path, entry.name))).catch(() => undefined);
    return target?.isFile() === true;
  });
  return new Set(odd.flatMap(({ name }, at) => (leadToFiles[at] === true ? [] : [name])));
}

function isRead(name: string): boolean {
  return name.endsWith('.proto') || MARKERS.has(name);
}

/** In bytes. The longest that people keep have some 50 kB. */
const LARGEST_IGNORE = 1024 * 1024;

/** The innermost file that says anything about a path decides, as in git. */
function isIgnored(
  ignores: readonly IgnoreFile[],
  path: readonly string[],
  isFolder: boolean,
  effort: Effort,
): boolean {
  for (const { depth, rules } of ignores.toReversed()) {
    const verdict = rules.verdict(path.slice(depth), isFolder, effort);
    if (verdict !== undefined) return verdict === 'ignored';
  }
  return false;
}
