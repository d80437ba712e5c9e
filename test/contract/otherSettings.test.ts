import { describe, expect, test } from 'vitest';
import { otherSettings, type OtherSections } from '../../src/contract/otherSettings.ts';

function roots(sections: OtherSections): readonly string[] {
  return otherSettings(sections).importRoots.map(({ setting, value }) => `${setting}: ${value}`);
}

describe('the settings of other extensions', () => {
  test.each<[form: string, sections: OtherSections, wanted: readonly string[]]>([
    ['nothing', {}, []],
    [
      "each form of protoc's flag",
      { protoc: { options: ['--proto_path=a', '--proto_path', 'b', '-Ic', '-I', 'd', '-I=e', '--go_out=gen'] } },
      ['a', 'b', 'c', 'd', 'e'].map((path) => `protoc.options: ${path}`),
    ],
    [
      'the folder as a variable',
      { protoc: { options: ['--proto_path=${workspaceRoot}/proto', '--proto_path=${workspaceFolder}'] } },
      ['protoc.options: proto', 'protoc.options: .'],
    ],
    ['an unknown variable', { protoc: { options: ['-I${env.HOME}/proto'] } }, []],
    [
      'the settings of Protobuf VSC',
      { protobuf: { includes: ['third_party'], protoSrcsDir: 'proto', protoc: { options: ['--proto-path=x'] } } },
      ['protobuf.includes: third_party', 'protobuf.protoSrcsDir: proto', 'protobuf.protoc.options: x'],
    ],
    ['a prefix', { protoc: { options: ['--proto_path=a=b'] } }, ['protoc.options: a=b']],
    ['values of other types', { protoc: { options: [1, null, '', { a: 1 }] }, protobuf: { includes: 'a' } }, []],
    ['sections of other types', { protoc: 'x', protobuf: null }, []],
    ['a flag without its folder', { protoc: { options: ['--proto_path'] } }, []],
  ])('the import roots are right for %s', (_form, sections, wanted) => {
    expect(roots(sections)).toEqual(wanted);
  });

  test('an excluded name or path leaves out each such folder, and an excluded glob stays as it is', () => {
    const protobuf = { workspace: { ignorePatterns: ['build', 'generated/proto', '**/x/**'] } };
    expect(otherSettings({ protobuf }).exclude.map(({ value }) => value)).toEqual([
      '**/build',
      '**/generated/proto',
      '**/x/**',
    ]);
  });

  test('settings are read only up to a limit', () => {
    const options = Array.from({ length: 10_000 }, () => '-Ia');
    expect(roots({ protoc: { options } })).toHaveLength(100);
  });

  test('names that objects inherit are not read as settings', () => {
    expect(roots({ protoc: Object.create({ options: ['-Ia'] }) as unknown })).toEqual([]);
  });
});
