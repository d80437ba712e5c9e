/**
 * What formatting must keep, checked for many files: descriptors, comments, a second run that changes nothing, and the
 * bytes of `buf format`.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatFile, type Formatted } from '../../src/language/formatting/format.ts';
import { BUF_STYLE } from '../../src/language/formatting/style.ts';
import { compile } from '../../src/schema/compile.ts';
import { closure } from '../../src/schema/linking/closure.ts';
import { encodeFile } from '../../src/schema/output/encode.ts';
import { commentsBefore } from '../../src/syntax/comments.ts';
import { parse } from '../../src/syntax/parser.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { sourceText } from '../../src/text/source.ts';
import { googlePaths, googleRoot, wellKnownRoot } from './corpus.ts';
import type { Part } from './report.ts';

/** A text with its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

// A script bundles this file elsewhere, so the folder is found from the repository's packages.
const FIXTURES = join(googleRoot, '..', '..', 'test', 'fixtures', 'formatting');

/** Files that are designed to be awkward. Escapes in the list stand for carriage returns and a byte-order mark. */
export function awkwardFiles(): readonly NamedText[] {
  return textsOf('awkward.txt').map(({ name, text }) => ({
    name,
    text: text.replaceAll('\\r', '\r').replaceAll('\\u{feff}', '\ufeff'),
  }));
}

/** What `buf format` writes for the awkward files. A file that it refuses is not in the map. */
export function awkwardGolden(): ReadonlyMap<string, string> {
  return new Map(textsOf('awkward.buf.txt').map(({ name, text }) => [name, text]));
}

/** Reads a list of texts: `=== name` starts each text. */
export function listOf(texts: readonly NamedText[]): string {
  return texts.map(({ name, text }) => `=== ${name}\n${text}`).join('');
}

function textsOf(file: string): readonly NamedText[] {
  const list = readFileSync(join(FIXTURES, file), 'utf8');
  return list
    .split(/^=== /m)
    .slice(1)
    .map((piece) => ({ name: piece.slice(0, piece.indexOf('\n')), text: piece.slice(piece.indexOf('\n') + 1) }));
}

/**
 * The share of the awkward files for which our bytes must be those of `buf format`. The others are below, with the
 * reason.
 */
export const AWKWARD_BAR = 0.95;

const EMPTY_FILE = 'buf writes an empty line for a file that has only empty statements';
const EMPTY_LINE =
  'buf keeps an empty line after a deleted empty statement at the start of a block, until the second run';
const MISPLACED = 'buf moves a separate comment inside of a message literal to another field; we keep its place';
const TEXT_COMMENT = 'buf turns a comment that starts with # into text of the message literal; we keep it';
const DELETED = 'buf deletes a comment before a separator of a message literal; we keep it';

/** Why our bytes are not those of `buf format`, by the name of the file. */
export const KNOWN_DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['comments 21', EMPTY_FILE],
  ['order and empty lines 17', EMPTY_LINE],
  ['statements 8', MISPLACED],
  ['strings and prefixes 4', TEXT_COMMENT],
  ['statements 23', DELETED],
  ['a comment in a gap 60', DELETED],
]);

/** The files of google-proto-files. */
export function corpusFiles(): readonly NamedText[] {
  return googlePaths().map((name) => ({ name, text: sourceText(readFileSync(join(googleRoot, ...name.split('/')))) }));
}

/** Formats a text without choices of the user. */
export function formatted(text: string): Formatted {
  return formatFile(parse(text), BUF_STYLE);
}

/**
 * The text without what we keep and `buf format` does not: the byte-order mark and carriage returns. `buf format` keeps
 * a carriage return only at the end of a comment.
 */
export function asBufWrites(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r', '');
}

/** Returns the faults of a formatted text. This check uses no part of the formatter. */
export function violations(before: string, result: Formatted): readonly string[] {
  if (result.kind !== 'formatted') return [`not formatted: ${result.reason}`];
  const { text, edits } = result;
  const wrong: string[] = [];
  if (applyEdits(before, edits) !== text) wrong.push('the edits do not give the text');
  const again = formatted(text);
  if (again.kind !== 'formatted' || again.text !== text || again.edits.length > 0)
    wrong.push('a second run changes it');
  if (commentWords(before).join('\n') !== commentWords(text).join('\n')) wrong.push('its comments differ');
  return wrong;
}

