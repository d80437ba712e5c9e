/** The changes of Go files that we report to the runner. */
import { expect, test } from 'vitest';
import { PendingChanges } from '../../src/extension/go/pendingChanges.ts';

test('each changed path is reported once', () => {
  const pending = new PendingChanges();
  for (const path of ['/a.go', '/b.go', '/a.go']) pending.add(path);
  expect(pending.take()).toEqual(['/a.go', '/b.go']);
  expect(pending.take()).toEqual([]);
});

test('after very many changes, the next report says that anything may have changed', () => {
  const pending = new PendingChanges();
  for (let i = 0; i < 1_000; i++) pending.add(`/f${i}.go`);
  expect(pending.take()).toBeUndefined();
  pending.add('/a.go');
  expect(pending.take()).toEqual(['/a.go']);
});

test('a path adds nothing to the report that anything may have changed', () => {
  const pending = new PendingChanges();
  pending.addAnything();
  pending.add('/a.go');
  expect(pending.take()).toBeUndefined();
});
