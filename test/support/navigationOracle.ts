/**
 * Checks references and renames on real files. What they should find is computed in another way: by linking each file
 * and listing what each part of each name leads to, and by compiling the renamed texts as the command line does.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { resultOf } from '../../src/base/slices.ts';
import { references } from '../../src/language/navigation/references.ts';
import { renaming, type FileEdits, type Renameable } from '../../src/language/navigation/rename.ts';
import { subjectAt } from '../../src/language/navigation/subject.ts';
import { compile } from '../../src/schema/compile.ts';
import { mapEntryName, toJsonName } from '../../src/schema/descriptors/names.ts';
import { encodeFile } from '../../src/schema/output/encode.ts';
import type { LinkedFile } from '../../src/schema/descriptors/model.ts';
import { parse } from '../../src/syntax/parser.ts';
import { applyEdits, type TextEdit } from '../../src/text/edit.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { googlePaths, googleRoot, protoPaths, readCorpusFile, seededRandom, wellKnownRoot } from './corpus.ts';
import { cpuMs } from './cpu.ts';

const FOLDER = '/google';
const WELL_KNOWN = '/wkt';

/** A workspace of real files, and their texts by path. */
export interface Corpus {
  readonly workspace: Workspace;
  readonly texts: ReadonlyMap<string, string>;
}

/** The files of google-proto-files below some folders, and some more texts; protobuf's own files lie beside them. */
export function corpusOf(below: readonly string[], more: ReadonlyMap<string, string> = new Map()): Corpus {
  const paths = googlePaths().filter((path) => below.some((folder) => path.startsWith(folder)));
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(`${FOLDER}/${path}`, readCorpusFile(googleRoot, path).text);
  for (const [path, text] of more) texts.set(`${FOLDER}/${path}`, text);
  for (const path of protoPaths(wellKnownRoot))
    texts.set(`${WELL_KNOWN}/${path}`, readCorpusFile(wellKnownRoot, path).text);
  const workspace = new Workspace({ read: (path) => texts.get(path), exists: (path) => texts.has(path) }, WELL_KNOWN);
  const protoFiles = [...texts.keys()].filter((path) => path.startsWith(`${FOLDER}/`));
  workspace.setFolder({ folder: FOLDER, protoFiles, markers: [] }, [{ path: FOLDER, reason: 'setting' }]);
  workspace.modules();
  return { workspace, texts };
}

/** A place in a file: its path and an offset. */
interface Place {
  readonly path: string;
  readonly start: number;
}

/** All places by the declaration that they name, such as `message google.rpc.Status`. */
export type Oracle = ReadonlyMap<string, readonly Place[]>;

/** Lists what every name of every file leads to. Groups share a name for two declarations, so they are merged. */
export function makeOracle({ workspace, texts }: Corpus): Oracle {
  const oracle = new Map<string, Place[]>();
  const note = (key: string, place: Place): void => {
    const known = oracle.get(key);
    if (known === undefined) oracle.set(key, [place]);
    else known.push(place);
  };
  const packages = new Set<string>();
  const files = [...texts.keys()].filter((path) => workspace.reached().has(path));
  for (const path of files) addPackage(packages, workspace.summary(path)?.package ?? '');
  for (const path of files) {
    const file = workspace.linked(path);
    if (file === undefined) continue;
    for (const { kind, fullName, nameSpan } of file.symbols)
      note(`${kind} ${fullName}`, { path, start: nameSpan.start });
    for (const { span, target } of file.references)
      noteParts(file.tree.text.slice(span.start, span.end), span.start, target, packages, (key, start) =>
        note(key, { path, start }),
      );
    notePackage(file, (key, start) => note(key, { path, start }));
    for (const one of file.imports) {
      const at = workspace.resolveImport(path, one.path).path;
      if (at !== undefined) note(`file ${at}`, { path, start: one.span.start });
    }
  }
  mergeGroups(oracle);
  // A place may name the same declaration twice.
  for (const [key, places] of oracle) oracle.set(key, distinct(places));
  return oracle;
}

/** The message of a group also gets the places of the field, which has the name in lower case. */
function mergeGroups(oracle: Map<string, Place[]>): void {
  for (const [key, places] of [...oracle]) {
    const name = simple(key);
    const scope = key.slice('message '.length, key.length - name.length);
    for (const kind of ['field', 'extension']) {
      const field = key.startsWith('message ') ? `${kind} ${scope}${name.toLowerCase()}` : '';
      const others = oracle.get(field) ?? [];
      if (!others.some((one) => places.some((place) => drawn(one) === drawn(place)))) continue;
      oracle.set(key, [...places, ...others]);
      oracle.delete(field);
    }
  }
}

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((one) => [drawn(one), one])).values()];
}

