/**
 * Checks refactorings on real files. Random ones are applied to the texts, and the result is judged in another way than
 * the refactoring judges itself: the texts are compiled as the command line does, and comments are counted.
 */
import { resultOf } from '../../src/base/slices.ts';
import { moving } from '../../src/language/refactoring/move.ts';
import { offersAt } from '../../src/language/refactoring/offers.ts';
import type { Refactored, Selection } from '../../src/language/refactoring/refactoring.ts';
import { compile } from '../../src/schema/compile.ts';
import type { FileDescriptor } from '../../src/schema/descriptors/descriptor.ts';
import { parse } from '../../src/syntax/parser.ts';
import { commentSpans } from '../../src/syntax/lexing/commentSpans.ts';
import { applyEdits, type TextEdit } from '../../src/text/edit.ts';
import { seededRandom } from './corpus.ts';
import { cpuMs } from './cpu.ts';
import type { Corpus } from './navigationOracle.ts';

const FOLDER = '/google';
const WELL_KNOWN = '/wkt';
/** Lists each refused refactoring, to see whether it had to be refused. */
const showsRefused = process.env['SHOW_REFUSED'] !== undefined;

/** The result of a check of refactorings. */
export interface RefactoringResult {
  readonly done: number;
  readonly refused: number;
  readonly files: number;
  /** The number of refactorings of each kind, by the beginning of the title. */
  readonly kinds: ReadonlyMap<string, number>;
  /** The number of refusals for each reason, without names. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly wrong: readonly string[];
  /** The CPU time in ms below which 99 of 100 lists of offers stayed. */
  readonly slowOffer: number;
  /** The longest work, in ms of CPU time. */
  readonly slowestWork: number;
}

