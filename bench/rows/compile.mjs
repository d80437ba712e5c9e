// One process of the command line compiles a whole corpus, next to protoc; both must write the same bytes.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/lib/setup.mjs';
import { corpusPaths, googleRoot, wellKnownRoot } from '../lib/corpus.mjs';
import { median, medianOfTold, megabytes } from '../lib/figures.mjs';
import { costOf } from '../lib/processes.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */
/** @typedef {import('../lib/processes.mjs').Cost} Cost */

/** The program itself, not its Node launcher. */
function protocProgram() {
  const folder = dirname(createRequire(import.meta.url).resolve('protoc/package.json'));
  /** @type {readonly { arch: string, platform: string, executable: string }[]} */
  const assets = createRequire(import.meta.url)(join(folder, 'assets.json'));
  const asset = assets.find(({ arch, platform }) => arch === process.arch && platform === process.platform);
  return asset && join(folder, 'bin', asset.executable);
}

/**
 * Compiles files with both, in turn, `rounds` times.
 * @param {readonly string[]} paths
 * @param {readonly string[]} flags
 * @param {number} rounds
 * @returns {Promise<{ readonly ours: readonly Cost[], readonly theirs: readonly Cost[] }>}
 */
export async function compileBeside(paths, flags, rounds) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-compile-'));
  const protoc = protocProgram();
  try {
    const list = join(folder, 'files.txt');
    await writeFile(list, paths.join('\n'));
    const common = ['-I', wellKnownRoot, '-I', googleRoot, '--include_imports', ...flags];
    const [ourSet, theirSet] = [join(folder, 'ours'), join(folder, 'theirs')];
    const [ours, theirs] = [/** @type {Cost[]} */ ([]), /** @type {Cost[]} */ ([])];
    for (let round = 0; round < rounds; round++) {
      ours.push(
        await costOf(process.execPath, [join(root, 'dist', 'cli.js'), 'compile', ...common, '-o', ourSet, `@${list}`]),
      );
      if (protoc === undefined) continue;
      theirs.push(
        await costOf(protoc, [
          ...common.map((arg) => (arg === '-I' ? '--proto_path' : arg)),
          '--descriptor_set_out',
          theirSet,
          `@${list}`,
        ]),
      );
      if (!(await readFile(ourSet)).equals(await readFile(theirSet)))
        throw new Error('protoc wrote another descriptor set');
    }
    return { ours, theirs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
export async function compileRows({ rounds }) {
  const rows = [];
  for (const [flags, kind, bars] of /** @type {const} */ ([
    [[], 'without source info', { cpu: '≤ 1.0 × protoc', memory: '≤ 700 MB' }],
    [['--include_source_info'], 'with source info', {}],
  ])) {
    const { ours, theirs } = await compileBeside(corpusPaths, flags, rounds);
    const peer = (/** @type {number | undefined} */ value) => ({
      name: 'protoc',
      value: theirs.length > 0 ? value : undefined,
    });
    const what = `compile ${corpusPaths.length} files ${kind}`;
    const cpu = (/** @type {readonly Cost[]} */ costs) => medianOfTold(costs.map((cost) => cost.cpu));
    const memory = (/** @type {readonly Cost[]} */ costs) => megabytes(medianOfTold(costs.map((cost) => cost.memory)));
    rows.push(
      /** @type {Row} */ ({
        what: `${what}, CPU`,
        unit: 's',
        ours: cpu(ours),
        peer: peer(cpu(theirs)),
        ...('cpu' in bars && { bar: bars.cpu }),
      }),
      /** @type {Row} */ ({
        what: `${what}, peak memory`,
        unit: 'MB',
        ours: memory(ours),
        peer: peer(memory(theirs)),
        ...('memory' in bars && { bar: bars.memory }),
      }),
      /** @type {Row} */ ({
        what: `${what}, wall`,
        unit: 's',
        ours: median(ours.map(({ wall }) => wall)),
        peer: peer(median(theirs.map(({ wall }) => wall))),
      }),
    );
  }
  return rows;
}
