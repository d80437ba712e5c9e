/** Sees every Node process that a test starts, including those that no code remembers any more. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './wait.ts';

export interface ChildrenSeen {
  /** Counts the processes that have started so far. */
  count(): number;
  alive(): readonly number[];
  remove(): void;
}

/** Sees all Node processes that start from now on, until `remove`. */
export function seeChildren(): ChildrenSeen {
  const folder = mkdtempSync(join(tmpdir(), 'pids-'));
  const before = process.env['NODE_OPTIONS'];
  process.env['NODE_OPTIONS'] = `--require ${JSON.stringify(join(import.meta.dirname, 'pids.cjs'))}`;
  process.env['PIDS_FOLDER'] = folder;
  const pids = (): number[] => readdirSync(folder).map(Number);
  return {
    count: () => pids().length,
    alive: () => pids().filter(isAlive),
    remove() {
      if (before === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = before;
      delete process.env['PIDS_FOLDER'];
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
