/** Reads the Go package that already exists in a folder. */
import { mapLimited } from '../../../../base/concurrency.ts';
import { basename, join, type FilePath } from '../../../../base/path.ts';
import type { Position } from '../../../../text/lines.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { FormatResult } from './gofmt.ts';
import type { GenerateHost } from '../../../model.ts';
import type { GoReading } from './goReader.ts';
import type { GoSource } from './goSource.ts';

/** The Go files of a folder, as far as we could read them. */
export interface GoFolder {
  readonly path: FilePath;
  /** The names of all files in the folder. */
  readonly files: readonly string[];
  /** The Go files that Go builds on some system, except tests. */
  readonly sources: ReadonlyMap<FilePath, GoSource>;
  /** The tests that belong to the same package. */
  readonly tests: ReadonlyMap<FilePath, GoSource>;
  readonly broken: readonly BrokenFile[];
}

/** A file that we could not read as Go, with the place of the first error. */
export interface BrokenFile {
  readonly path: FilePath;
  readonly text: string;
  /** The message of gofmt, or ours if gofmt accepts the file. */
  readonly message: string;
  readonly position: Position;
}

/** Formats several files, and returns the results in the same order. */
export type Format = (sources: readonly string[]) => Promise<readonly FormatResult[]>;

/** Reads several files, and returns the results in the same order. */
export type ReadGo = (sources: readonly string[]) => Promise<readonly GoReading[]>;

/** The tools with which we read the user's Go. */
export interface GoEyes {
  readonly host: GenerateHost;
  readonly format: Format;
  readonly readGo: ReadGo;
}

/** Reads the Go files directly in a folder. If the folder does not exist, it has no files. */
export async function readGoFolder(path: FilePath, { host, format, readGo }: GoEyes): Promise<GoFolder> {
  const files = await host.listFiles(path);
  const paths = files.filter((name) => name.endsWith('.go')).map((name) => join(path, name));
  const texts = await mapLimited(paths, async (file) => (await host.readText(file)) ?? '');
  const [checked, readings] = paths.length === 0 ? [[], []] : await Promise.all([format(texts), readGo(texts)]);
  const broken = paths.flatMap((file, i) => brokenFile(file, texts[i] ?? '', checked[i], readings[i]));
  const read = paths.flatMap((file, i): [FilePath, GoSource][] => {
    const reading = readings[i];
    if (reading?.kind !== 'read' || reading.source.constraint === 'ignore') return [];
    return [[file, reading.source]];
  });
  const isTest = (file: FilePath): boolean => file.endsWith('_test.go');
  const sources = new Map(read.filter(([file]) => !isTest(file)));
  const names = new Set([...sources.values()].map((source) => source.package));
  return {
    path,
    files,
    sources,
    tests: new Map(read.filter(([file, source]) => isTest(file) && names.has(source.package))),
    broken,
  };
}

function brokenFile(
  path: FilePath,
  text: string,
  checked: FormatResult | undefined,
  reading: GoReading | undefined,
): BrokenFile[] {
  const start = { line: 0, character: 0 };
  switch (checked?.kind) {
    case 'formatted':
      if (reading?.kind === 'read') return [];
      return [
        {
          path,
          text,
          message: 'this declaration is not understood',
          position: reading === undefined ? start : new LineIndex(text).positionAt(reading.at),
        },
      ];
    case 'invalid': {
      const [, line, column, message] = /^(?:[^\n:]*:)?(\d+):(\d+): (.*)/.exec(checked.message.trim()) ?? [];
      if (line === undefined || column === undefined || message === undefined)
        return [{ path, text, message: checked.message.trim(), position: start }];
      return [
        {
          path,
          text,
          message,
          position: { line: Number(line) - 1, character: charactersBefore(text, Number(line) - 1, Number(column) - 1) },
        },
      ];
    }
    case 'failed':
    case undefined:
      return [{ path, text, message: checked?.message ?? 'gofmt gave no answer', position: start }];
  }
}

/** Converts a column in bytes, as Go counts it, to UTF-16 code units. */
function charactersBefore(text: string, line: number, bytes: number): number {
  const content = text.split('\n')[line] ?? '';
  return new TextDecoder().decode(new TextEncoder().encode(content).slice(0, bytes)).length;
}

/** Returns all names that the package in the folder declares. */
export function namesIn(folder: GoFolder): readonly string[] {
  return [...folder.sources.values(), ...folder.tests.values()].flatMap((source) => [...source.names]);
}

/** Returns the name of the package in the folder; undefined if the folder has no Go files. */
export function packageIn(folder: GoFolder): string | undefined {
  return [...folder.sources.values()].map((source) => source.package).find((name) => name !== '');
}

/** Returns the last two parts of a path, for messages. */
export function describe(path: FilePath): string {
  return path.split('/').slice(-2).join('/') || basename(path);
}
