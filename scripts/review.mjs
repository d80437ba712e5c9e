// `npm run review -- [folder…]`: figures about folders of TypeScript sources side by side, `src` by default. They show
// where a reader will stop; the same figures of other projects tell more than any limit.
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { measure } from './lib/measure.mjs';
import { root } from './lib/setup.mjs';

/** @typedef {import('./lib/measure.mjs').Measured} Measured */

const WIDE = 120;

/** Sources without declarations and tests. */
async function sourcesBelow(/** @type {string} */ folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(
      (entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name) && !/\.(d|test|spec)\.[cm]?tsx?$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/]node_modules[\\/]/.test(path));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

/** The value below which this share of the values is, by the nearest rank. */
function percentile(/** @type {readonly number[]} */ values, /** @type {number} */ share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function percent(/** @type {number} */ part, /** @type {number} */ of) {
  return of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`;
}

function total(/** @type {readonly Measured[]} */ files, /** @type {(file: Measured) => number} */ count) {
  return files.reduce((sum, file) => sum + count(file), 0);
}

/** @type {readonly { readonly title: string, readonly cell: (files: readonly Measured[]) => string }[]} */
const ROWS = [
  { title: 'files; lines', cell: (files) => `${files.length}; ${total(files, ({ lines }) => lines)}` },
  {
    title: 'lines per file: median / p95 / max',
    cell: (files) =>
      spread(
        files.map(({ lines }) => lines),
        [0.5, 0.95, 1],
      ),
  },
  {
    title: 'lines per function: median / p95 / p99',
    cell: (files) =>
      spread(
        files.flatMap(({ functions }) => functions.map(({ lines }) => lines)),
        [0.5, 0.95, 0.99],
      ),
  },
  {
    title: 'cognitive complexity: p95 / p99 / max',
    cell: (files) =>
      spread(
        files.flatMap(({ functions }) => functions.map(({ complexity }) => complexity)),
        [0.95, 0.99, 1],
      ),
  },
  {
    title: '`any` / non-null `!`',
    cell: (files) => `${total(files, ({ anys }) => anys)} / ${total(files, ({ nonNulls }) => nonNulls)}`,
  },
  {
    title: 'conditional expressions per 1000 lines; nested',
    cell: (files) => {
      const each = (1000 * total(files, ({ conditionals }) => conditionals)) / total(files, ({ lines }) => lines);
      return `${each.toFixed(1)}; ${total(files, ({ nestedConditionals }) => nestedConditionals)}`;
    },
  },
  {
    title: `lines over ${WIDE} columns; longest`,
    cell: (files) => {
      const widths = files.flatMap(({ widths }) => widths);
      return `${percent(widths.filter((width) => width > WIDE).length, widths.length)}; ${percentile(widths, 1)}`;
    },
  },
  {
    title: 'exports with a doc comment',
    cell: (files) =>
      percent(
        total(files, ({ documented }) => documented),
        total(files, ({ exported }) => exported),
      ),
  },
];

function spread(/** @type {readonly number[]} */ values, /** @type {readonly number[]} */ shares) {
  return shares.map((share) => percentile(values, share)).join(' / ');
}

/** A Markdown table with a column for each folder. */
async function table(/** @type {readonly string[]} */ folders) {
  const columns = await Promise.all(
    folders.map(async (folder) => (await sourcesBelow(folder)).map(({ path, text }) => measure(path, text))),
  );
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...folders.map((folder) => basename(folder))]),
    line(['---', ...folders.map(() => '---')]),
    ...ROWS.map(({ title, cell }) => line([title, ...columns.map(cell)])),
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folders = process.argv.slice(2).map((folder) => resolve(folder));
  console.log(await table(folders.length > 0 ? folders : [join(root, 'src')]));
}
