/** Comparisons with protoc over whole collections of files: for scripts/conformance.mjs, and for the tests. */
import { equals, fromBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../src/schema/compile.ts';
import { closure } from '../../src/schema/linking/closure.ts';
import { encodeFile } from '../../src/schema/output/encode.ts';
import { SourceInfos } from '../../src/schema/output/sourceInfo.ts';
import { compileTexts } from './compileText.ts';
import { googlePaths, googleRoot, protoPaths, sample, wellKnownRoot } from './corpus.ts';
import { locationsOf, splitDescriptorSet } from './descriptorSet.ts';
import { checkOwnCases, type OwnCaseDifference } from './ownCases.ts';
import { runProtoc } from './protoc.ts';
import type { Check, Part } from './report.ts';

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly order?: readonly string[];
  readonly protoc36: { readonly ok: boolean; readonly stderr: string };
}

/** Cases with protoc's verdicts, in JSON files of a folder. If both reject a case, we compare their messages too. */
export function checkCases(folder: string): Part {
  const count = { cases: 0, verdict: 0, rejected: 0, place: 0, text: 0, whole: 0 };
  const differences: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    for (const one of JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case[])
      checkCase(one, count, differences);
  }
  const { cases, verdict, rejected, place, text, whole } = count;
  return {
    title: 'Given cases',
    checks: [
      { what: 'accepted or rejected, the same as protoc', good: verdict, of: cases, bar: 1 },
      { what: 'first error at the same place', good: place, of: rejected, bar: 0 },
      { what: 'first error in the same words', good: text, of: rejected, bar: 0 },
      { what: 'all lines the same', good: whole, of: rejected, bar: 0 },
    ],
    differences,
  };
}

function checkCase(
  one: Case,
  count: Record<'cases' | 'verdict' | 'place' | 'text' | 'whole' | 'rejected', number>,
  differences: string[],
): void {
  const { diagnostics, lines } = compileTexts(one.files, one.order ?? Object.keys(one.files));
  const ok = !diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error');
  const stderr = one.protoc36.stderr.trim();
  count.cases++;
  if (ok === one.protoc36.ok) count.verdict++;
  else
    differences.push(
      `verdict: ${one.suite} ${one.name}: ours: ${ok ? 'ok' : (lines[0] ?? '')}; protoc: ${stderr === '' ? 'ok' : stderr}`,
    );
  if (one.protoc36.ok || ok) return;
  count.rejected++;
  const [theirs = ''] = stderr.split('\n');
  const [ours = ''] = lines;
  if (place(ours) === place(theirs)) count.place++;
  if (ours === theirs) count.text++;
  else differences.push(`words: ${one.name}: ours: ${ours}; protoc: ${theirs}`);
  if (lines.join('\n') === stderr) count.whole++;
}

function place(line: string): string {
  return /^[^:]+:(\d+:\d+)?/.exec(line)?.[0] ?? '';
}

/** The cases of every rule, compared with live protoc. */
export async function checkOwn(): Promise<Part> {
  const { rules, cases, verdict, spoken, position, message, whole, differences } = await checkOwnCases(() => undefined);
  return {
    title: `Own cases (${cases} of ${rules} rules)`,
    checks: [
      { what: 'accepted or rejected, the same as protoc', good: verdict, of: cases, bar: 1 },
      { what: 'first error at the same place', good: position, of: spoken, bar: 1 },
      { what: 'same first error', good: message, of: spoken, bar: 0.98 },
      { what: 'all lines the same', good: whole, of: spoken, bar: 0 },
    ],
    differences: differences.map(ownDifference),
  };
}

function ownDifference({ name, what, ours, theirs }: OwnCaseDifference): string {
  const lines = (told: readonly string[]): string => (told.length === 0 ? 'nothing' : told.join(' ⏎ '));
  return `${what}: ${name}: ours: ${lines(ours)}; protoc: ${lines(theirs)}`;
}

export interface Corpus {
  readonly title: string;
  /** Import roots in the order in which they are searched. */
  readonly roots: readonly string[];
  readonly paths: readonly string[];
}

export function wellKnownCorpus(): Corpus {
  return { title: "protobuf's own files", roots: [wellKnownRoot], paths: protoPaths(wellKnownRoot) };
}

const CORPUS_SEED = 20_24;

/** google-proto-files, or a seeded sample of them. */
export function googleCorpus(size = Number.POSITIVE_INFINITY): Corpus {
  const all = googlePaths();
  const paths = size < all.length ? sample(all, size, CORPUS_SEED) : all;
  return {
    title: paths === all ? 'google-proto-files' : 'A sample of google-proto-files',
    roots: [wellKnownRoot, googleRoot],
    paths,
  };
}

/** The flags that we give protoc, and the parts of the result that must be equal. */
const VARIANTS = [
  { flags: [], retainOptions: false, sourceInfo: false },
  { flags: ['--retain_options'], retainOptions: true, sourceInfo: false },
  { flags: ['--include_source_info'], retainOptions: false, sourceInfo: true },
  { flags: ['--include_source_info', '--retain_options'], retainOptions: true, sourceInfo: true },
] as const;