function addPackage(packages: Set<string>, name: string): void {
  const parts = name.split('.');
  for (let count = 1; count <= parts.length; count++) packages.add(parts.slice(0, count).join('.'));
}

/** Returns the words of a name without its comments; each word is a part of the name. */
function wordsOf(text: string): readonly { readonly text: string; readonly at: number }[] {
  const code = text.replaceAll(/\/\/.*|\/\*[^]*?\*\//g, (comment) => ' '.repeat(comment.length));
  return [...code.matchAll(/\w+/g)].map((match) => ({ text: match[0], at: match.index }));
}

function noteParts(
  text: string,
  start: number,
  target: { readonly kind: string; readonly fullName: string },
  packages: ReadonlySet<string>,
  note: (key: string, start: number) => void,
): void {
  let name = target.fullName;
  for (const [index, word] of wordsOf(text).toReversed().entries()) {
    const kind = packages.has(name) ? 'package' : 'message';
    note(`${index === 0 ? target.kind : kind} ${name}`, start + word.at);
    name = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  }
}

function notePackage({ tree: { text } }: LinkedFile, note: (key: string, start: number) => void): void {
  const statement = /^package\s+([\w.]+)\s*;/m.exec(text);
  if (statement?.[1] === undefined) return;
  const start = statement.index + statement[0].indexOf(statement[1]);
  let name = '';
  for (const word of wordsOf(statement[1])) {
    name = name === '' ? word.text : `${name}.${word.text}`;
    note(`package ${name}`, start + word.at);
  }
}

/** The result of a check of references. */
export interface ReferencesResult {
  readonly subjects: number;
  readonly places: number;
  /** Each subject whose places differ, with up to three examples. */
  readonly wrong: readonly string[];
}

/** Requests the references of `count` names from a random place of each. */
export function checkReferences(corpus: Corpus, oracle: Oracle, count: number, seed: number): ReferencesResult {
  const random = seededRandom(seed);
  const keys = [...oracle.keys()];
  // Half of them are names with uses in other files, which few declarations have.
  const used = keys.filter((key) => new Set(oracle.get(key)?.map(({ path }) => path)).size > 1);
  const wrong: string[] = [];
  let places = 0;
  for (let at = 0; at < count; at++) {
    const from = at % 2 === 0 ? keys : used;
    const key = from[Math.floor(random() * from.length)] ?? '';
    const expected = oracle.get(key) ?? [];
    const place = expected[Math.floor(random() * expected.length)];
    if (place === undefined) continue;
    places += expected.length;
    const difference = differenceAt(corpus, key, place, expected);
    if (difference !== undefined) wrong.push(difference);
  }
  return { subjects: count, places, wrong };
}

function differenceAt(
  { workspace }: Corpus,
  key: string,
  place: Place,
  expected: readonly Place[],
): string | undefined {
  const file = workspace.linked(place.path);
  // The offset is inside of the name, because two names may touch, as in `[name]`.
  const pointed = file && subjectAt(workspace, place.path, file, place.start + 1);
  if (pointed === undefined) return `${key}: nothing at ${drawn(place)}`;
  const found = new Set(
    resultOf(
      references(workspace, pointed.subject, ({ path, uses }) =>
        uses.map(({ span }) => drawn({ path, start: span.start })),
      ),
    ),
  );
  const wanted = new Set(expected.map(drawn));
  const missing = [...wanted].filter((one) => !found.has(one));
  const extra = [...found].filter((one) => !wanted.has(one));
  if (missing.length === 0 && extra.length === 0) return undefined;
  return `${key} at ${drawn(place)}: missing ${missing.slice(0, 3).join(', ')}; too many ${extra.slice(0, 3).join(', ')}`;
}

function drawn({ path, start }: Place): string {
  return `${path}:${start}`;
}

/** The result of a check of renames. */
export interface RenamesResult {
  readonly renamed: number;
  readonly refused: number;
  readonly files: number;
  readonly wrong: readonly string[];
}

const RENAMEABLE = /^(message|enum|enumValue|field|extension|oneof|service|method|package) /;

/**
 * Gives `count` random declarations and packages a name that nothing has. Nothing else may change: neither the other
 * text, nor the descriptors of the changed files. Every other one then gets a taken name, which may be refused.
 */
export function checkRenames(corpus: Corpus, oracle: Oracle, count: number, seed: number): RenamesResult {
  const random = seededRandom(seed);
  const keys = [...oracle.keys()].filter((key) => RENAMEABLE.test(key) && isOwn(oracle.get(key) ?? []));
  const used = keys.filter((key) => (oracle.get(key)?.length ?? 0) > 1);
  const wrong: string[] = [];
  let [renamed, refused, files] = [0, 0, 0];
  for (let at = 0; at < count; at++) {
    const from = at % 2 === 0 ? keys : used;
    const key = from[Math.floor(random() * from.length)] ?? '';
    const fresh = freshName(key, Math.floor(random() * 1e6));
    const outcome = tryRename(corpus, oracle, key, fresh);
    renamed++;
    files += outcome.files;
    if (outcome.kind !== 'right') wrong.push(`${key} to ${fresh}: ${outcome.why}`);
    if (at % 4 !== 3) continue;
    const taken = simple(from[Math.floor(random() * from.length)] ?? '');
    const second = tryTaken(corpus, oracle, key, taken);
    if (second === 'refused') refused++;
    else renamed++;
    if (second !== 'refused' && second !== 'right') wrong.push(`${key} to ${taken}: ${second}`);
  }
  return { renamed, refused, files, wrong };
}

/** Whether no place lies in a file of protobuf. */
function isOwn(places: readonly Place[]): boolean {
  return places.every(({ path }) => path.startsWith(`${FOLDER}/`));
}

function simple(key: string): string {
  return key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf(' ')) + 1);
}

