/** The values that we read from go.mod and go.work. */
import { describe, expect, it } from 'vitest';
import { parseGoMod } from '../../src/project/goMod.ts';
import { parseGoWork } from '../../src/project/goWork.ts';

describe('go.mod', () => {
  it('go.mod is read directive by directive, on separate lines and in blocks', () => {
    const text = [
      '// Deprecated: no.',
      'module "example.com/a" // us\r',
      'go 1.25',
      'toolchain go1.26.1',
      'require x.y/z v1.2.3',
      'require (',
      '\tx.y/w v0.1.0 // indirect',
      '\t`x.y/v` v0.2.0 // indirect; why',
      ')',
      'exclude x.y/z v1.2.2',
      'replace (',
      '\tx.y/w => ../w',
      '\tx.y/v v1.0.0 => x.y/u v1.5.0',
      ')',
      'tool (',
      '\tx.y/cmd/protoc-gen-go',
      ')',
    ].join('\n');
    expect(parseGoMod(text)).toEqual({
      module: 'example.com/a',
      go: '1.25',
      toolchain: 'go1.26.1',
      requires: [
        { path: 'x.y/z', version: 'v1.2.3', indirect: false },
        { path: 'x.y/w', version: 'v0.1.0', indirect: true },
        { path: 'x.y/v', version: 'v0.2.0', indirect: true },
      ],
      excludes: [{ path: 'x.y/z', version: 'v1.2.2' }],
      replaces: [
        { path: 'x.y/w', by: { kind: 'folder', folder: '../w' } },
        { path: 'x.y/v', version: 'v1.0.0', by: { kind: 'module', path: 'x.y/u', version: 'v1.5.0' } },
      ],
      tools: ['x.y/cmd/protoc-gen-go'],
    });
  });

  it.each([
    ['a block that begins without a space', 'require(\n\tx.y/z v1.0.0\n)', ['x.y/z']],
    ['a block with a comment after its parenthesis', 'require ( // ours\n\tx.y/z v1.0.0\n)', ['x.y/z']],
    ['an empty block', 'require ()\nrequire x.y/z v1.0.0', ['x.y/z']],
    ['a missing version', 'require x.y/z\nrequire x.y/w v1.0.0', ['x.y/w']],
    ['a comment right after a word', 'require x.y/z v1.0.0// indirect', ['x.y/z']],
  ])('reads %s as Go does', (_, text, paths) => {
    expect(parseGoMod(text).requires.map(({ path }) => path)).toEqual(paths);
  });

  it('go.mod has no module without a module line', () => expect(parseGoMod('go 1.25\n').module).toBeUndefined());
});

describe('go.work', () => {
  it('go.work lists the folders of its modules', () => {
    expect(parseGoWork('go 1.25\n\nuse ./a\nuse(\n\t"./b c"\n\t// ./d\n)\n')).toEqual({ uses: ['./a', './b c'] });
  });
});
