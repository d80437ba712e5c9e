/** Mutates files until told to stop, and shrinks what fails as long as it still fails: the work of scripts/fuzz.mjs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
import { examine, examineEdit, type Fault, hangs, type Interfaces, interfacesOf } from './examine.ts';
import { STRANGE } from './extremes.ts';
import { mutated } from './mutate.ts';
import { ownCases } from './ownCases.ts';
import { protocProgram } from './protocProgram.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** The maximum number of texts. */
  readonly runs: number;
  /** Called before each text. */
  readonly stopped: () => boolean;
  /** Whether protoc's verdict and first complaint are compared too. */
  readonly protoc: boolean;
  readonly found: (finding: Finding) => void;
  readonly progress: (runs: number) => void;
}

export interface Finding {
  /** The seed that gives this text again, with `runs` 1. */
  readonly seed: number;
  readonly kind: string;
  readonly detail: string;
  /** The failing file, made small. */
  readonly file: CorpusFile;
}

const SAMPLE = 300;
const SAMPLE_SEED = 36;
/** Larger files are left out, because a few changes reach most of a short file. */
const LARGEST = 30_000;
const ROOTS = [wellKnownRoot, googleRoot];

/** Returns the number of examined texts. */
export async function fuzz(options: FuzzOptions): Promise<number> {
  const files = specimens();
  const interfaces = interfacesOf(
    ROOTS,
    files.map(({ path }) => path).filter((path) => path.includes('/')),
  );
  const protoc = options.protoc ? new Protoc() : undefined;
  const seen = new Set<string>();
  let runs = 0;
  try {
    for (; runs < options.runs && !options.stopped(); runs++) {
      const seed = options.seed + runs;
      const { file, original } = mutant(files, seed);
      const failure = examineEdit(original, file.text) ?? failureOf(file, interfaces, protoc);
      if (failure !== undefined && !seen.has(failure.kind + failure.detail)) {
        seen.add(failure.kind + failure.detail);
        options.found({ seed, ...failure, file: smaller(file, failure.kind, interfaces, protoc) });
      }
      if (runs % 100 === 0) {
        options.progress(runs);
        // Node handles keys and signals only between turns of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  } finally {
    protoc?.dispose();
  }
  return runs;
}

/** Small files of the corpus, protobuf's own, the cases of every rule, and short ones with strange characters. */
function specimens(): readonly CorpusFile[] {
  const google = sample(googlePaths(), SAMPLE, SAMPLE_SEED).map((path) => readCorpusFile(googleRoot, path));
  const own = protoPaths(wellKnownRoot).map((path) => readCorpusFile(wellKnownRoot, path));
  const strange = Object.values(STRANGE).map((text, i) => ({ path: `strange${i}.proto`, text }));
  const rules = ownCases().flatMap(({ files }, i) => {
    const texts = Object.values(files);
    const [text] = texts;
    return texts.length === 1 && typeof text === 'string' ? [{ path: `rule${i}.proto`, text }] : [];
  });
  return [...google, ...own, ...rules, ...strange].filter(({ text }) => text.length < LARGEST);
}

function mutant(files: readonly CorpusFile[], seed: number): { readonly file: CorpusFile; readonly original: string } {
  const random = seededRandom(seed);
  const pick = (): CorpusFile => files[Math.floor(random() * files.length)] ?? { path: 'a.proto', text: '' };
  const [file, other] = [pick(), pick()];
  return { file: { path: file.path, text: mutated(file.text, other.text, random) }, original: file.text };
}

function failureOf(file: CorpusFile, interfaces: Interfaces, protoc: Protoc | undefined): Fault | undefined {
  const { fault, ms } = examine(file, interfaces);
  if (fault !== undefined) return fault;
  if (hangs(ms, 0) && hangs(examine(file, interfaces).ms, 0)) return { kind: 'hangs', detail: file.path };
  return protoc?.difference(file);
}

const ATTEMPTS = 400;

/** Removes pieces of the file, large ones first, as long as it fails in the same way. */
function smaller(file: CorpusFile, kind: string, interfaces: Interfaces, protoc: Protoc | undefined): CorpusFile {
  let { text } = file;
  let attempts = ATTEMPTS;
  for (let size = Math.ceil(text.length / 2); size >= 1 && attempts > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < text.length && attempts > 0; ) {
      const shorter = text.slice(0, at) + text.slice(at + size);
      attempts--;
      if (failureOf({ path: file.path, text: shorter }, interfaces, protoc)?.kind === kind) text = shorter;
      else at += size;
    }
  }
  return { path: file.path, text };
}

/** Compares with live protoc: the verdict, and the first complaint. */
class Protoc {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  readonly #program = protocProgram();

  difference({ path, text }: CorpusFile): Fault | undefined {
    // We cannot give protoc a text that is not UTF-8.
    if (Buffer.from(text).toString() !== text) return undefined;
    const theirs = this.#judge(path, text);
    const { diagnostics, lines } = compileTexts({ [path]: text }, [path], ROOTS);
    const ok = !diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error');
    const [ours = 'ok', first = 'ok'] = [firstError(lines), firstError(theirs.lines)];
    const detail = `ours: ${ours}\nprotoc: ${first}`;
    if (ok !== theirs.ok) return { kind: 'another verdict', detail };
    return ours === first ? undefined : { kind: 'another first complaint', detail };
  }

  #judge(path: string, text: string): { readonly ok: boolean; readonly lines: readonly string[] } {
    const file = join(this.#folder, ...path.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const { status, stderr } = spawnSync(
      this.#program,
      ['-I.', ...ROOTS.map((root) => `-I${root}`), '-o', 'set.binpb', path],
      { cwd: this.#folder, encoding: 'utf8' },
    );
    rmSync(file);
    return { ok: status === 0, lines: stderr.split(/\r?\n/).filter((line) => line !== '') };
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Returns the first error, because the order of protoc's warnings changes from run to run. */
function firstError(lines: readonly string[]): string | undefined {
  return lines.find((line) => !line.includes(': warning: '));
}
