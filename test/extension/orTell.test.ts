/** A command shows a message if its process has ended; any other error of the command is thrown as before. */
import { expect, test } from 'vitest';
import { orTell } from '../../src/extension/shared/orTell.ts';
import { ChildError } from '../../src/host/processes/lifeCycle.ts';

test('if a process ends, the user sees the message and the command stops', async () => {
  const told: string[] = [];
  const run = (): Promise<never> => Promise.reject(new ChildError('died', 'The process ended.'));
  expect(await orTell(run, (message) => told.push(message))).toBeUndefined();
  expect(told).toEqual(['The process ended.']);
});

test('any other error is not hidden, even if it is thrown at once', async () => {
  const told: string[] = [];
  const run = (): never => {
    throw new Error('a fault');
  };
  await expect(orTell(run, (message) => told.push(message))).rejects.toThrow('a fault');
  expect(told).toEqual([]);
});

test('the result of a command is returned to its caller', async () => {
  expect(
    await orTell(
      () => 'copied',
      () => undefined,
    ),
  ).toBe('copied');
});
