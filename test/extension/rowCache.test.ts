/** The rows that the schema tree requests and draws again after an edit. */
import { describe, expect, test } from 'vitest';
import type { SchemaNode } from '../../src/contract/schemaNode.ts';
import { RowCache, type ParentId } from '../../src/extension/tree/rowCache.ts';
import { hasSameRows } from '../../src/extension/tree/sameRows.ts';

function row(id: string, kind: SchemaNode['kind'] = 'message'): SchemaNode {
  return { id, kind, label: id, fullName: id, hasChildren: true };
}

const SERVICE = row('d:/a#s:S', 'service');
const MESSAGE = row('d:/a#m:M');
const NESTED = row('d:/a#m:M/m:N');
const PACKAGE = row('p:a', 'package');

/** Makes a cache with two packages, one of them open with everything in it. */
function filled(): RowCache {
  const cache = new RowCache();
  cache.set(null, [PACKAGE, row('p:b', 'package')]);
  cache.set(PACKAGE.id, [SERVICE, MESSAGE]);
  cache.set(SERVICE.id, [row('d:/a#s:S/m:Get', 'method')]);
  cache.set(MESSAGE.id, [NESTED]);
  cache.set(NESTED.id, []);
  return cache;
}

function askedAgain(cache: RowCache): readonly (string | null)[] {
  return [null, PACKAGE.id, SERVICE.id, MESSAGE.id, NESTED.id].filter((id) => cache.children(id) === undefined);
}

describe('after an edit, only the right rows are requested and drawn again', () => {
  test.each([
    ['if the edit changes nothing in the tree', [], [], []],
    ['if the edit changes a method', [SERVICE.id], [SERVICE.id], [SERVICE]],
    [
      'if the edit changes a message, whose nested rows are all uncertain',
      [MESSAGE.id],
      [MESSAGE.id, NESTED.id],
      [MESSAGE],
    ],
    ['if the edit changes the rows of a package, whose own rows stay', [PACKAGE.id], [PACKAGE.id], [PACKAGE]],
    ['if the edit changes packages, whose open rows stay', [null], [null], 'all'],
    ['if the edit changes rows that were never shown', ['d:/b#m:Other', 'p:c'], [], []],
    ['if any row may have changed', undefined, [null, PACKAGE.id, SERVICE.id, MESSAGE.id, NESTED.id], 'all'],
  ] as const)('the right rows are requested and drawn again %s', (_, rows, asked, drawn) => {
    const cache = filled();
    expect(cache.changed(rows === undefined ? {} : { rows })).toEqual(drawn);
    expect(askedAgain(cache)).toEqual(asked);
  });
});

test('a group and its services are kept apart', () => {
  const cache = new RowCache();
  const services = row('g:services', 'services');
  const service = row('s:/a#s:S', 'service');
  cache.set(null, [services, row('g:packages', 'packages')]);
  cache.set(services.id, [service]);
  cache.set(service.id, [row('s:/a#s:S/m:Get', 'method')]);
  expect(cache.changed({ rows: [services.id] })).toEqual([services]);
  expect(cache.children(services.id)).toBeUndefined();
  expect(cache.children(service.id)).toBeDefined();
});

test('removed rows are forgotten with all rows below them', () => {
  const cache = filled();
  cache.changed({ rows: [PACKAGE.id] });
  cache.set(PACKAGE.id, [SERVICE]);
  expect(askedAgain(cache)).toEqual([MESSAGE.id, NESTED.id]);
  expect(cache.changed({ rows: [MESSAGE.id] })).toEqual([]);
});

test('uncertain rows are kept for a view whose language server does not answer', () => {
  const cache = filled();
  cache.changed({});
  expect(cache.last(PACKAGE.id)).toEqual([SERVICE, MESSAGE]);
  expect(cache.children(PACKAGE.id)).toBeUndefined();
  expect(new RowCache().last(null)).toEqual([]);
});

describe('if any row may have changed', () => {
  const current = (change: ReadonlyMap<ParentId, readonly SchemaNode[]>) => {
    const server = filled();
    return (parent: ParentId): Promise<readonly SchemaNode[]> =>
      Promise.resolve(change.get(parent) ?? server.children(parent) ?? []);
  };

  test('the tree is drawn again if a level that it shows differs', async () => {
    expect(await hasSameRows(filled(), current(new Map()))).toBe(true);
    expect(await hasSameRows(filled(), current(new Map([[PACKAGE.id, [SERVICE]]])))).toBe(false);
    expect(await hasSameRows(filled(), current(new Map([[null, [PACKAGE]]])))).toBe(false);
  });

  test('the tree is drawn again if a level is stale, or if there are very many levels', async () => {
    const stale = filled();
    stale.changed({ rows: [PACKAGE.id] });
    expect(await hasSameRows(stale, current(new Map()))).toBe(false);
    const large = filled();
    for (let i = 0; i < 100; i++) large.set(`p:${i}`, []);
    expect(await hasSameRows(large, current(new Map()))).toBe(false);
  });

  test('a tree without rows is not drawn again, because the reply that is on its way is current', async () => {
    expect(await hasSameRows(new RowCache(), current(new Map()))).toBe(true);
  });
});
