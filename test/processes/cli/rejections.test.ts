/** A bug in the command line must not look like success to a script. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, type Bundle } from '../../support/bundle.ts';

let cli: Bundle;
beforeAll(async () => {
  cli = await bundle('src/processes/cli/main.ts');
});
afterAll(() => cli.remove());

test('an unhandled rejection prints one line and gives exit code 1', () => {
  const fault = join(dirname(cli.path), 'fault.cjs');
  writeFileSync(fault, "setImmediate(() => { Promise.reject(new Error('Something was forgotten.')); });");
  const { status, stderr } = spawnSync(process.execPath, ['--require', fault, cli.path, '--help'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'Something was forgotten.\n' });
});
