/**
 * Finds the counterparts of protos in the Go code of some folders, and remembers them between requests. It parses only
 * packages of generated code and packages that import them. For all other files, it keeps only their imports.
 */
import { dirname, type FilePath } from '../../../../base/path.ts';
import { detached } from '../../../../base/strings.ts';
import { LineIndex, type Position } from '../../../../text/lines.ts';
import type { Span } from '../../../../text/span.ts';
import { groupBy } from '../../../groupBy.ts';
import type { ProjectFiles } from '../../../ports.ts';
import { calledNames } from '../reading/goCalls.ts';
import type { GoInterest, GoReading } from '../reading/goReader.ts';
import type { GoName, GoSource } from '../reading/goSource.ts';
import { generatedPackages, packageKey, packageCounterparts } from './counterparts.ts';
import type { GeneratedPackages, GoFileSource } from './counterparts.ts';
import type { Counterpart } from '../../../../contract/generation.ts';
import { GoFiles, type GoFile, type GoFilesNow } from './goFiles.ts';
import { onlyTypes } from '../reading/goFacts.ts';

type ReadGo = (
  sources: readonly { readonly text: string; readonly interest: GoInterest }[],
  signal: AbortSignal,
) => Promise<readonly GoReading[]>;

/** tree-sitter reads this many files before other work gets a turn. */
const BATCH = 40;

/** A Go file in a package of generated code, or in a package that imports generated code. */
interface Relevant {
  readonly path: FilePath;
  readonly file: GoFile;
  /** Names that the file calls on something, such as `SayHello` in `client.SayHello(…)`. */
  readonly called: ReadonlySet<string>;
  reading: Reading | undefined;
}

interface Reading {
  /**
   * The inputs of the reading besides the text: the calls to search for, and the import path of the package. If they
   * change, we read the file again.
   */
  readonly key: string;
  /** The file as we read it; undefined if its text is not Go. */
  readonly file: GoFileSource | undefined;
  /** The lines and columns of the names in the file, by offset. */
  readonly positions: ReadonlyMap<number, Position>;
}

interface PackageCounterparts {
  readonly files: readonly GoFileSource[];
  readonly generated: GeneratedPackages;
  readonly found: readonly Counterpart[];
}

/** Finds counterparts again after each change, and reads only the files that have changed. */
export class CounterpartIndex {
  readonly #readGo: ReadGo;
  readonly #files: GoFiles;
  #relevant: ReadonlyMap<FilePath, Relevant> = new Map();
  #generatedFiles: readonly GoFileSource[] = [];
  #generated: GeneratedPackages = generatedPackages([]);
  #packages: ReadonlyMap<string, PackageCounterparts> = new Map();
  #last: Promise<unknown> = Promise.resolve();

  constructor(disk: ProjectFiles, readGo: ReadGo) {
    this.#files = new GoFiles(disk);
    this.#readGo = readGo;
  }

  /**
   * Finds all counterparts. A request waits until the one before it has ended. Rejects with the signal's reason when
   * the signal aborts.
   */
  find(now: GoFilesNow, signal: AbortSignal): Promise<readonly Counterpart[]> {
    const answer = this.#last.then(() => this.#find(now, signal));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #find(now: GoFilesNow, signal: AbortSignal): Promise<readonly Counterpart[]> {
    await this.#files.look(now, signal);
    await this.#chooseRelevant(signal);
    const wanted = this.#withCalls();
    const unread = wanted.filter(({ relevant, key }) => relevant.reading?.key !== key);
    for (let i = 0; i < unread.length; i += BATCH) await this.#read(unread.slice(i, i + BATCH), signal);
    return this.#findChanged(wanted.flatMap(({ relevant: { reading } }) => reading ?? []));
  }

