/** Looks up names in many files. The first file that declares a name wins, and a lookup does not search each file. */
import { expect, it } from 'vitest';
import { linkFile } from '../../../src/schema/link.ts';
import { FileNames } from '../../../src/schema/linking/fileNames.ts';
import type { Entity } from '../../../src/schema/descriptors/descriptor.ts';
import type { FileInterface } from '../../../src/schema/descriptors/model.ts';
import { parse } from '../../../src/syntax/parser.ts';

class CountingScope extends Map<string, Entity> {
  asked = 0;

  override has(name: string): boolean {
    this.asked++;
    return super.has(name);
  }
}

function fileWith(name: string): { readonly file: FileInterface; readonly scope: CountingScope } {
  const { interface: file } = linkFile(
    `${name}.proto`,
    parse(`syntax = "proto3"; message ${name} {} message Same {}`),
    () => 'missing',
  );
  const scope = new CountingScope(file.scope);
  return { file: { ...file, scope }, scope };
}

it.each([3, 1000])('names are found among %i files', (count) => {
  const files = Array.from({ length: count }, (_, at) => fileWith(`M${at}`));
  const names = new FileNames(files.map(({ file }) => file));
  for (let round = 0; round < 3; round++) {
    for (const [at, { file }] of files.entries()) expect(names.homeOf(`M${at}`)).toBe(file);
    expect(names.homeOf('Same')).toBe(files[0]?.file);
    expect(names.homeOf('Nothing')).toBeUndefined();
  }
  const asked = files.reduce((sum, { scope }) => sum + scope.asked, 0);
  expect(asked).toBeLessThan(200 * count);
});