/** Does `count` random refactorings, each on the original texts. */
export function checkRefactorings(corpus: Corpus, count: number, seed: number): RefactoringResult {
  const random = seededRandom(seed);
  const paths = [...corpus.texts.keys()].filter((path) => path.startsWith(`${FOLDER}/`));
  const kinds = new Map<string, number>();
  const reasons = new Map<string, number>();
  const wrong: string[] = [];
  const offerTimes: number[] = [];
  let [done, refused, files, slowestWork] = [0, 0, 0, 0];
  while (done < count) {
    const path = paths[Math.floor(random() * paths.length)] ?? '';
    const selection = randomSelection(corpus, path, random);
    if (selection === undefined) continue;
    const started = cpuMs();
    const offers = offersAt(selection);
    const took = cpuMs() - started;
    offerTimes.push(took);
    if (showsRefused && took > 4) console.log(`${took.toFixed(1)} ms: ${path} ${selection.span.start}`);
    const offer = offers[Math.floor(random() * offers.length)];
    if (offer === undefined) continue;
    const target = paths[Math.floor(random() * paths.length)] ?? '';
    const working = cpuMs();
    const outcome = 'work' in offer ? resultOf(offer.work()) : resultOf(moving(selection, near(paths, path, target)));
    slowestWork = Math.max(slowestWork, cpuMs() - working);
    if (outcome.kind === 'refused') {
      refused++;
      if (showsRefused) console.log(path, selection.span.start, offer.title, outcome.reason);
      add(reasons, outcome.reason.replaceAll(/\S*[/"]\S*|\S+\.\S+\w/g, '…'));
      continue;
    }
    done++;
    files += outcome.files.length;
    add(
      kinds,
      offer.title.replaceAll(/[A-Z]\w*\w|[a-z_]\w*_\w+|\d+/g, (word, at) => (at === 0 ? word : '…')),
    );
    const why = whyWrong(corpus, outcome, offer.title);
    if (why !== undefined) wrong.push(`${path} ${selection.span.start}: ${offer.title}: ${why}`);
  }
  offerTimes.sort((a, b) => a - b);
  const slowOffer = offerTimes[Math.floor(0.99 * offerTimes.length)] ?? 0;
  return { done, refused, files, kinds, reasons, wrong, slowOffer, slowestWork };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A cursor on the name of a random declaration, or a selection from one to a later one. */
function randomSelection({ workspace }: Corpus, path: string, random: () => number): Selection | undefined {
  const file = workspace.linked(path);
  const symbols = file?.symbols ?? [];
  const first = symbols[Math.floor(random() * symbols.length)];
  if (file === undefined || first === undefined) return undefined;
  const { references } = file;
  const used = references[Math.floor(random() * references.length)];
  // The place is mostly an option.
  if (random() < 0.2 && used !== undefined)
    return { workspace, path, file, span: { start: used.span.start, end: used.span.start } };
  const start = first.nameSpan.start;
  const second = symbols[symbols.indexOf(first) + Math.floor(random() * 4)];
  const isRange = random() < 0.4 && second !== undefined;
  return { workspace, path, file, span: { start, end: isRange ? second.nameSpan.end : start } };
}

/** Prefers files of the same folder, because most moves within one folder are possible and most others are not. */
function near(paths: readonly string[], path: string, target: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const neighbours = paths.filter((one) => one !== path && one.startsWith(folder));
  return neighbours[target.length % Math.max(1, neighbours.length)] ?? target;
}

/** What a refactoring may change in the descriptors, by the beginning of its title. */
const CHANGES_NOTHING = /^(Move .* (to new file|to another file)|Add a doc comment|Write (options|.* as))/;

function whyWrong({ texts }: Corpus, outcome: Refactored, title: string): string | undefined {
  const undone = outcome.files.find(({ text, edits }) => !isUndone(text, edits));
  if (undone !== undefined) return `${undone.path} does not come back`;
  const after = new Map(texts);
  for (const { path, text, edits } of outcome.files) after.set(path, applyEdits(text, edits));
  if (outcome.created !== undefined) after.set(outcome.created.path, outcome.created.text);
  const changed = [...outcome.files.map(({ path }) => path), ...(outcome.created ? [outcome.created.path] : [])];
  const lost = lostComments(texts, after, changed);
  if (lost !== undefined && !title.startsWith('Add a doc comment')) return `a comment is lost or new: ${lost}`;
  const [before, now] = [meaningOf(texts, changed), meaningOf(after, changed)];
  if (typeof now === 'string') return now;
  if (typeof before === 'string') return undefined;
  return differenceOf(before, now, title, outcome);
}

/** Whether the inverse edits give the bytes back. */
function isUndone(text: string, edits: readonly TextEdit[]): boolean {
  const after = applyEdits(text, edits);
  let shift = 0;
  const back = [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, newText }): TextEdit => {
      const start = span.start + shift;
      shift += newText.length - (span.end - span.start);
      return { span: { start, end: start + newText.length }, newText: text.slice(span.start, span.end) };
    });
  return applyEdits(after, back) === text;
}

function lostComments(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  paths: readonly string[],
): string | undefined {
  const counts = new Map<string, number>();
  for (const path of paths) {
    for (const one of commentsOf(before.get(path) ?? '')) counts.set(one, (counts.get(one) ?? 0) + 1);
    for (const one of commentsOf(after.get(path) ?? '')) counts.set(one, (counts.get(one) ?? 0) - 1);
  }
  return [...counts].find(([, count]) => count !== 0)?.[0];
}

function commentsOf(text: string): readonly string[] {
  const tree = parse(text);
  return Array.from({ length: tree.tokens.count + 1 }, (_, token) => commentSpans(tree, token))
    .flat()
    .map(({ start, end }) => text.slice(start, end).replaceAll(/\s+/g, ' ').trim());
}

/**
 * Returns each declaration of some files as the compiler sees it, by full name; a text if the compiler finds errors.
 */
function meaningOf(texts: ReadonlyMap<string, string>, paths: readonly string[]): ReadonlyMap<string, string> | string {
  const read = (importPath: string): { readonly text: string } | undefined => {
    const text = texts.get(`${FOLDER}/${importPath}`) ?? texts.get(`${WELL_KNOWN}/${importPath}`);
    return text === undefined ? undefined : { text };
  };
  const entries = paths.filter((path) => texts.has(path)).map((path) => path.slice(FOLDER.length + 1));
  const { files, diagnostics } = compile(entries, { read });
  const error = diagnostics.find(({ diagnostic }) => diagnostic.severity === 'error');
  if (error !== undefined) return `${error.file}: ${error.diagnostic.message}`;
  const meaning = new Map<string, string>();
  for (const { path, descriptor } of files) if (entries.includes(path)) addMeaning(meaning, descriptor);
  return meaning;
}

function addMeaning(meaning: Map<string, string>, file: FileDescriptor): void {
  const visit = (value: unknown, scope: string): void => {
    if (!isDeclared(value)) return;
    meaning.set(`${value.kind} ${value.fullName}`, drawnDeclaration(value));
    for (const part of Object.values(value)) if (Array.isArray(part)) for (const one of part) visit(one, scope);
  };
  for (const list of [file.messages, file.enums, file.services, file.extensions])
    for (const one of list) visit(one, '');
}

interface DeclaredValue {
  readonly kind: string;
  readonly fullName: string;
}

function isDeclared(value: unknown): value is DeclaredValue {
  return typeof value === 'object' && value !== null && 'fullName' in value && 'kind' in value;
}

/** Parts of a descriptor that give the place of a declaration, or that have separate entries. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'file',
  'id',
  'nameStart',
  'parent',
  'container',
  'index',
  'message',
  'enum',
  'input',
  'output',
  'type',
]);

function drawnDeclaration(value: DeclaredValue): string {
  return JSON.stringify(value, (key, one: unknown) => {
    if (key === 'type' && typeof one === 'number') return one;
    if (LEFT_OUT.has(key)) return undefined;
    if (typeof one === 'bigint') return String(one);
    if (key === 'custom') return leavesOf(one, '').sort();
    if (key === 'field') return isDeclared(one) ? one.fullName : one;
    if (key !== '' && isDeclared(one)) return `${one.kind} ${one.fullName.split('.').at(-1) ?? ''}`;
    return one;
  });
}

function differenceOf(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  title: string,
  { warning }: Refactored,
): string | undefined {
  if (title.startsWith('Move') && warning !== undefined) return difference(simplified(before), simplified(now), 0);
  if (CHANGES_NOTHING.test(title)) return difference(before, now, 0);
  if (title.includes('eprecate')) return difference(before, now, 1);
  if (title.startsWith('Renumber')) return difference(withoutNumbers(before), withoutNumbers(now), 0);
  if (title.includes('oneof')) return difference(membersOf(before), membersOf(now), 1);
  if (title.startsWith('Extract')) return difference(fieldsOf(before), fieldsOf(now), 1);
  return `nobody knows what "${title}" may change`;
}

/** Returns the values of options by the numbers of their fields, however statements divide them. */
function leavesOf(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, at));
  if (typeof value !== 'object' || value === null || !('fields' in value)) return [`${at}=${String(value)}`];
  const fields = value.fields as readonly { readonly field: { readonly number: number }; readonly values: unknown }[];
  return fields.flatMap(({ field, values }) => leavesOf(values, `${at}.${field.number}`));
}

