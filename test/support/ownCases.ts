/** Every rule's own cases, judged by us and by live protoc: for the tests, and for scripts/conformance.mjs. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sections } from '../schema/cases/all.ts';
import { sourceText } from '../../src/text/source.ts';
import { ENTRY, type Files, type RuleCases } from '../schema/cases/case.ts';
import type { SectionName } from '../schema/cases/rules.ts';
import { compileTexts } from './compileText.ts';
import { mutants } from './mutateCases.ts';
import { judgeFolders, type Verdict } from './protocProgram.ts';

interface OwnCase {
  /** The section, the rule, and the number of the case. */
  readonly name: string;
  readonly kind: keyof RuleCases;
  readonly files: Files;
}

export interface OwnCaseDifference {
  readonly name: string;
  readonly what: 'verdict' | 'position' | 'message' | 'whole' | 'misfiled';
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

export interface OwnCasesReport {
  readonly rules: number;
  readonly cases: number;
  /** The number of cases that we accept or reject as protoc does. */
  readonly verdict: number;
  /** The number of cases for which protoc prints something; the three numbers below are parts of it. */
  readonly spoken: number;
  /** The number of cases whose first line has the same place. */
  readonly position: number;
  /** The number of cases whose first line is the same. */
  readonly message: number;
  /** The number of cases whose lines are all the same. */
  readonly whole: number;
  /** The gravest difference of each case that has one. */
  readonly differences: readonly OwnCaseDifference[];
}

const SECTIONS = Object.keys(sections) as readonly SectionName[];

/** Prints a line for each difference, and a summary. */
export async function checkOwnCases(print: (line: string) => void, wanted = SECTIONS): Promise<OwnCasesReport> {
  const cases = ownCases(wanted);
  const verdicts = await judgeCases(cases.map(({ files }) => files));
  const count = { verdict: 0, spoken: 0, position: 0, message: 0, whole: 0 };
  const differences: OwnCaseDifference[] = [];
  for (const [i, one] of cases.entries()) {
    const theirs = verdicts[i] ?? { ok: false, lines: [] };
    const what = compare(one, settled(ourVerdict(one.files)), settled(theirs), count);
    if (what !== undefined) differences.push(what);
  }
  for (const one of differences)
    print(
      [
        `${one.what.toUpperCase()} ${one.name}`,
        ...one.ours.map((line) => `    ours:   ${line}`),
        ...one.theirs.map((line) => `    protoc: ${line}`),
      ].join('\n'),
    );
  const rules = wanted.reduce((sum, section) => sum + Object.keys(sections[section]).length, 0);
  print(
    `own cases ${cases.length} of ${rules} rules: verdict ${count.verdict}; of ${count.spoken} with complaints: first place ${count.position}, first line ${count.message}, all lines ${count.whole}`,
  );
  return { rules, cases: cases.length, ...count, differences };
}

/** Returns the cases, of `count` changed ones, whose verdict or first line is not protoc's. */
export async function checkMutants(count: number, seed: number): Promise<readonly OwnCaseDifference[]> {
  const files = mutants(
    ownCases().map((one) => one.files),
    count,
    seed,
  );
  const verdicts = await judgeCases(files);
  return files.flatMap((one, i): OwnCaseDifference[] => {
    const [ours, theirs] = [settled(ourVerdict(one)), settled(verdicts[i] ?? { ok: false, lines: [] })];
    if (theirs.lines.some(isCrash)) return [];
    const what = differenceOf(ours, theirs);
    return what === undefined ? [] : [{ name: JSON.stringify(one), what, ours: ours.lines, theirs: theirs.lines }];
  });
}

/** Names the first difference of the verdict and the first line. */
function differenceOf(ours: Verdict, theirs: Verdict): 'verdict' | 'message' | undefined {
  if (ours.ok !== theirs.ok) return 'verdict';
  return ours.lines[0] === theirs.lines[0] ? undefined : 'message';
}

/** Whether a line begins as protoc's own assertions do. */
function isCrash(line: string): boolean {
  return /^[EF]\d{4} /.test(line);
}

/** Returns the cases of each rule, in the order of the rules. */
export function ownCases(wanted = SECTIONS): OwnCase[] {
  const cases: OwnCase[] = [];
  for (const section of wanted) {
    for (const [rule, both] of Object.entries<RuleCases>(sections[section])) {
      for (const kind of ['valid', 'invalid'] as const) {
        both[kind].forEach((files, i) => cases.push({ name: `${section}: ${rule}: ${kind} ${i + 1}`, kind, files }));
      }
    }
  }
  return cases;
}

function compare(
  one: OwnCase,
  ours: Verdict,
  theirs: Verdict,
  count: Record<'verdict' | 'spoken' | 'position' | 'message' | 'whole', number>,
): OwnCaseDifference | undefined {
  const difference = (what: OwnCaseDifference['what']): OwnCaseDifference => ({
    name: one.name,
    what,
    ours: ours.lines,
    theirs: theirs.lines,
  });
  const spoken = theirs.lines.length > 0;
  const same = {
    verdict: ours.ok === theirs.ok,
    position: place(ours.lines[0]) === place(theirs.lines[0]),
    message: ours.lines[0] === theirs.lines[0],
    whole: ours.lines.length === theirs.lines.length && ours.lines.every((line, i) => line === theirs.lines[i]),
  };
  if (same.verdict) count.verdict++;
  if (spoken) {
    count.spoken++;
    for (const what of ['position', 'message', 'whole'] as const) if (same[what]) count[what]++;
  }
  const first = (['verdict', 'position', 'message', 'whole'] as const).find((what) => !same[what]);
  if (first !== undefined) return difference(first);
  return spoken === (one.kind === 'invalid') ? undefined : difference('misfiled');
}

/** Sorts the warnings about unused imports, because protoc gives them in no certain order. */
function settled({ ok, lines }: Verdict): Verdict {
  const unused = lines.filter(isUnused).sort();
  return { ok, lines: lines.map((line) => (isUnused(line) ? (unused.shift() ?? line) : line)) };
}

function isUnused(line: string): boolean {
  return line.endsWith(' is unused.');
}

function place(line: string | undefined): string | undefined {
  return line === undefined ? undefined : (/^[^:]+:(\d+:\d+:)?/.exec(line)?.[0] ?? '');
}

function ourVerdict(files: Files): Verdict {
  const { diagnostics, lines } = compileTexts(texts(files), [ENTRY]);
  return { ok: !diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error'), lines };
}

function texts(files: Files): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? content : sourceText(content)]),
  );
}

export async function judgeCases(cases: readonly Files[]): Promise<readonly Verdict[]> {
  const root = await mkdtemp(join(tmpdir(), 'own-cases-'));
  try {
    const folders: string[] = [];
    for (const [i, files] of cases.entries()) {
      const folder = join(root, String(i));
      folders.push(folder);
      for (const [path, content] of Object.entries(files)) {
        const file = join(folder, ...path.split('/'));
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
    }
    return await judgeFolders(folders, ENTRY);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
