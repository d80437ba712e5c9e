/**
 * Each setting is declared once, in src/contract/settings.ts. package.json and the tables of the READMEs follow from
 * that; `npx vitest run test/package/settings.test.ts -u` writes them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS, type Setting } from '../../src/contract/settings.ts';

const root = join(import.meta.dirname, '..', '..');
const settings = Object.entries<Setting<unknown>>(SETTINGS);

interface Manifest {
  readonly contributes: { readonly configuration: object };
  readonly capabilities: { readonly untrustedWorkspaces: object };
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

test('package.json declares each setting, and restricts those that need trust', async () => {
  const manifest = JSON.parse(read('package.json')) as Manifest;
  Object.assign(manifest.contributes.configuration, { properties: Object.fromEntries(settings.map(declaration)) });
  const restrictedConfigurations = settings.flatMap(([name, { needsTrust }]) => (needsTrust ? [idOf(name)] : []));
  Object.assign(manifest.capabilities.untrustedWorkspaces, { restrictedConfigurations });
  await expect(`${JSON.stringify(manifest, null, 2)}\n`).toMatchFileSnapshot(join(root, 'package.json'));
});

/** A README in one language, and the punctuation between the parts of a row. */
interface Page {
  readonly file: string;
  readonly texts: string;
  readonly heading: string;
  readonly header: string;
  readonly colon: string;
  readonly space: string;
}

const PAGES: readonly Page[] = [
  {
    file: 'README.md',
    texts: 'package.nls.json',
    heading: 'Settings',
    header: '| setting | default | what it is |',
    colon: ': ',
    space: ' ',
  },
  {
    file: 'README.zh-CN.md',
    texts: 'package.nls.zh-cn.json',
    heading: '设置',
    header: '| 设置 | 默认值 | 说明 |',
    colon: '：',
    space: '',
  },
];

test.each(PAGES)('$file has a row for each setting, with the text that VS Code shows', async (page) => {
  const { file, heading, header } = page;
  const table = [header, '| --- | --- | --- |', ...settings.map((setting) => row(setting, page))].join('\n');
  const rows = new RegExp(String.raw`(?<=\n## ${heading}\n\n)(?:\|.*\n)+`);
  const written = read(file).replace(rows, () => `${table}\n`);
  expect(written).toContain(table);
  await expect(written).toMatchFileSnapshot(join(root, file));
});

function idOf(name: string): string {
  return `grpcWorkbench.${name}`;
}

function declaration([name, { schema, default: byDefault, scope }]: readonly [string, Setting<unknown>]): [
  string,
  object,
] {
  return [idOf(name), { ...schema, default: byDefault, scope, markdownDescription: `%config.${name}%` }];
}

function row([name, { schema, default: byDefault }]: readonly [string, Setting<unknown>], page: Page): string {
  const texts = JSON.parse(read(page.texts)) as Readonly<Record<string, string>>;
  const values = 'enumDescriptions' in schema ? (schema['enum'] as readonly string[]) : [];
  const about = [
    texts[`config.${name}`] ?? '',
    ...values.map((value) => `\`${value}\`${page.colon}${texts[`config.${name}.${value}`] ?? ''}`),
  ].join(page.space);
  const shown = typeof byDefault === 'string' && byDefault !== '' ? byDefault : JSON.stringify(byDefault);
  // VS Code makes a link of a setting name between number signs.
  return `| \`${idOf(name)}\` | \`${shown}\` | ${about.replaceAll(/`#([\w.]+)#`/g, '`$1`')} |`;
}
