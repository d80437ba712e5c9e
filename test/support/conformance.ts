/** Comparisons with protoc over whole collections of files: the work of scripts/conformance.mjs. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compile, type FileDiagnostic } from '../../src/schema/compile.ts';
import { closure, encodeFile } from '../../src/schema/encode.ts';
import { SourceInfos } from '../../src/schema/sourceInfo.ts';
import { protocPosition } from '../../src/schema/tokenPositions.ts';
import { googlePaths, sample } from './corpus.ts';
import { splitDescriptorSet } from './descriptorSet.ts';

type Print = (line: string) => void;

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly order?: readonly string[];
  readonly protoc36: { readonly ok: boolean; readonly stderr: string };
}

/** Judges by protoc's verdict; where both reject, the first complaint's place and text are compared too. */
export function checkCases(folder: string, print: Print): number {
  const packages = createRequire(join(process.cwd(), 'package.json'));
  const include = join(dirname(packages.resolve('protoc/package.json')), 'include');
  const count = { cases: 0, verdict: 0, place: 0, text: 0, whole: 0, rejected: 0 };
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')).sort()) {
    for (const one of JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case[]) checkCase(one, include, count, print);
  }
  print(`cases ${count.cases}: verdict ${count.verdict}; of ${count.rejected} rejected: first place ${count.place}, first text ${count.text}, all lines ${count.whole}`);
  return count.cases - count.verdict + (count.rejected - count.text);
}

function checkCase(one: Case, include: string, count: Record<'cases' | 'verdict' | 'place' | 'text' | 'whole' | 'rejected', number>, print: Print): void {
  const read = (path: string): { text: string } | undefined => {
    const text = one.files[path];
    if (text !== undefined) return { text };
    const file = join(include, ...path.split('/'));
    return existsSync(file) ? { text: readFileSync(file, 'utf8') } : undefined;
  };
  const { diagnostics } = compile(one.order ?? Object.keys(one.files), { read });
  const lines = diagnostics.map((found) => described(found, read(found.file)?.text));
  const ok = !diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error');
  count.cases++;
  if (ok === one.protoc36.ok) count.verdict++;
  else print(`VERDICT ${one.suite} ${one.name}: we say ${ok ? 'ok' : lines[0]}; protoc: ${one.protoc36.stderr.trim() || 'ok'}`);
  if (one.protoc36.ok || ok) return;
  count.rejected++;
  const [theirs = ''] = one.protoc36.stderr.split('\n');
  const [ours = ''] = lines;
  if (place(ours) === place(theirs)) count.place++;
  if (ours === theirs) count.text++;
  else print(`FIRST ${one.name}\n    ours:   ${ours}\n    protoc: ${theirs}`);
  if (lines.join('\n') === one.protoc36.stderr.trim()) count.whole++;
}

function place(line: string): string {
  return /^[^:]+:(\d+:\d+)?/.exec(line)?.[0] ?? '';
}

function described({ file, diagnostic }: FileDiagnostic, text: string | undefined): string {
  const kind = diagnostic.severity === 'warning' ? 'warning: ' : '';
  if (diagnostic.span === undefined || text === undefined) return `${file}: ${kind}${diagnostic.message}`;
  const { line, column } = protocPosition(text, diagnostic.span.start);
  return `${file}:${line + 1}:${column + 1}: ${kind}${diagnostic.message}`;
}

const CORPUS_SEED = 20_24;

/** Descriptors of real files, byte for byte; with and without source info and source-only options. */
export async function checkCorpus(root: string, size: number, print: Print): Promise<number> {
  const packages = createRequire(join(root, 'package.json'));
  const protoc = packages.resolve('protoc/package.json');
  const roots = [join(dirname(protoc), 'include'), dirname(packages.resolve('google-proto-files/package.json'))];
  const paths = Number.isFinite(size) ? sample(googlePaths(), size, CORPUS_SEED) : googlePaths();
  const started = process.cpuUsage();
  const infos = { all: new SourceInfos(true), default: new SourceInfos(false) };
  const { files, diagnostics } = compile(paths, { read: (path) => readFrom(roots, path) }, (file) => {
    infos.all.record(file);
    infos.default.record(file);
  });
  const cpu = process.cpuUsage(started);
  const errors = diagnostics.filter(({ diagnostic }) => diagnostic.severity === 'error');
  print(`corpus ${paths.length} files: ${errors.length} false errors, ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s CPU`);
  for (const { file, diagnostic } of errors) print(`ERROR ${file}: ${diagnostic.message}`);
  let differences = errors.length;
  for (const variant of [['--retain_options'], ['--retain_options', '--include_source_info'], [], ['--include_source_info']]) {
    const theirs = await protocDescriptors(dirname(protoc), roots, paths, variant);
    const retainOptions = variant.includes('--retain_options');
    const sourceInfo = retainOptions ? infos.all : infos.default;
    const encoding = { retainOptions, ...(variant.includes('--include_source_info') && { sourceInfo }) };
    const all = closure(files);
    const different = all.filter((file) => !sameBytes(encodeFile(file, encoding), theirs.get(file.path)));
    print(`protoc ${variant.join(' ') || '(default)'}: ${all.length - different.length} of ${theirs.size} descriptors byte-equal`);
    for (const file of different) print(`DESCRIPTOR ${file.path}`);
    differences += different.length;
  }
  return differences;
}

function readFrom(roots: readonly string[], path: string): { text: string } | undefined {
  const found = roots.map((root) => join(root, ...path.split('/'))).find((file) => existsSync(file));
  return found === undefined ? undefined : { text: readFileSync(found, 'utf8') };
}

async function protocDescriptors(folder: string, roots: readonly string[], paths: readonly string[], flags: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const temporary = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const output = join(temporary, 'set.binpb');
    const list = join(temporary, 'files.txt');
    await writeFile(list, paths.join('\n'));
    const args = [join(folder, 'protoc.cjs'), ...roots.map((one) => `-I${one}`), '--include_imports', ...flags, '-o', output, `@${list}`];
    const { status, stderr } = spawnSync(process.execPath, args, { maxBuffer: 2 ** 28 });
    if (status !== 0) throw new Error(`protoc failed: ${stderr.toString()}`);
    return splitDescriptorSet(readFileSync(output));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && Buffer.compare(one, other) === 0;
}