/** Returns the words of all comments, sorted, from the reader that fills SourceCodeInfo. */
function commentWords(text: string): readonly string[] {
  const tree = parse(text);
  const all: string[] = [];
  for (let at = 0; at <= tree.tokens.count; at++) {
    const { trailing, detached, leading } = commentsBefore(tree, at);
    all.push(trailing, ...detached, leading);
  }
  return all
    .flatMap((comment) => comment.split(/[\s*|]+/))
    .filter((word) => word !== '')
    .sort();
}

/** Returns the descriptors of files, as bytes that do not depend on the order of imports and options. */
export function descriptorsOf(
  paths: readonly string[],
  textOf: (path: string) => string | undefined,
): ReadonlyMap<string, string> {
  const read = (path: string): { text: string } | undefined => {
    const text = textOf(path);
    return text === undefined ? undefined : { text };
  };
  const { files } = compile(paths, { read }, () => undefined);
  return new Map(closure(files).map((file) => [file.path, normalized(encodeFile(file, { retainOptions: true }))]));
}

function normalized(bytes: Uint8Array): string {
  const file = fromBinary(FileDescriptorProtoSchema, bytes);
  return Buffer.from(toBinary(FileDescriptorProtoSchema, withoutOrder(file))).toString('base64');
}

function withoutOrder(file: FileDescriptorProto): FileDescriptorProto {
  const sorted = [...file.dependency].sort();
  const moved = (indexes: readonly number[]): number[] =>
    indexes.map((index) => sorted.indexOf(file.dependency[index] ?? '')).sort((a, b) => a - b);
  const { options } = file;
  options?.$unknown?.sort((a, b) => a.no - b.no);
  return create(FileDescriptorProtoSchema, {
    ...file,
    dependency: sorted,
    publicDependency: moved(file.publicDependency),
    weakDependency: moved(file.weakDependency),
  });
}

/** Reads the text of a file of google-proto-files or of protobuf itself. */
export function corpusText(path: string): string | undefined {
  for (const root of [wellKnownRoot, googleRoot]) {
    try {
      return sourceText(readFileSync(join(root, ...path.split('/'))));
    } catch {
      // The other folder has the file.
    }
  }
  return undefined;
}

/** Compares files with what `buf format` wrote for them. `reasons` explains the known differences by name. */
export function compareWithBuf(
  title: string,
  files: readonly NamedText[],
  theirs: ReadonlyMap<string, string>,
  reasons: ReadonlyMap<string, string> = new Map(),
  bar = 0.998,
): Part {
  const differences: string[] = [];
  let clean = 0;
  let equal = 0;
  let both = 0;
  for (const { name, text } of files) {
    const result = formatted(text);
    const wrong = result.kind === 'refused' ? [] : violations(text, result);
    if (wrong.length === 0) clean++;
    else differences.push(`${name}: ${wrong.join(', ')}`);
    const buf = theirs.get(name);
    if (buf === undefined || result.kind !== 'formatted') continue;
    both++;
    if (asBufWrites(result.text) === asBufWrites(buf)) equal++;
    else differences.push(`${name}: ${reasons.get(name) ?? 'unexplained'}`);
  }
  const checks = [
    { what: 'no damage, no lost comment, a second run changes nothing', good: clean, of: files.length, bar: 1 },
    { what: 'the bytes of buf format', good: equal, of: both, bar },
  ];
  return { title: `${title} (${files.length} files)`, checks, differences };
}

/** Compares the descriptors of a corpus before and after formatting. */
export function compareDescriptors(files: readonly NamedText[]): Part {
  const paths = files.map(({ name }) => name);
  const texts = new Map(files.map(({ name, text }) => [name, formatted(text)]));
  const before = descriptorsOf(paths, corpusText);
  const after = descriptorsOf(paths, (path) => {
    const result = texts.get(path);
    return result?.kind === 'formatted' ? result.text : corpusText(path);
  });
  const different = [...before].filter(([path, bytes]) => after.get(path) !== bytes).map(([path]) => path);
  const check = { what: 'descriptors equal', good: before.size - different.length, of: before.size, bar: 1 };
  return { title: `Descriptors of google-proto-files (${before.size} files)`, checks: [check], differences: different };
}
