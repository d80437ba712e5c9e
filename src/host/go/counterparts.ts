/** Looks for links between Go and protos below folders. A file is read again only when it has changed. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { ancestors, dirname, join, relativeTo, type FilePath } from '../../base/path.ts';
import { calledNames } from '../../codegen/targets/go/reading/goCalls.ts';
import type { GoReading } from '../../codegen/targets/go/reading/goReader.ts';
import type { GoSource } from '../../codegen/targets/go/reading/goSource.ts';
import {
  goLinks,
  isGenerated,
  methodNames,
  onlyTypes,
  type GoFileSource,
} from '../../codegen/targets/go/existing/counterparts.ts';
import { parseGoMod } from '../../project/goMod.ts';
import { LineIndex } from '../../text/lines.ts';
import type { GoLink, GoLinksParams } from '../../contract/generation.ts';
import { fromFilePath, toFilePath } from '../files/files.ts';
import type { GoToRead } from '../processes/workerJob.ts';

/** Folders that are not the person's own Go, beside those that Go passes over itself: `.x` and `_x`. */
const NEVER = new Set(['vendor', 'node_modules', 'testdata']);

/** Of one look. What lies beyond is not linked, rather than somebody's machine kept busy. */
const MOST_FILES = 20_000;
const LARGEST_FILE = 1_000_000;

/** Read by tree-sitter at once, between which others have their turn. */
const BATCH = 40;

interface Known {
  readonly stamp: string;
  readonly text: string;
  /** Names that it may call on something. */
  called?: ReadonlySet<string>;
  /** Which calls were looked at, and what was found; nothing in what is no Go. */
  read?: { readonly calls: string; readonly source: GoSource | undefined };
}

interface Candidate {
  readonly path: FilePath;
  readonly file: Known;
}

/** With those of its calls that may be of an rpc, by their names. */
interface Wanted extends Candidate {
  readonly calls: ReadonlySet<string>;
}

type ReadGo = (sources: readonly GoToRead[], signal: AbortSignal) => Promise<readonly GoReading[]>;

export class GoLinkFinder {
  readonly #readGo: ReadGo;
  #known = new Map<FilePath, Known>();

  constructor(readGo: ReadGo) {
    this.#readGo = readGo;
  }

  /** Rejects with the signal's reason when it aborts. */
  async find({ folders, unsaved = new Map() }: GoLinksParams, signal: AbortSignal): Promise<readonly GoLink[]> {
    const walk: Walk = { files: [], modules: new Map() };
    for (const folder of folders) await visit(toFilePath(folder), walk, signal);
    const edited = new Map([...unsaved].map(([path, text]) => [toFilePath(path), text]));
    const known = new Map<FilePath, Known>();
    for (const path of new Set(walk.files)) {
      signal.throwIfAborted();
      const file = await this.#load(path, edited.get(path));
      if (file !== undefined) known.set(path, file);
    }
    this.#known = known;
    const modules = await withModulesAbove(folders.map(toFilePath), walk.modules);
    return this.#link(known, modules, signal);
  }

  async #load(path: FilePath, edited: string | undefined): Promise<Known | undefined> {
    const before = this.#known.get(path);
    if (edited !== undefined) return before?.text === edited ? before : { stamp: 'edited', text: edited };
    try {
      const { mtimeMs, size } = await stat(fromFilePath(path));
      const stamp = `${mtimeMs} ${size}`;
      if (size > LARGEST_FILE) return undefined;
      return before?.stamp === stamp ? before : { stamp, text: await readFile(fromFilePath(path), 'utf8') };
    } catch {
      // Gone since it was listed, or not for us to read: there is nothing to link.
      return undefined;
    }
  }

  async #link(
    known: ReadonlyMap<FilePath, Known>,
    modules: ReadonlyMap<FilePath, string>,
    signal: AbortSignal,
  ): Promise<readonly GoLink[]> {
    const wanted = withCalls(
      worthReading(
        [...known].map(([path, file]) => ({ path, file })),
        modules,
      ),
    );
    const unread = wanted.filter(({ file, calls }) => file.read?.calls !== keyOf(calls));
    for (let i = 0; i < unread.length; i += BATCH) await this.#read(unread.slice(i, i + BATCH), signal);
    const files = wanted.flatMap(({ path, file }): GoFileSource[] => {
      const source = file.read?.source;
      return source === undefined ? [] : [{ path, importPath: importPathOf(dirname(path), modules), source }];
    });
    const lines = new Map<FilePath, LineIndex>();
    return goLinks(files).map(({ role, proto, path, span }) => {
      const index = lines.get(path) ?? new LineIndex(known.get(path)?.text ?? '');
      lines.set(path, index);
      return {
        role,
        proto,
        path: fromFilePath(path),
        range: { start: index.positionAt(span.start), end: index.positionAt(span.end) },
      };
    });
  }

  async #read(wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
    const readings = await this.#readGo(
      wanted.map(({ file: { text }, calls }) => ({
        text: isGenerated(text) ? onlyTypes(text) : text,
        interest: { kind: 'calls', of: calls },
      })),
      signal,
    );
    for (const [i, { file, calls }] of wanted.entries()) {
      const reading = readings[i];
      if (reading?.kind === 'read') file.read = { calls: keyOf(calls), source: { ...reading.source, text: file.text } };
      else file.read = { calls: keyOf(calls), source: undefined };
    }
  }
}

