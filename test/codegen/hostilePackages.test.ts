/** A `go_package` that leads where no Go code belongs is an error at its place, and nothing is written. */
import { describe, expect, test } from 'vitest';
import { DescriptorSet } from '../../src/codegen/descriptorSet.ts';
import { conflicts } from '../../src/codegen/targets/go/packages/conflicts.ts';
import { assignPackages } from '../../src/codegen/targets/go/packages/packages.ts';
import type { Problem } from '../../src/contract/generation.ts';
import { descriptorSet } from '../support/descriptorSet.ts';

function problemsOf(goPackage: string): readonly Problem[] {
  const text = `syntax = "proto3";\npackage a;\n  option go_package = "${goPackage}";\nmessage A {}\n`;
  const set = new DescriptorSet(descriptorSet({ 'a.proto': text }, ['--include_source_info']));
  const module = { path: 'example.com/app', base: '', given: new Map<string, string>() };
  const { packages, problems } = assignPackages(set, new Set(['a.proto']), module);
  return [...problems, ...conflicts(set, packages, [])];
}

describe('a go_package is refused at its place', () => {
  test.each([
    ['the hooks of git', 'example.com/app/.git/hooks;hooks'],
    ['the hooks of git, by a relative path', './.git/hooks;hooks'],
    ['the settings of an editor', './a/.vscode;a'],
    ['NUL in the path', 'example.com/app/a\\000b;a'],
    ['NUL in the name', 'example.com/app/a;a\\000b'],
    ['a line break in the name', './a;a\\nfunc init() {}'],
    ['a line break in the path', './a\\nb;a'],
    ['an escape character', './a\\033[2Jb;a'],
    ['a path that leads upwards', 'example.com/app/../../outside;a'],
    ['a backslash', 'example.com/app/..\\\\..\\\\outside;a'],
    ['a dot at the end, which Windows drops', './a./b;a'],
    ['a Windows file stream', './a:b;a'],
    ['quotes', './a\\"b;a'],
  ])('a go_package is refused: %s', (_, goPackage) => {
    const errors = problemsOf(goPackage).filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([expect.objectContaining({ file: 'a.proto', line: 2, column: 2 })]);
    for (const { message } of errors) {
      expect(message).toContain('go_package');
      expect(message).not.toMatch(/[\u0000-\u001f]/);
    }
  });
});

test.each(['example.com/app/a;a', './gen/a-b_c.d~e+f/v1;av1', 'example.com/app/a/;a', 'a.proto', ''])(
  'the go_package "%s" is not refused',
  (goPackage) => {
    expect(problemsOf(goPackage).filter(({ severity }) => severity === 'error')).toEqual([]);
  },
);