  /** Chooses the files that we must read. It keeps the earlier readings of unchanged files. */
  async #chooseRelevant(signal: AbortSignal): Promise<void> {
    const relevant = new Map<FilePath, Relevant>();
    const fresh: (readonly [FilePath, GoFile])[] = [];
    for (const [path, file] of this.#relevantFiles()) {
      const before = this.#relevant.get(path);
      if (before?.file === file) relevant.set(path, before);
      else fresh.push([path, file]);
    }
    for (let i = 0; i < fresh.length; i += BATCH) {
      signal.throwIfAborted();
      const found = await Promise.all(fresh.slice(i, i + BATCH).map(([path, file]) => this.#relevantOf(path, file)));
      for (const each of found) relevant.set(each.path, each);
    }
    this.#relevant = relevant;
  }

  async #relevantOf(path: FilePath, file: GoFile): Promise<Relevant> {
    const names = file.generated === undefined ? calledNames(await this.#files.textOf(path)) : [];
    return { path, file, called: new Set([...names].map(detached)), reading: undefined };
  }

  /** Returns all files of the packages that have generated code or import it. */
  #relevantFiles(): readonly (readonly [FilePath, GoFile])[] {
    const all = [...this.#files.known];
    const folders = new Set(all.filter(([, { generated }]) => generated !== undefined).map(([path]) => dirname(path)));
    const imports = new Set([...folders].map((folder) => this.#files.importPathOf(folder) ?? ''));
    for (const [path, file] of all)
      if (file.imports.some((importPath) => imports.has(importPath))) folders.add(dirname(path));
    if (folders.size === 0) return [];
    return all.filter(([path]) => folders.has(dirname(path)));
  }

  /**
   * Returns the files to read, with the calls to search for. We read tests only because of their calls, so we skip the
   * tests of a folder if none of them calls an rpc.
   */
  #withCalls(): readonly Wanted[] {
    const files = [...this.#relevant.values()];
    const methods = new Set(files.flatMap(({ file }) => file.generated?.rpcs.map(({ goName }) => goName) ?? []));
    const wanted = files.map((relevant): Wanted => {
      const calls = [...relevant.called].filter((name) => methods.has(name)).sort();
      const importPath = this.#files.importPathOf(dirname(relevant.path));
      return { relevant, calls: new Set(calls), importPath, key: [importPath, ...calls].join() };
    });
    const tests = wanted.filter(isTest);
    const calling = new Set(tests.filter(({ calls }) => calls.size > 0).map(({ relevant }) => dirname(relevant.path)));
    return wanted.filter((each) => !isTest(each) || calling.has(dirname(each.relevant.path)));
  }

  async #read(wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const texts = await Promise.all(wanted.map(({ relevant: { path } }) => this.#files.textOf(path)));
    const sources = wanted.map(({ relevant: { file }, calls }, i) => {
      const text = texts[i] ?? '';
      const interest: GoInterest = { kind: 'calls', of: calls };
      return { text: file.generated === undefined ? text : onlyTypes(text), interest };
    });
    const readings = await this.#readGo(sources, signal);
    for (const [i, each] of wanted.entries()) each.relevant.reading = readingOf(each, texts[i] ?? '', readings[i]);
  }

  /**
   * Returns all counterparts. It searches a package again only if one of its files or the generated code has changed.
   */
  #findChanged(readings: readonly Reading[]): readonly Counterpart[] {
    const files = readings.flatMap(({ file }) => file ?? []);
    const positions = new Map(readings.map((reading) => [reading.file?.path ?? '', reading.positions]));
    const generated = files.filter((file) => file.generated !== undefined);
    if (!areSame(generated, this.#generatedFiles)) {
      this.#generatedFiles = generated;
      this.#generated = generatedPackages(generated);
    }
    const packages = [...groupBy(files, packageKey)].map(([key, members]): [string, PackageCounterparts] => {
      const before = this.#packages.get(key);
      const isKnown = before?.generated === this.#generated && areSame(before.files, members);
      return [key, isKnown ? before : this.#findInPackage(members, positions)];
    });
    this.#packages = new Map(packages);
    return packages.flatMap(([, { found }]) => found);
  }

  #findInPackage(
    files: readonly GoFileSource[],
    positions: ReadonlyMap<FilePath, ReadonlyMap<number, Position>>,
  ): PackageCounterparts {
    const found = packageCounterparts(files, this.#generated).map(({ role, proto, path, span }): Counterpart => {
      const start = positions.get(path)?.get(span.start) ?? START;
      // A name never continues on the next line.
      const end = { line: start.line, character: start.character + span.end - span.start };
      return { role, proto, path, range: { start, end } };
    });
    return { files, generated: this.#generated, found };
  }
}

const START: Position = { line: 0, character: 0 };

/** A file to read, with the calls in it that may call an rpc. */
interface Wanted {
  readonly relevant: Relevant;
  readonly calls: ReadonlySet<string>;
  readonly importPath: string | undefined;
  /** If the file's last reading has another key, we must read the file again. */
  readonly key: string;
}

function readingOf({ relevant, importPath, key }: Wanted, text: string, reading: GoReading | undefined): Reading {
  if (reading?.kind !== 'read') return { key, file: undefined, positions: new Map() };
  const { path, file } = relevant;
  const lines = new LineIndex(text);
  const offsets = spansIn(reading.source).map(({ start }) => start);
  const positions = new Map(offsets.map((offset) => [offset, lines.positionAt(offset)]));
  // From here on, we need only positions. Without the text, the index needs much less memory.
  const source: GoSource = { ...reading.source, text: '' };
  return { key, file: { path, importPath, source, generated: file.generated }, positions };
}

function isTest({ relevant }: Wanted): boolean {
  return relevant.path.endsWith('_test.go');
}

/** Returns the spans of all names that can be counterparts. */
function spansIn({ types, methods, calls, main }: GoSource): readonly Span[] {
  const named: readonly GoName[] = [
    ...types,
    ...types.flatMap(({ interfaceMethods }) => interfaceMethods),
    ...methods,
    ...calls,
  ];
  const spans = named.map(({ nameSpan }) => nameSpan);
  if (main === undefined) return spans;
  return [...spans, main];
}

function areSame<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((each, i) => each === right[i]);
}
