/**
 * How the compiler handles broken and huge texts: cut, mutated, growing in one direction, of strange characters. For
 * scripts/conformance.mjs and for the tests.
 */
import type { OutlineItem } from '../../src/language/structure/outline.ts';
import { compileTexts } from './compileText.ts';
import {
  type CorpusFile,
  googlePaths,
  googleRoot,
  protoPaths,
  readCorpusFile,
  sample,
  seededRandom,
  wellKnownRoot,
} from './corpus.ts';
import { examine, examineEdit, hangs, type Interfaces, interfacesOf } from './examine.ts';
import { GROWING, NOT_UTF8, STRANGE } from './extremes.ts';
import { mutated } from './mutate.ts';
import { judgeCases } from './ownCases.ts';
import type { Part } from './report.ts';

interface Kept {
  before: number;
  kept: number;
}

/** Cuts each file at random places, as often as its kind says. Declarations before a cut must stay in the outline. */
function checkCuts(
  files: readonly CorpusFile[],
  cutsOf: (index: number) => number,
  interfaces: Interfaces,
  seed: number,
): Part {
  const differences: string[] = [];
  const all: Kept = { before: 0, kept: 0 };
  let worst: Kept & { path: string } = { before: 1, kept: 1, path: '' };
  let texts = 0;
  files.forEach((file, index) => {
    const whole = examine(file, interfaces);
    const symbols = flat(whole.outline);
    const random = seededRandom(seed + index);
    const here: Kept = { before: 0, kept: 0 };
    for (let i = cutsOf(index); i > 0; i--) {
      const at = Math.floor(random() * (file.text.length + 1));
      const cut = examined(
        { path: file.path, text: file.text.slice(0, at) },
        interfaces,
        whole.ms,
        `cut at ${at}`,
        differences,
      );
      texts++;
      const left = new Set(flat(cut.outline).map(({ name }) => name));
      const before = symbols.filter(({ end }) => end <= at);
      here.before += before.length;
      here.kept += before.filter(({ name }) => left.has(name)).length;
    }
    all.before += here.before;
    all.kept += here.kept;
    if (here.kept * worst.before < worst.kept * here.before) worst = { ...here, path: file.path };
  });
  return {
    title: `Cut files (${files.length} files)`,
    checks: [
      { what: 'cut files that are read, linked and written', good: texts - differences.length, of: texts, bar: 1 },
      { what: 'symbols before a cut that its outline keeps', good: all.kept, of: all.before, bar: 0.95 },
      ...(worst.path === ''
        ? []
        : [{ what: `the same in the worst file, ${worst.path}`, good: worst.kept, of: worst.before, bar: 0 }]),
    ],
    differences,
  };
}

/** Returns names with their outer names and their places, because only the same symbol at the same place is kept. */
function flat(items: readonly OutlineItem[], around = ''): { readonly name: string; readonly end: number }[] {
  return items.flatMap((item) => {
    const name = `${around}/${item.kind} ${item.name}`;
    return [{ name: `${name}@${item.nameSpan.start}`, end: item.nameSpan.end }, ...flat(item.children, name)];
  });
}

/** Examines a text. One that takes too long gets a second chance, because the machine may have been busy. */
function examined(
  file: CorpusFile,
  interfaces: Interfaces,
  wholeMs: number,
  what: string,
  differences: string[],
): ReturnType<typeof examine> {
  let result = examine(file, interfaces);
  if (hangs(result.ms, wholeMs)) result = examine(file, interfaces);
  if (result.fault !== undefined)
    differences.push(`${file.path}, ${what}: ${result.fault.kind}: ${firstLine(result.fault.detail)}`);
  else if (hangs(result.ms, wholeMs))
    differences.push(
      `${file.path}, ${what}: takes ${Math.round(result.ms)} ms, the whole file ${Math.round(wholeMs)} ms`,
    );
  return result;
}

function firstLine(text: string): string {
  return text.split('\n').slice(0, 2).join(' ').trim();
}

/** Checks `count` texts, each of which is a file with a few changes. */
function checkMutations(files: readonly CorpusFile[], count: number, interfaces: Interfaces, seed: number): Part {
  const differences: string[] = [];
  const edited: string[] = [];
  const times = new Map<CorpusFile, number>();
  for (let i = 0; i < count; i++) {
    const random = seededRandom(seed + i);
    const pick = (): CorpusFile => files[Math.floor(random() * files.length)] ?? { path: '', text: '' };
    const [file, other] = [pick(), pick()];
    let whole = times.get(file);
    if (whole === undefined) times.set(file, (whole = examine(file, interfaces).ms));
    const text = mutated(file.text, other.text, random);
    examined({ path: file.path, text }, interfaces, whole, `mutation ${seed + i}`, differences);
    const fault = examineEdit(file.text, text);
    if (fault !== undefined)
      edited.push(`${file.path}, mutation ${seed + i}: ${fault.kind}: ${firstLine(fault.detail)}`);
  }
  return {
    title: `Mutated files (of ${files.length} files)`,
    checks: [
      { what: 'mutated files that are read, linked and written', good: count - differences.length, of: count, bar: 1 },
      {
        what: 'mutations that give the same tree as edits of the file',
        good: count - edited.length,
        of: count,
        bar: 1,
      },
    ],
    differences: [...differences, ...edited],
  };
}

