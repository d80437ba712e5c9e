/** Each code of a diagnostic has a section in docs/diagnostics.md, where the editor's links lead. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Explanations } from '../../src/host/files/explanations.ts';
import { DIAGNOSTIC_CODES } from '../../src/text/diagnosticCodes.ts';

const page = join(import.meta.dirname, '..', '..', 'docs', 'diagnostics.md');
const lines = readFileSync(page, 'utf8').split('\n');
const sections = lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3));

test('each code has exactly one section, and they are sorted', () => {
  expect(sections).toEqual([...DIAGNOSTIC_CODES].sort());
});

test.each(DIAGNOSTIC_CODES)('the section of %s says what it means, gives an example and says what to do', (code) => {
  const from = lines.indexOf(`## ${code}`) + 1;
  const to = lines.findIndex((line, at) => at > from && line.startsWith('## '));
  const paragraphs = lines
    .slice(from, to < 0 ? undefined : to)
    .join('\n')
    .trim()
    .split('\n\n');
  expect(paragraphs).toHaveLength(3);
  expect(paragraphs[1]).toMatch(/^Example: ./);
});

test.each(DIAGNOSTIC_CODES)('the link of %s leads to the line of its section', (code) => {
  const [uri = '', line = ''] = (new Explanations(page).linkTo(code) ?? '').split('#L');
  expect(uri).toBe(pathToFileURL(page).href);
  expect(lines[Number(line) - 1]).toBe(`## ${code}`);
});

test('a code has no link if the page is missing or does not explain it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'explanations-'));
  try {
    expect(new Explanations(join(folder, 'none.md')).linkTo('duplicate-name')).toBeUndefined();
    writeFileSync(join(folder, 'short.md'), '# Diagnostics\n');
    expect(new Explanations(join(folder, 'short.md')).linkTo('duplicate-name')).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