function keyOf(calls: ReadonlySet<string>): string {
  return [...calls].sort().join();
}

/** Tests matter for their calls alone: where those of a folder have none, they are passed over. */
function withCalls(files: readonly Candidate[]): readonly Wanted[] {
  const methods = new Set(files.flatMap(({ file: { text } }) => (isGenerated(text) ? methodNames(text) : [])));
  const wanted = files.map(({ path, file }): Wanted => {
    file.called ??= isGenerated(file.text) ? new Set() : calledNames(file.text);
    return { path, file, calls: new Set([...file.called].filter((name) => methods.has(name))) };
  });
  const isTest = ({ path }: Wanted): boolean => path.endsWith('_test.go');
  const calling = new Set(
    wanted.filter((each) => isTest(each) && each.calls.size > 0).map(({ path }) => dirname(path)),
  );
  return wanted.filter((each) => !isTest(each) || calling.has(dirname(each.path)));
}

interface Walk {
  readonly files: FilePath[];
  /** Paths of modules, by folder. */
  readonly modules: Map<FilePath, string>;
}

async function visit(folder: FilePath, walk: Walk, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const entries = await readdir(fromFilePath(folder), { withFileTypes: true }).catch((): Dirent[] => []);
  for (const entry of entries) {
    if (walk.files.length >= MOST_FILES) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!NEVER.has(entry.name) && !/^[._]/.test(entry.name)) await visit(path, walk, signal);
    } else if (entry.isFile() && entry.name.endsWith('.go')) {
      walk.files.push(path);
    } else if (entry.name === 'go.mod') {
      await addModule(folder, walk.modules);
    }
  }
}

/** A folder may be opened below its module's. */
async function withModulesAbove(
  folders: readonly FilePath[],
  below: ReadonlyMap<FilePath, string>,
): Promise<ReadonlyMap<FilePath, string>> {
  const modules = new Map(below);
  for (const folder of folders) for (const above of ancestors(folder)) await addModule(above, modules);
  return modules;
}

async function addModule(folder: FilePath, modules: Map<FilePath, string>): Promise<void> {
  const text = await readFile(fromFilePath(join(folder, 'go.mod')), 'utf8').catch(() => '');
  const module = parseGoMod(text).module;
  if (module !== undefined) modules.set(folder, module);
}

function importPathOf(folder: FilePath, modules: ReadonlyMap<FilePath, string>): string | undefined {
  for (const root of ancestors(join(folder, 'x.go'))) {
    const module = modules.get(root);
    if (module !== undefined) return root === folder ? module : `${module}/${relativeTo(root, folder) ?? ''}`;
  }
  return undefined;
}

/** The generated files, and the packages in which some file imports one of theirs. The others of a large module are never parsed. */
function worthReading(files: readonly Candidate[], modules: ReadonlyMap<FilePath, string>): readonly Candidate[] {
  const generated = files.filter(({ file: { text } }) => isGenerated(text));
  const folders = new Set(generated.map(({ path }) => dirname(path)));
  const imports = new Set([...folders].flatMap((folder) => importPathOf(folder, modules) ?? []));
  const importing = files.filter(({ file: { text } }) =>
    [...text.matchAll(/"([^"\n]+)"/g)].some(([, path = '']) => imports.has(path)),
  );
  for (const { path } of importing) folders.add(dirname(path));
  return files.filter(({ path }) => folders.has(dirname(path)));
}