/** A text of four times the size may take this many times as long. */
const GROWTH = 4 * 2.5;
/** Shorter times are not compared, because they depend more on the machine than on the text. */
const NOTICEABLE_MS = 40;

/** Checks that the time for texts of growing size grows no faster than the size. */
function checkGrowth(interfaces: Interfaces): Part {
  const differences: string[] = [];
  for (const { name, size, text } of GROWING) {
    const time = (n: number): number => {
      const result = examine({ path: 'a.proto', text: text(n) }, interfaces);
      if (result.fault !== undefined)
        differences.push(`${n} of ${name}: ${result.fault.kind}: ${firstLine(result.fault.detail)}`);
      return result.ms;
    };
    const once = time(size);
    const tooMuch = GROWTH * Math.max(NOTICEABLE_MS, once);
    const twice = time(size * 2);
    let fourTimes = time(size * 4);
    // The text gets a second chance, because the machine may have been busy.
    if (fourTimes > tooMuch) fourTimes = time(size * 4);
    if (fourTimes > tooMuch)
      differences.push(
        `${name}: ${[once, twice, fourTimes].map(Math.round).join(', ')} ms for ${size}, ${size * 2}, ${size * 4}`,
      );
  }
  return {
    title: 'Huge files',
    checks: [
      {
        what: 'kinds of growing files that take linear time',
        good: GROWING.length - differences.length,
        of: GROWING.length,
        bar: 1,
      },
    ],
    differences,
  };
}

/** The size of these texts: small enough for protoc to print all its messages. */
const SMALL = 200;

/** Checks that we report the same errors as protoc for strange and for repetitive files. */
export async function checkStrangeTexts(
  interfaces: Interfaces = interfacesOf([wellKnownRoot], protoPaths(wellKnownRoot)),
): Promise<Part> {
  const texts = {
    ...STRANGE,
    ...Object.fromEntries(GROWING.map(({ name, text }) => [`${SMALL} of: ${name}`, text(SMALL)])),
  };
  const differences: string[] = [];
  const count = { verdict: 0, words: 0 };
  const verdicts = await judgeCases(Object.values(texts).map((text) => ({ 'a.proto': text })));
  for (const [i, [name, text]] of Object.entries(texts).entries()) {
    const ours = compileTexts({ 'a.proto': text });
    const theirs = verdicts[i] ?? { ok: false, lines: [] };
    const ok = !ours.diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error');
    if (ok === theirs.ok) count.verdict++;
    if ((ours.lines[0] ?? '') === (theirs.lines[0] ?? '')) count.words++;
    else differences.push(`${name}: ours: ${ours.lines[0] ?? 'ok'}; protoc: ${theirs.lines[0] ?? 'ok'}`);
  }
  const faults = Object.entries(NOT_UTF8).flatMap(([name, text]) => {
    const { fault } = examine({ path: 'a.proto', text }, interfaces);
    return fault === undefined ? [] : [`${name}: ${fault.kind}: ${firstLine(fault.detail)}`];
  });
  const of = Object.keys(texts).length;
  const strange = Object.keys(NOT_UTF8).length;
  return {
    title: 'Strange files',
    checks: [
      { what: 'accepted or rejected, the same as protoc', good: count.verdict, of, bar: 1 },
      { what: 'same first error', good: count.words, of, bar: 0.95 },
      {
        what: 'files not in UTF-8 that are read, linked and written',
        good: strange - faults.length,
        of: strange,
        bar: 1,
      },
    ],
    differences: [...differences, ...faults],
  };
}

export interface RobustnessCounts {
  /** The number of files of google-proto-files; all files if it is missing. */
  readonly files?: number;
  /** The number of cuts of each file, and of each of `often` files. */
  readonly cuts: number;
  readonly often: { readonly files: number; readonly cuts: number };
  readonly mutations: number;
}

/** The numbers that are required for a release. */
export const FULL: RobustnessCounts = { cuts: 20, often: { files: 500, cuts: 200 }, mutations: 20_000 };

const SEED = 3;
/** We mutate only small files, which also have every kind of construct. */
const LARGEST = 30_000;

/** Cuts and mutates google-proto-files and protobuf's own files. */
export function checkBrokenFiles({
  files = Number.POSITIVE_INFINITY,
  cuts,
  often,
  mutations,
}: RobustnessCounts): readonly Part[] {
  const paths = sample(googlePaths(), files, SEED);
  const corpus = [
    ...paths.map((path) => readCorpusFile(googleRoot, path)),
    ...protoPaths(wellKnownRoot).map((path) => readCorpusFile(wellKnownRoot, path)),
  ];
  const interfaces = interfacesOf(
    [wellKnownRoot, googleRoot],
    corpus.map(({ path }) => path),
  );
  // The sample is in random order, so its first files are a sample too.
  return [
    checkCuts(corpus, (index) => (index < often.files ? often.cuts : cuts), interfaces, SEED),
    checkMutations(
      corpus.filter(({ text }) => text.length < LARGEST),
      mutations,
      interfaces,
      SEED,
    ),
  ];
}

/** Checks huge and strange files. */
export async function checkExtremes(): Promise<readonly Part[]> {
  const interfaces = interfacesOf([wellKnownRoot], protoPaths(wellKnownRoot));
  return [await checkStrangeTexts(interfaces), checkGrowth(interfaces)];
}