/** Makes a name in the style of the old name, so that editions accept it. */
function freshName(key: string, number: number): string {
  const old = simple(key);
  if (old === old.toUpperCase()) return `ZQX${number}`;
  if (/^[A-Z]/.test(old)) return `Zqx${number}`;
  return `zqx${number}`;
}

type Outcome =
  | { readonly kind: 'right'; readonly files: number }
  | { readonly kind: 'wrong' | 'refused'; readonly files: number; readonly why: string };

function renameTo({ workspace }: Corpus, oracle: Oracle, key: string, name: string): ReturnType<typeof run> {
  const place = oracle.get(key)?.[0];
  const file = place && workspace.linked(place.path);
  const pointed = file && subjectAt(workspace, place.path, file, place.start + 1);
  if (pointed === undefined || pointed.subject.kind === 'file') return { kind: 'refused', reason: 'nothing is there' };
  return run(workspace, pointed.subject, name);
}

function run(workspace: Workspace, subject: Renameable, name: string) {
  return resultOf(renaming(workspace, subject, name));
}

function tryRename(corpus: Corpus, oracle: Oracle, key: string, name: string): Outcome {
  const result = renameTo(corpus, oracle, key, name);
  if (result.kind === 'refused') return { kind: 'refused', files: 0, why: `refused: ${result.reason}` };
  const files = result.files.length;
  const lost = result.files.find((one) => !isUndone(one));
  if (lost !== undefined) return { kind: 'wrong', files, why: `${lost.path} does not come back` };
  const why = changedMeaning(corpus, result.files, simple(key), name);
  if (why !== undefined) return { kind: 'wrong', files, why };
  return { kind: 'right', files };
}

/** A rename to a taken name is right if it does the same as a rename to a fresh name. */
function tryTaken(corpus: Corpus, oracle: Oracle, key: string, name: string): string {
  const result = renameTo(corpus, oracle, key, name);
  if (result.kind === 'refused') return 'refused';
  if (result.files.length === 0) return 'right';
  const fresh = freshName(key, 424_242);
  const other = renameTo(corpus, oracle, key, fresh);
  if (other.kind === 'refused') return 'a fresh name is refused';
  const [texts, freshTexts] = [textsAfter(corpus, result.files), textsAfter(corpus, other.files)];
  for (const { path } of result.files) {
    const [is, should] = [meaningOf(texts, path), meaningOf(freshTexts, path)];
    if (is === undefined || should === undefined) return `${path} has errors`;
    if (is !== inNewNames(should, fresh, name)) return `${path} means something else`;
  }
  return 'right';
}

