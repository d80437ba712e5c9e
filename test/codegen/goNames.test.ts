/** Go names from proto names, and what we read from go.mod. */
import { describe, expect, it } from 'vitest';
import { moduleOf, readModuleFile } from '../../src/codegen/targets/go/module/moduleFile.ts';
import { moduleNameFrom, modulePathProblem } from '../../src/codegen/targets/go/module/modulePath.ts';
import { compareVersions } from '../../src/codegen/targets/go/module/versions.ts';
import { goCamelCase, lowerFirst, packageNameOf, snakeCase } from '../../src/codegen/targets/go/packages/names.ts';

describe('Go names', () => {
  it.each([
    ['one', 'One'],
    ['one_two', 'OneTwo'],
    ['_my_field_name_2', 'XMyFieldName_2'],
    ['Something_Capped', 'Something_Capped'],
    ['my_Name', 'My_Name'],
    ['OneTwo', 'OneTwo'],
    ['_', 'X'],
    ['_a_', 'XA_'],
    ['one.two', 'OneTwo'],
    ['one.Two', 'One_Two'],
    ['one_two.three_four', 'OneTwoThreeFour'],
    ['one_two.Three_four', 'OneTwo_ThreeFour'],
    ['_one._two', 'XOne_XTwo'],
    ['SCREAMING_SNAKE_CASE', 'SCREAMING_SNAKE_CASE'],
    ['double__underscore', 'Double_Underscore'],
    ['camelCase', 'CamelCase'],
    ['go2proto', 'Go2Proto'],
  ])('the name %s becomes %s in generated code', (name, expected) => expect(goCamelCase(name)).toBe(expected));

  it.each([
    ['Greeter', 'greeter'],
    ['HTTPServer', 'http_server'],
    ['UserV2Api', 'user_v2_api'],
    ['_x', 'x'],
    ['A_B', 'a_b'],
  ])('the name %s becomes %s in a file name', (name, expected) => expect(snakeCase(name)).toBe(expected));

  it.each([
    ['SayHello', 'sayHello'],
    ['HTTPGet', 'httpGet'],
    ['ID', 'id'],
    ['X', 'x'],
  ])('the name %s becomes %s as a function', (name, expected) => expect(lowerFirst(name)).toBe(expected));

  it.each([
    [['greeter', 'v1'], 'greeterv1'],
    [['acme', 'user', 'v1beta2'], 'userv1beta2'],
    [['v1'], 'v1'],
    [['type'], 'typepb'],
    [['my-api'], 'myapi'],
    [['2d'], 'pb2d'],
    [['ctx'], 'ctxpb'],
    [[], 'pb'],
  ])('the path %j gives the package %s', (parts, expected) => expect(packageNameOf(parts)).toBe(expected));
});

describe('go.mod', () => {
  it('a module builds with the versions that it requires, or with their replacements', () => {
    const mod = readModuleFile(
      'module a.b/c\ngo 1.25\nrequire (\n\tx.y/z v1.2.3\n\tx.y/w v0.1.0\n\tx.y/v v1.0.0\n)\n' +
        'replace (\n\tx.y/w => ../w\n\tx.y/v v1.0.0 => x.y/u v1.5.0\n\tx.y/z v1.0.0 => ../old\n)\n',
    );
    expect(mod).toEqual({
      module: 'a.b/c',
      requires: new Map([
        ['x.y/z', 'v1.2.3'],
        ['x.y/w', 'v0.1.0'],
        ['x.y/v', 'v1.0.0'],
      ]),
      replaced: new Map<string, unknown>([
        ['x.y/w', { kind: 'folder' }],
        ['x.y/v', { kind: 'module', version: 'v1.5.0' }],
      ]),
      go: '1.25',
    });
    if (mod === undefined) return;
    expect([moduleOf(mod, 'x.y/z/deep'), moduleOf(mod, 'x.y/zz')]).toEqual(['x.y/z', undefined]);
  });

  it('go.mod gives nothing if no line names the module', () => expect(readModuleFile('go 1.25\n')).toBeUndefined());

  it.each([
    ['v1.2.3', 'v1.10.0'],
    ['v1.2.3-rc.1', 'v1.2.3'],
    ['v0.0.0-20200101000000-aaaaaaaaaaaa', 'v0.0.0-20260101000000-aaaaaaaaaaaa'],
    ['v1.9.9', 'v2.0.0+incompatible'],
  ])('the version %s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
    expect(compareVersions(newer, newer)).toBe(0);
  });

  it.each([
    ['greeter', 'greeter'],
    ['My App', 'my-app'],
    ['net', 'example.com/net'],
    ['...', 'example.com/app'],
    ['ü', 'example.com/app'],
  ])('the folder %s gives the module %s', (folder, module) => {
    expect(moduleNameFrom(folder)).toBe(module);
    expect(modulePathProblem(module)).toBeUndefined();
  });

  it.each(['a//b', '-a', 'a/.b', 'net/x', 'a b'])('the path %s is not a module path', (path) =>
    expect(modulePathProblem(path)).toBeDefined(),
  );
});
