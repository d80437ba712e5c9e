/** Which module is meant if several declare one name, by the places of files. */
import { describe, expect, test } from 'vitest';
import { folderAround, foldersDeclaring, isInside, ownersOfGo } from '../../src/extension/shared/modules.ts';

test('a folder contains itself and what is below it, but not a folder whose name only begins with its name', () => {
  expect(isInside('/ws/one', '/ws/one')).toBe(true);
  expect(isInside('/ws/one', '/ws/one/a.proto')).toBe(true);
  expect(isInside('/ws/one', '/ws/one/..a/b.proto')).toBe(true);
  expect(isInside('/ws/one', '/ws/onetwo/a.proto')).toBe(false);
  expect(isInside('/ws/one', '/ws')).toBe(false);
});

test('the innermost folder that contains a file is found', () => {
  expect(folderAround(['/ws', '/ws/one', '/ws/two'], '/ws/one/a.proto')).toBe('/ws/one');
  expect(folderAround(['/ws/one'], '/ws/two/a.proto')).toBeUndefined();
});

test('each module that declares a service is found', () => {
  const modules = [
    { folder: '/one', services: ['p.S'] },
    { folder: '/two', services: ['p.S', 'p.T'] },
  ];
  expect(foldersDeclaring(modules, 'p.S')).toEqual(['/one', '/two']);
  expect(foldersDeclaring(modules, 'p.T')).toEqual(['/two']);
});

describe('Go code that names a service of two modules', () => {
  test('the code belongs to the module that contains it', () => {
    const roots = ['/ws/one', '/ws/two', '/ws/three'];
    expect(ownersOfGo('/ws/two/server/greeter.go', ['/ws/one', '/ws/two'], roots)).toEqual(['/ws/two']);
    expect(ownersOfGo('/ws/b/gen/greeter.pb.go', ['/ws/a', '/ws/b'], ['/ws'])).toEqual(['/ws/b']);
    expect(ownersOfGo('/ws/inner/gen/greeter.pb.go', ['/ws', '/ws/inner'], ['/ws'])).toEqual(['/ws/inner']);
  });

  test('the code belongs to the modules of its workspace folder, if it is beside them', () => {
    const declaring = ['/one/proto', '/two/proto'];
    expect(ownersOfGo('/two/server/greeter.go', declaring, ['/one', '/two'])).toEqual(['/two/proto']);
    expect(ownersOfGo('/ws/server/greeter.go', ['/ws/a', '/ws/b'], ['/ws'])).toEqual(['/ws/a', '/ws/b']);
  });

  test('the code belongs to both modules, if it is in a folder that declares none', () => {
    const declaring = ['/one', '/two'];
    expect(ownersOfGo('/three/client/main.go', declaring, ['/one', '/two', '/three'])).toEqual(declaring);
  });
});
