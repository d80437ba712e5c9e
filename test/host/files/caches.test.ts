import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dependencyCaches } from '../../../src/host/files/caches.ts';
import { toFilePath } from '../../../src/host/files/files.ts';

const home = (...parts: string[]): string => toFilePath(join(homedir(), ...parts));

test.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, readonly string[], string]>([
  ['no variables', {}, 'linux', [home('.cache', 'buf')], home('go', 'pkg', 'mod')],
  [
    'empty variables',
    { BUF_CACHE_DIR: '', XDG_CACHE_HOME: '', GOMODCACHE: '', GOPATH: '' },
    'darwin',
    [home('.cache', 'buf')],
    home('go', 'pkg', 'mod'),
  ],
  ['XDG_CACHE_HOME and GOPATH', { XDG_CACHE_HOME: '/x', GOPATH: '/g:/h' }, 'linux', ['/x/buf'], '/g/pkg/mod'],
  [
    'BUF_CACHE_DIR and GOMODCACHE',
    { BUF_CACHE_DIR: '/b', XDG_CACHE_HOME: '/x', GOMODCACHE: '/m' },
    'linux',
    ['/b'],
    '/m',
  ],
  ['LOCALAPPDATA', { LOCALAPPDATA: '/local', GOMODCACHE: '/m' }, 'win32', ['/local/buf'], '/m'],
  ['Windows without LOCALAPPDATA', { GOMODCACHE: '/m' }, 'win32', [], '/m'],
])('the caches of buf and Go are found with %s', (_title, env, platform, buf, go) => {
  expect(dependencyCaches(env, platform)).toEqual({ buf, go });
});
