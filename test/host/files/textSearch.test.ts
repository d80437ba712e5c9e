/** The search for a word in a project's files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFilePath } from '../../../src/host/files/files.ts';
import { createProjectFiles } from '../../../src/host/files/projectFiles.ts';
import { searchText } from '../../../src/host/files/textSearch.ts';

describe('the search for a word', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'search-'));
    const files = {
      'go.mod': '',
      'a/b/one.go': 'a needle',
      'two.go': 'a pin',
      'three.txt': 'needle',
      'vendor/x/four.go': 'needle',
      '.git/five.go': 'needle',
      'other/go.mod': '',
      'other/six.go': 'needle',
      'large.go': `needle${' '.repeat(1_000_000)}`,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const search = (
    words: readonly string[],
    edited: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> => {
    const folder = toFilePath(root);
    const texts = new Map(Object.entries(edited).map(([path, text]) => [`${folder}/${path}`, text]));
    return searchText(createProjectFiles(), folder, { names: /\.go$/, border: 'go.mod', words }, texts).then((found) =>
      found.map((path) => path.slice(folder.length + 1)),
    );
  };

  it('the search covers the folder, but not other projects, dependencies and generated files', async () => {
    expect(await search(['needle'])).toEqual(['a/b/one.go']);
    expect(await search(['pin', 'needle'])).toEqual(['a/b/one.go', 'two.go']);
    expect(await search(['hay'])).toEqual([]);
  });

  it('the search covers unsaved text', async () => {
    expect(await search(['needle'], { 'a/b/one.go': 'gone', 'two.go': 'a needle' })).toEqual(['two.go']);
  });
});
