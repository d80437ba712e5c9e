/**
 * Measures from the command to files on disk, with nothing on PATH: in a new process, and in a process that has
 * generated before.
 */
import { publish } from '../../support/publishedSets.ts';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { assetsIn } from '../../../src/host/assets.ts';
import { startChild, type Child } from '../../../src/host/processes/child.ts';
import { compileFiles } from '../../../src/host/compile.ts';
import { generateGo, writeGenerated } from '../../../src/contract/generation.ts';
import { closure } from '../../../src/schema/linking/closure.ts';
import { encodeDescriptorSet } from '../../../src/schema/output/encode.ts';
import { SourceInfos } from '../../../src/schema/output/sourceInfo.ts';
import { GREETER } from '../support/awkward.ts';
import { writeFiles as writeProtos } from '../support/protoc.ts';
import type { Row } from './row.ts';

const [COLD_MS, WARM_MS] = [2_000, 300];
const ROUNDS = 7;

export async function checkSpeed({ dist }: { readonly dist: string }): Promise<Row> {
  const cold = Array.from({ length: ROUNDS }, () => inFolder((folder) => coldRun(dist, folder)));
  const warm = await warmRuns(dist);
  const [coldMs, warmMs] = [median(cold), median(warm)];
  const failures = [
    ...(coldMs > COLD_MS ? [`cold: ${milliseconds(coldMs)}`] : []),
    ...(warmMs > WARM_MS ? [`warm: ${milliseconds(warmMs)}`] : []),
  ];
  return {
    what: 'Greeter, empty PATH, from the command to files, cold and warm',
    bar: `≤ ${COLD_MS} ms and ≤ ${WARM_MS} ms on 2 cores`,
    figure: `${milliseconds(coldMs)} and ${milliseconds(warmMs)}`,
    method: [
      `Medians of ${ROUNDS} runs in wall-clock time, each into an empty folder. Cold is \`grpc-workbench generate go\`, from the start of its process to its end: ${cold.map(milliseconds).join(', ')}.`,
      `Warm is a run in the editor after an earlier run. It includes compiling, the runner's process and writing: ${warm.map(milliseconds).join(', ')}.`,
    ],
    failures,
  };
}

function coldRun(dist: string, folder: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(dist, 'cli.js'), 'generate', 'go', ...Object.keys(GREETER)],
    { cwd: folder, encoding: 'utf8', env: { PATH: '' } },
  );
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`generate go ended with ${String(status)}: ${stderr}`);
  expectWritten(folder);
  return took;
}

async function warmRuns(dist: string): Promise<readonly number[]> {
  const runner = startChild(join(dist, 'runner.js'), {
    env: { PATH: '' },
    onExit: () => undefined,
    onStderr: (text) => process.stderr.write(text),
  });
  try {
    const times: number[] = [];
    for (let i = 0; i <= ROUNDS; i++) times.push(await inFolder((folder) => warmRun(runner, dist, folder)));
    return times.slice(1);
  } finally {
    await runner.dispose();
  }
}

async function warmRun(runner: Child, dist: string, folder: string): Promise<number> {
  const started = performance.now();
  const sourceInfo = new SourceInfos(false);
  const { files } = await compileFiles({
    roots: [folder],
    files: Object.keys(GREETER),
    linked: (file) => sourceInfo.record(file),
  });
  const set = encodeDescriptorSet(closure(files), { sourceInfo });
  const { run } = await runner.connection.sendRequest(generateGo, {
    set: await publish(set),
    files: Object.keys(GREETER),
    outputRoot: folder,
    plugins: { kind: 'bundled', directory: assetsIn(dist).plugins },
  });
  await runner.connection.sendRequest(writeGenerated, { run });
  const took = performance.now() - started;
  expectWritten(folder);
  return took;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'greeter-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  writeProtos(folder, GREETER);
  const used = use(folder);
  if (used instanceof Promise) void used.then(remove, remove);
  else remove();
  return used;
}

function expectWritten(folder: string): void {
  const written = ['gen', 'go.mod', 'go.sum', 'server', 'client'].filter((name) => readdirSync(folder).includes(name));
  if (written.length < 5) throw new Error(`only ${written.join()} were written`);
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

function milliseconds(time: number): string {
  return `${Math.round(time)} ms`;
}
