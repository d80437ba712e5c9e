// `npm run bench [-- --only <rows>] [--rounds <n>] [--buf-rounds <n>] [--without-peers]`: measures costs, our figure
// next to the peer's in the same run. A run of all rows writes docs/bench.md.
//   --only <rows>     compile, one, parse, live, ask, growth, tree, go, call or window; may be given more than once
//   --rounds <n>      processes of each kind; medians are shown (3)
//   --buf-rounds <n>  the same for buf, which takes minutes per round (default: as many as ours)
//   --without-peers   leaves out buf
import { findBuf } from './lib/buf.mjs';
import { figuresTable } from './lib/figures.mjs';
import { writePage } from '../scripts/lib/page.mjs';
import { checkNode, ensureBuilt, ensureDependencies, seconds } from '../scripts/lib/setup.mjs';
import { askRows } from './rows/ask.mjs';
import { compileRows } from './rows/compile.mjs';
import { goCounterpartRows } from './rows/goCounterparts.mjs';
import { growthRows } from './rows/growth.mjs';
import { liveRows } from './rows/live.mjs';
import { oneFileRows } from './rows/oneFile.mjs';
import { parseRows } from './rows/parse.mjs';
import { schemaTreeRows } from './rows/schemaTree.mjs';
import { warmCallRows } from './rows/warmCall.mjs';
import { windowRows } from './rows/window.mjs';

/** @typedef {import('./lib/figures.mjs').Row} Row */
/** @typedef {import('./rows/live.mjs').Options} Options */

/** @type {readonly { readonly name: string, readonly title: string, readonly run: (options: Options) => Promise<readonly Row[]> }[]} */
const GROUPS = [
  { name: 'compile', title: 'Compiling google-proto-files in one process', run: compileRows },
  { name: 'one', title: 'Compiling one small file', run: oneFileRows },
  { name: 'parse', title: 'Indexing without linking', run: parseRows },
  { name: 'live', title: 'The language server in a folder with all of google-proto-files', run: liveRows },
  { name: 'ask', title: 'Requests of an editor while the user writes', run: askRows },
  { name: 'growth', title: 'Growth', run: growthRows },
  { name: 'tree', title: 'The schema tree', run: schemaTreeRows },
  { name: 'go', title: 'Between Go and protos', run: goCounterpartRows },
  { name: 'call', title: 'A call', run: warmCallRows },
  { name: 'window', title: 'In a window of VS Code', run: windowRows },
];

function parseArguments(/** @type {readonly string[]} */ args) {
  /** @type {string[]} */
  const only = [];
  let [rounds, peers] = [3, true];
  let bufRounds = /** @type {number | undefined} */ (undefined);
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--only') only.push(args[++i] ?? '');
    else if (args[i] === '--rounds') rounds = Number(args[++i]);
    else if (args[i] === '--buf-rounds') bufRounds = Number(args[++i]);
    else if (args[i] === '--without-peers') peers = false;
    else throw new Error(`Unknown argument: ${args[i]}`);
  }
  const unknown = only.filter((name) => !GROUPS.some((group) => group.name === name));
  if (unknown.length > 0)
    throw new Error(`There are no rows called ${unknown.join(', ')}: ${GROUPS.map(({ name }) => name).join(', ')}`);
  for (const [flag, value] of Object.entries({ '--rounds': rounds, '--buf-rounds': bufRounds ?? rounds })) {
    if (!Number.isInteger(value) || value < 1) throw new Error(`${flag} wants a number above 0.`);
  }
  return { only, rounds, bufRounds: peers ? (bufRounds ?? rounds) : 0 };
}

const NOTES = `CPU time and memory are figures of whole processes, as the operating system counts them. CPU time is user
and system time, and memory is the peak resident size. Each figure is the median over one process per round. Our process
and the peer's process run in turn. p95 is the 95th percentile of the edits in one process. An edit is one or two keys
in the open document. Its time ends when the editor gets the resulting diagnostics. The next edit follows at once,
unless the row names a rhythm. A *busy* server has just started and still reads and checks the whole folder; an *idle*
server has finished this work. Without a buf.yaml, buf reports imports as missing, so we give it one that makes the
folder one module. buf compiles the module for each edit, so it gets only four edits per process, and its p95 is the
slowest of the four.
`;

checkNode();
const { only, rounds, bufRounds } = parseArguments(process.argv.slice(2));
await ensureDependencies();
await ensureBuilt();
const sections = [];
for (const group of GROUPS.filter(({ name }) => only.length === 0 || only.includes(name))) {
  const started = performance.now();
  const table = figuresTable(await group.run({ rounds, bufRounds }));
  sections.push(`## ${group.title}\n\n${table}\n`);
  console.log(`\n${group.title} (${seconds(started)})\n${table}`);
}
if (only.length === 0) {
  const buf = bufRounds > 0 ? await findBuf() : undefined;
  await writePage({
    name: 'bench',
    title: 'What it costs',
    command: 'npm run bench',
    packages: ['protoc', 'google-proto-files', 'protobufjs', '@grpc/grpc-js'],
    ...(buf === undefined ? {} : { also: `buf ${buf.version}` }),
    body: `The figures are medians of ${rounds} rounds${bufRounds > 0 && bufRounds !== rounds ? ` (${bufRounds} for buf)` : ''}.\n\n${NOTES}\n${sections.join('\n')}`,
  });
}