/** Real files, which protoc accepts: no errors, and its own descriptors byte for byte. */
export function checkDescriptors({ title, roots, paths }: Corpus): Part {
  const infos = { retained: new SourceInfos(true), stripped: new SourceInfos(false) };
  const { files, diagnostics } = compile(paths, { read: (path) => readFrom(roots, path) }, (file) => {
    infos.retained.record(file);
    infos.stripped.record(file);
  });
  const errors = diagnostics.filter(({ diagnostic }) => diagnostic.severity === 'error');
  const wrong = new Set(errors.map(({ file }) => file));
  const all = closure(files);
  const checks: Check[] = [
    { what: 'files without a false error', good: all.length - wrong.size, of: all.length, bar: 1 },
  ];
  const differences = errors.map(({ file, diagnostic }) => `error: ${file}: ${diagnostic.message}`);
  for (const { flags, retainOptions, sourceInfo } of VARIANTS) {
    const theirs = protocFiles(roots, paths, flags);
    const known = retainOptions ? infos.retained : infos.stripped;
    const ours = new Map(
      all.map((file) => [file.path, encodeFile(file, { retainOptions, ...(sourceInfo && { sourceInfo: known }) })]),
    );
    const compared = compareSets(ours, theirs, sourceInfo);
    const asked = flags.length === 0 ? 'by default' : `with ${flags.join(' ')}`;
    checks.push({ what: `descriptors equal in meaning ${asked}`, good: compared.meaning, of: theirs.size, bar: 1 });
    checks.push({
      what: `descriptors equal in bytes ${asked}`,
      good: compared.bytes,
      of: theirs.size,
      bar: sourceInfo ? 0 : 1,
    });
    if (sourceInfo)
      checks.push({
        what: `locations of source info equal ${asked}`,
        good: compared.locations,
        of: compared.allLocations,
        bar: 0.999,
      });
    differences.push(...compared.differences.map((difference) => `${asked}: ${difference}`));
  }
  return { title: `${title} (${all.length} files)`, checks, differences };
}

interface Comparison {
  /** Files. */
  readonly meaning: number;
  readonly bytes: number;
  /** Locations that both have, and the larger number of locations of the two. */
  readonly locations: number;
  readonly allLocations: number;
  readonly differences: readonly string[];
}

function compareSets(
  ours: ReadonlyMap<string, Uint8Array>,
  theirs: ReadonlyMap<string, Uint8Array>,
  sourceInfo: boolean,
): Comparison {
  const count = { meaning: 0, bytes: 0, locations: 0, allLocations: 0 };
  const differences: string[] = [];
  for (const [path, expected] of theirs) {
    const found = ours.get(path) ?? new Uint8Array();
    const same = Buffer.compare(found, expected) === 0;
    const sameMeaning = same || equals(FileDescriptorProtoSchema, withoutLocations(found), withoutLocations(expected));
    if (same) count.bytes++;
    if (sameMeaning) count.meaning++;
    if (!same) differences.push(`${path}: ${sameMeaning ? 'equal in meaning, not in bytes' : 'another descriptor'}`);
    if (!sourceInfo) continue;
    const shared = sharedLocations(found, expected);
    count.locations += shared.both;
    count.allLocations += shared.all;
    if (shared.both < shared.all)
      differences.push(`${path}: ${shared.all - shared.both} of ${shared.all} locations differ`);
  }
  for (const path of ours.keys()) if (!theirs.has(path)) differences.push(`${path}: is not in protoc's set`);
  return { ...count, differences };
}

/** Removes the locations, because source info is compared separately. */
function withoutLocations(bytes: Uint8Array): FileDescriptorProto {
  const file = fromBinary(FileDescriptorProtoSchema, bytes);
  delete file.sourceCodeInfo;
  return file;
}

/** Counts equal locations: their path, span and comments are equal. */
function sharedLocations(found: Uint8Array, expected: Uint8Array): { readonly both: number; readonly all: number } {
  const [ours, theirs] = [locationsOf(found), locationsOf(expected)];
  const all = Math.max(ours.length, theirs.length);
  if (Buffer.compare(found, expected) === 0) return { both: all, all };
  const left = new Map<string, number>();
  for (const location of theirs) left.set(key(location), (left.get(key(location)) ?? 0) + 1);
  let both = 0;
  for (const location of ours) {
    const count = left.get(key(location)) ?? 0;
    if (count === 0) continue;
    both++;
    left.set(key(location), count - 1);
  }
  return { both, all };
}

function key(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function readFrom(roots: readonly string[], path: string): { text: string } | undefined {
  const found = roots.map((root) => join(root, ...path.split('/'))).find((file) => existsSync(file));
  return found === undefined ? undefined : { text: readFileSync(found, 'utf8') };
}

function protocFiles(
  roots: readonly string[],
  paths: readonly string[],
  flags: readonly string[],
): ReadonlyMap<string, Uint8Array> {
  const { ok, stderr, output } = runProtoc({ roots, files: paths, flags: ['--include_imports', ...flags] });
  if (!ok) throw new Error(`protoc failed: ${stderr}`);
  return splitDescriptorSet(output);
}
