/**
 * Finds the `.proto` files of a folder. `.gitignore` files in the folder and below it apply. Those above it do not,
 * because users who open an ignored folder want to see its files. We leave out links to folders, because build tools
 * copy the tree with them. The result lists everything that we left out, because imports may lead there.
 */
import { defined } from '../../base/defined.ts';
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

/**
 * The folders that a scan skips by their names. `vendor` and hidden folders are not among them, because projects keep
 * protos there too.
 */
const SKIPPED: readonly SkipReason[] = ['history', 'installed'];

/**
 * The start of the names `bazel-bin`, `bazel-out`, `bazel-testlogs` and the link to the whole tree. They contain copies
 * of files that the scan finds in other folders.
 */
const MADE_BY_BAZEL = 'bazel-';

const MARKERS = new Set(['go.mod', 'buf.yaml', 'buf.work.yaml', ...BAZEL_FILES]);

/** After this many comparisons of patterns with paths, the scan pauses. They take some milliseconds. */
const STEPS_AT_ONCE = 1_000_000;

/** The cost of one entry of a folder without patterns, in the same steps. A folder may have a million entries. */
const STEPS_OF_ENTRY = 50;

/** The limit for all patterns, in the same steps: half a second. A thousand rules need far fewer steps per entry. */
const MOST_STEPS = { always: 100_000_000, perEntry: 20_000 };

interface IgnoreFile {
  /** The depth of the `.gitignore`'s folder below the root. */
  readonly depth: number;
  readonly rules: IgnoreRules;
}

/** The files that a scan leaves out, and the signal that stops it. */
export interface ScanOptions {
  /** Globs of the files to leave out, relative to the folder. */
  readonly exclude: readonly string[];
  readonly signal?: AbortSignal;
  /** Receives one line for each file or rule that we ignore, although the user may expect otherwise. */
  readonly log?: (line: string) => void;
}

/**
 * Returns the files of a folder, sorted. It rejects with the signal's reason if the signal aborts. It treats a folder
 * that it cannot read as empty.
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
  /** The number of steps at which the scan pauses next. */
  #nextPause = STEPS_AT_ONCE;
  /** Whether patterns took so long that the scan ignores them from now on. */
  #isTired = false;
  /** The rules for folders that the scan has not visited yet, by path below the root. */
  readonly #ignores = new Map<string, readonly IgnoreFile[]>();

  constructor(folder: FilePath, options: ScanOptions) {
    this.#folder = folder;
    this.#signal = options.signal;
    this.#log = options.log ?? (() => undefined);
    this.#excluded = new Globs(options.exclude, this.#log);
  }

  async run(): Promise<void> {
    const options = defined({ skip: [], signal: this.#signal });
    const leftOut: string[] = [];
    for await (const folder of walkFolders(this.#folder, options)) leftOut.push(...(await this.#visit(folder)));
    await Promise.all(leftOut.map((path) => this.#leaveOut(path)));
    await this.#lookIntoLeftOut(leftOut);
  }

  /** Visits a folder. Returns the paths in it that the scan leaves out. */
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

  /** Returns the `.gitignore` files that apply to a folder, outermost first. */
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

  /** Pauses after some steps, so that the process can handle other messages. */
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

  /**
   * Searches the left-out folders for protos, one after another, because they share the effort of the scan. It skips
   * the history of a repository.
   */
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

/**
 * Returns the names of protos and marker files that are not regular files: pipes, devices, and links without a file as
 * their target.
 */
async function unreadableNames({ entries, path }: ListedFolder): Promise<ReadonlySet<string>> {
  const odd = entries.filter((entry) => isRead(entry.name) && !entry.isFile() && !entry.isDirectory());
  const leadToFiles = await mapLimited(odd, async (entry) => {
    if (!entry.isSymbolicLink()) return false;
    const target = await stat(fromFilePath(join(path, entry.name))).catch(() => undefined);
    return target?.isFile() === true;
  });
  return new Set(odd.filter((_, at) => leadToFiles[at] !== true).map(({ name }) => name));
}

function isRead(name: string): boolean {
  return name.endsWith('.proto') || MARKERS.has(name);
}

/** The largest `.gitignore` that we read, in bytes. The longest real ones have some 50 kB. */
const LARGEST_IGNORE = 1024 * 1024;

/** Whether a path is ignored. As in git, the innermost `.gitignore` with a matching rule decides. */
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
