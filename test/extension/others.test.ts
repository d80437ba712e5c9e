import { describe, expect, test } from 'vitest';
import { editsProtos } from '../../src/extension/others/editsProtos.ts';
import { FirstProto } from '../../src/extension/others/firstProto.ts';
import { Told, type Storage } from '../../src/extension/others/told.ts';

test.each<[what: string, manifest: unknown, edits: boolean]>([
  ['starts with .proto files', { activationEvents: ['onCommand:x', 'onLanguage:proto'] }, true],
  ['starts with the language of vscode-proto3', { activationEvents: ['onLanguage:proto3'] }, true],
  ['starts with other files', { activationEvents: ['onLanguage:go', '*'] }, false],
  ['lists no activation events', {}, false],
  ['has activation events of another type', { activationEvents: 'onLanguage:proto' }, false],
  ['has no manifest', null, false],
])('we notice whether an extension edits protos if it %s', (_what, manifest, edits) => {
  expect(editsProtos(manifest)).toBe(edits);
});

class Memory implements Storage {
  stored: unknown;

  get(): unknown {
    return this.stored;
  }

  update(_key: string, value: unknown): Promise<void> {
    this.stored = value;
    return Promise.resolve();
  }
}

test('a notice is new only once, even after a restart', async () => {
  const memory = new Memory();
  expect(await new Told(memory).isNew('a')).toBe(true);
  expect(await new Told(memory).isNew('a')).toBe(false);
  expect(await new Told(memory).isNew('b')).toBe(true);
});

test('the list of notices has a limit, and survives a stored value of another type', async () => {
  const memory = new Memory();
  memory.stored = { a: 1 };
  const told = new Told(memory);
  for (let at = 0; at < 200; at++) await told.isNew(`${at}`);
  expect(memory.stored).toHaveLength(50);
  expect(await told.isNew('199')).toBe(false);
});

describe('after the first .proto file was opened', () => {
  /** The other extension is active after some intervals. */
  function first(intervals: number): { readonly first: FirstProto; readonly seen: string[] } {
    const seen: string[] = [];
    let left = intervals;
    const one = new FirstProto({
      isWaiting: () => left > 0,
      look: () => seen.push('look'),
      pause: () => {
        left--;
        seen.push('pause');
        return Promise.resolve();
      },
    });
    return { first: one, seen };
  }

  test('another extension that starts with it is seen once it is active', async () => {
    const { first: one, seen } = first(2);
    await one.opened('/w/main.go');
    expect(seen).toEqual([]);
    await one.opened('/w/a.proto');
    expect(seen).toEqual(['pause', 'pause', 'look']);
  });

  test('nothing waits for the second one', async () => {
    const { first: one, seen } = first(0);
    await one.opened('/w/a.proto');
    await one.opened('/w/b.proto');
    expect(seen).toEqual(['look']);
  });

  test('the wait has an end, if the other extension never starts', async () => {
    const { first: one, seen } = first(Number.POSITIVE_INFINITY);
    await one.opened('/w/a.proto');
    expect(seen).toHaveLength(21);
    expect(seen.at(-1)).toBe('look');
  });

  test('the wait ends with the extension', async () => {
    const { first: one, seen } = first(5);
    const opened = one.opened('/w/a.proto');
    one.dispose();
    await opened;
    expect(seen).toEqual(['pause']);
  });
});
