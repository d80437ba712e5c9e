/**
 * Each setting is declared once, in src/contract/settings.ts. package.json and the README's table follow from that;
 * `npx vitest run test/package/settings.test.ts -u` writes them.
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

test('README.md has a row for each setting, with the text that VS Code shows', async () => {
  const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
  const header = ['| setting | default | what it is |', '| --- | --- | --- |'];
  const table = [...header, ...settings.map(([name, setting]) => row(name, setting, texts))].join('\n');
  const written = read('README.md').replace(/(?<=\n## Settings\n\n)(?:\|.*\n)+/, () => `${table}\n`);
  expect(written).toContain(table);
  await expect(written).toMatchFileSnapshot(join(root, 'README.md'));
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

function row(
  name: string,
  { schema, default: byDefault }: Setting<unknown>,
  texts: Readonly<Record<string, string>>,
): string {
  const values = 'enumDescriptions' in schema ? (schema['enum'] as readonly string[]) : [];
  const about = [
    texts[`config.${name}`] ?? '',
    ...values.map((value) => `\`${value}\`: ${texts[`config.${name}.${value}`] ?? ''}`),
  ].join(' ');
  const shown = typeof byDefault === 'string' && byDefault !== '' ? byDefault : JSON.stringify(byDefault);
  // VS Code makes a link of a setting between number signs.
  return `| \`${idOf(name)}\` | \`${shown}\` | ${about.replaceAll(/`#([\w.]+)#`/g, '`$1`')} |`;
}