/** The inverse edits give the bytes back, so comments and all other text stay. */
function isUndone({ text, edits }: FileEdits): boolean {
  const after = applyEdits(text, edits);
  let shift = 0;
  const back = [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, newText }): TextEdit => {
      const start = span.start + shift;
      shift += newText.length - (span.end - span.start);
      return { span: { start, end: start + newText.length }, newText: text.slice(span.start, span.end) };
    });
  return applyEdits(after, back) === text && commentsOf(after) === commentsOf(text);
}

function commentsOf(text: string): string {
  const { tokens } = parse(text);
  const comments: string[] = [];
  for (let at = 0, end = 0; at < tokens.count; at++) {
    comments.push(text.slice(end, tokens.start(at)).trim());
    end = tokens.end(at);
  }
  return comments.join('\n');
}

function textsAfter({ texts }: Corpus, files: readonly FileEdits[]): ReadonlyMap<string, string> {
  return new Map([...texts, ...files.map(({ path, text, edits }) => [path, applyEdits(text, edits)] as const)]);
}

function changedMeaning(corpus: Corpus, files: readonly FileEdits[], old: string, name: string): string | undefined {
  const after = textsAfter(corpus, files);
  for (const { path } of files) {
    const [before, now] = [meaningOf(corpus.texts, path), meaningOf(after, path)];
    if (before === undefined || now === undefined) return `${path} has errors`;
    if (before !== inNewNames(now, name, old)) return `${path} means something else`;
  }
  return undefined;
}

/** Returns the descriptors as text; undefined if the compiler finds errors. */
function meaningOf(texts: ReadonlyMap<string, string>, path: string): string | undefined {
  const entry = path.slice(path.startsWith(`${WELL_KNOWN}/`) ? WELL_KNOWN.length + 1 : FOLDER.length + 1);
  const read = (importPath: string): { readonly text: string } | undefined => {
    const text = texts.get(`${FOLDER}/${importPath}`) ?? texts.get(`${WELL_KNOWN}/${importPath}`);
    return text === undefined ? undefined : { text };
  };
  const { files, diagnostics } = compile([entry], { read });
  if (diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error')) return undefined;
  return files
    .map((file) => drawnDescriptor(fromBinary(FileDescriptorSetSchema, wrapped(encodeFile(file)))))
    .join('\n');
}

/** Wraps one file as a set: a field 1 with a length. */
function wrapped(file: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = file.length; ; rest >>>= 7) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest & 127) | 128);
  }
  return Uint8Array.from([10, ...length, ...file]);
}

/** Prints a descriptor with its unknown fields, which hold the custom options. */
function drawnDescriptor(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (one instanceof Uint8Array ? [...one].join(' ') : one));
}

/** Replaces the fresh name in a descriptor, also in the names that the compiler derives from it and from a group. */
function inNewNames(descriptor: string, fresh: string, name: string): string {
  return descriptor
    .replaceAll(`"jsonName":"${toJsonName(fresh)}"`, `"jsonName":"${toJsonName(name)}"`)
    .replaceAll(mapEntryName(fresh), mapEntryName(name))
    .replaceAll(fresh, name)
    .replaceAll(fresh.toLowerCase(), name.toLowerCase());
}

/** Measures the CPU time of some work, in ms. */
function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const start = cpuMs();
  const result = work();
  return { ms: cpuMs() - start, result };
}

/** Measures a search for all references to a declaration, which the file and the text of its name select. */
export function timeReferences(
  corpus: Corpus,
  file: string,
  name: string,
): { readonly ms: number; readonly places: number } {
  const subject = subjectNamed(corpus, file, name);
  const { ms, result } = timed(() => resultOf(references(corpus.workspace, subject, ({ uses }) => uses)));
  return { ms, places: result.length };
}

/** Measures a rename. */
export function timeRename(
  corpus: Corpus,
  file: string,
  name: string,
): { readonly ms: number; readonly files: number } {
  const subject = subjectNamed(corpus, file, name);
  const { ms, result } = timed(() => run(corpus.workspace, subject, `${name}Zqx`));
  return { ms, files: result.kind === 'edits' ? result.files.length : 0 };
}

function subjectNamed({ workspace }: Corpus, file: string, name: string): Renameable {
  const path = `${FOLDER}/${file}`;
  const linked = workspace.linked(path);
  const symbol = linked?.symbols.find(({ fullName }) => fullName.endsWith(`.${name}`));
  const pointed = linked && symbol && subjectAt(workspace, path, linked, symbol.nameSpan.start);
  if (pointed === undefined || pointed.subject.kind === 'file') throw new Error(`${file} does not declare ${name}`);
  return pointed.subject;
}
