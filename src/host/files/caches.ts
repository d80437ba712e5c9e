/** Finds the folders of buf's and Go's downloads from the environment variables that these tools read. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { DependencyCaches } from '../../workspace/imports/layout.ts';
import { toFilePath } from './files.ts';

/**
 * Returns the cache folders. buf uses `BUF_CACHE_DIR`, or else `buf` in the user's cache folder. Go uses `GOMODCACHE`,
 * or else `pkg/mod` in the first folder of `GOPATH`, or else in `~/go` (go.dev/ref/mod#environment-variables).
 */
export function dependencyCaches(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): DependencyCaches {
  const goPath = value(env, 'GOPATH')?.split(platform === 'win32' ? ';' : ':')[0] ?? join(homedir(), 'go');
  return {
    buf: bufCaches(env, platform).map(toFilePath),
    go: toFilePath(value(env, 'GOMODCACHE') ?? join(goPath, 'pkg', 'mod')),
  };
}

function bufCaches(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  const named = value(env, 'BUF_CACHE_DIR');
  if (named !== undefined) return [named];
  if (platform === 'win32') {
    const local = value(env, 'LOCALAPPDATA');
    if (local === undefined) return [];
    return [join(local, 'buf')];
  }
  return [join(value(env, 'XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'buf')];
}

/** Returns the value of a variable. We treat an empty variable as unset. */
function value(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const found = env[name];
  if (found === '') return undefined;
  return found;
}