/** Describes the difference; undefined if at most this many entries differ. */
function difference(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  most: number,
): string | undefined {
  const names = new Set([...before.keys(), ...now.keys()]);
  const different = [...names].filter((name) => before.get(name) !== now.get(name));
  if (different.length <= most) return undefined;
  return `other than before: ${different.slice(0, 3).join(', ')}`;
}

/** Removes the scopes of names, which change when declarations move to another level or package. */
function simplified(meaning: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const [name, text] of meaning) {
    const plain = `${name} ${text}`
      .replaceAll(/\.?(?:\w+\.)+(\w+)/g, '$1')
      .replaceAll(/"(?:messages|enums)":\[[^\]]*\]/g, '');
    counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  return new Map([...counts].map(([plain, count]) => [plain, String(count)]));
}

function withoutNumbers(meaning: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...meaning].map(([name, text]) => [name, text.replaceAll(/"number":\d+/g, '')]));
}

/**
 * Keeps everything except the oneofs and the fields' places in them, which change when fields enter or leave a oneof.
 */
function membersOf(meaning: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const others = [...meaning].filter(([name]) => !name.startsWith('oneof '));
  return new Map(
    others.map(([name, text]) => [
      name,
      text.replaceAll(/"oneofs":\[[^\]]*\]|"oneof":"[^"]*",|"proto3Optional":\w+/g, ''),
    ]),
  );
}

/** Returns all fields by their simple names, because extracted fields get another scope. */
function fieldsOf(meaning: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return simplified(new Map([...meaning].filter(([name]) => name.startsWith('field '))));
}

/** Measures lists of offers at random places of the largest file, in ms of CPU time: the median and the longest. */
export function timeOffers(corpus: Corpus, count: number): { readonly median: number; readonly longest: number } {
  const random = seededRandom(count);
  const [largest = ''] = [...corpus.texts].sort(([, a], [, b]) => b.length - a.length).map(([path]) => path);
  const times = Array.from({ length: count }, () => {
    const selection = randomSelection(corpus, largest, random);
    const started = cpuMs();
    if (selection !== undefined) offersAt(selection);
    return cpuMs() - started;
  }).sort((a, b) => a - b);
  return { median: times[count >> 1] ?? 0, longest: times.at(-1) ?? 0 };
}
