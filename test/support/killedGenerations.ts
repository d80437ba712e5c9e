/**
 * Generations that are killed while they write, at moments spread over the whole run, and the result of the next run.
 */
import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { settle } from '../../src/host/writing/writeFiles.ts';
import { GREETER } from '../codegen/support/awkward.ts';
import { writeFiles } from '../codegen/support/protoc.ts';

export interface KilledGeneration {
  /** The number of the moment, from 1 to `moments`. */
  readonly moment: number;
  readonly moments: number;
  /** Files that are neither old nor new after the kill. */
  readonly torn: readonly string[];
  /** The state of the files after the next run has settled them, before it generates. */
  readonly settled: 'old' | 'new' | 'mixed';
  /** Files that differ, after the next run, from the files of an undisturbed run. */
  readonly wrong: readonly string[];
}

const PROTO = 'greeter/v1/greeter.proto';
/** The user's own file, edited between the kill and the next run. */
const MINE = 'server/greeter.go';
const NOTE = '\n// A note of mine.\n';

type Tree = ReadonlyMap<string, string>;

/** `cli` is a bundle with everything next to it. Every second time, the user edits a file before the next run. */
export async function killedGenerations(
  cli: string,
  count: number,
  seed: number,
): Promise<readonly KilledGeneration[]> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  try {
    const before = join(folder, 'before');
    writeFiles(join(before, 'proto'), GREETER);
    await generate(cli, before, {});
    writeFiles(join(before, 'proto'), changedProtos());
    const after = join(folder, 'after');
    cpSync(before, after, { recursive: true });
    await generate(cli, after, { KILL_COUNT: join(folder, 'moments') });
    const moments = Number(readFileSync(join(folder, 'moments'), 'utf8'));
    const states = { before: treeOf(before), after: treeOf(after) };

    const runs: KilledGeneration[] = [];
    for (const [i, moment] of spread(count, moments, seed).entries()) {
      const project = join(folder, `run-${i}`);
      cpSync(before, project, { recursive: true });
      runs.push({ moment, moments, ...(await killAndRepeat(cli, project, moment, states, i % 2 === 1)) });
    }
    return runs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Changes the protos: one more method in a user's file, two new packages, and everything that belongs to them. */
function changedProtos(): Readonly<Record<string, string>> {
  const more = (name: string): string =>
    `syntax = "proto3";\npackage ${name}.v1;\nservice ${name} { rpc Ask(Question) returns (Question); }\nmessage Question {}\n`;
  return {
    [PROTO]: (GREETER[PROTO] ?? '').replace(
      'service Greeter {',
      'service Greeter { rpc SayBye(HelloRequest) returns (HelloReply);',
    ),
    'first/v1/first.proto': more('first'),
    'second/v1/second.proto': more('second'),
  };
}

interface States {
  readonly before: Tree;
  readonly after: Tree;
}

async function killAndRepeat(
  cli: string,
  project: string,
  moment: number,
  { before, after }: States,
  edited: boolean,
): Promise<Omit<KilledGeneration, 'moment' | 'moments'>> {
  const killed = await generate(cli, project, { KILL_AT: String(moment) });
  if (killed !== 'SIGKILL') throw new Error(`the run ended before it was killed at ${moment}: ${killed}`);
  const left = treeOf(project);
  const torn = differences(left, before).filter((path) => !isTemporary(path) && left.get(path) !== after.get(path));
  if (edited) appendFileSync(join(project, MINE), NOTE);
  const mine = readFileSync(join(project, MINE), 'utf8');

  await settle(project);
  const settled = treeOf(project);
  const skipped = (path: string): boolean => edited && path === MINE;
  const isState = (tree: Tree): boolean => differences(settled, tree).every(skipped);
  await generate(cli, project, {});
  const last = treeOf(project);
  const wrong = differences(last, after).filter((path) => !skipped(path));
  const lost = edited && (settled.get(MINE) !== mine || last.get(MINE)?.includes(NOTE) !== true) ? [MINE] : [];
  return { torn, settled: stateOf(isState(before), isState(after)), wrong: [...wrong, ...lost] };
}

function stateOf(isOld: boolean, isNew: boolean): KilledGeneration['settled'] {
  if (isOld) return 'old';
  return isNew ? 'new' : 'mixed';
}

/** Returns the exit code, or the signal that has ended the command. */
async function generate(cli: string, project: string, variables: NodeJS.ProcessEnv): Promise<string> {
  const protos = readdirSync(join(project, 'proto'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.proto'),
  );
  mkdirSync(project, { recursive: true });
  try {
    await promisify(execFile)(
      process.execPath,
      [
        '-r',
        join(import.meta.dirname, 'killAtMoment.cjs'),
        cli,
        'generate',
        'go',
        '-Iproto',
        '--merge',
        '--plugins=bundled',
        ...protos,
      ],
      {
        cwd: project,
        env: { ...process.env, ...variables },
      },
    );
    return '0';
  } catch (error) {
    const { signal, code } = error as { readonly signal?: string | null; readonly code?: number };
    return signal ?? String(code);
  }
}

function treeOf(folder: string): Tree {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map(({ parentPath, name }) => [
      relative(folder, join(parentPath, name)).replaceAll('\\', '/'),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

function differences(a: Tree, b: Tree): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path));
}

function isTemporary(path: string): boolean {
  return path.endsWith('.tmp') || path.endsWith('.journal');
}

/** Chooses one moment in each of `count` equal parts, by `seed`. */
function spread(count: number, moments: number, seed: number): readonly number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, (_, i) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const [from, to] = [Math.floor((i * moments) / count), Math.floor(((i + 1) * moments) / count)];
    return 1 + from + Math.floor((state / 2 ** 32) * (to - from));
  });
}
