import { describe, expect, test } from 'vitest';
import { declarationsNamed, searchRows } from '../../src/language/structure/schemaSearch.ts';
import { schemaChildren, type PlaceOf } from '../../src/language/structure/schemaTree.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { finish } from '../support/finish.ts';
import { fixture } from '../support/memoryWorkspace.ts';

const placeOf: PlaceOf = (path, text, { start, end }) => ({
  uri: `${path} ${text.slice(start, end)}`,
  range: { startLine: 0, startCharacter: start, endLine: 0, endCharacter: end },
});

const SOURCE = `-- a.proto --
package shop.v1;
message Order { message Line { enum Kind { K = 0; } } }
message OrderList {}
enum OrderState { S = 0; }
// Takes orders.
service Orders { rpc GetOrder(Order) returns (Order); rpc ListOrders(Order) returns (OrderList); }
-- b.proto --
package shop;
message Reorder {}
message v1 { message Order {} }
-- c.proto --
package bank.v1;
message Order {}
`;

function found(query: string, limit = 100, kinds?: readonly string[], workspace = fixture(SOURCE).workspace): string[] {
  return finish(searchRows(workspace, query, limit, kinds && new Set(kinds))).rows.map((row) => row.fullName);
}

describe('searchRows', () => {
  test('gives names that start with the typed letters, the shortest first, and services and methods before others', () => {
    expect(found('Order')).toEqual([
      'bank.v1.Order',
      'shop.v1.Order',
      'shop.v1.Order',
      'shop.v1.Orders',
      'shop.v1.OrderList',
      'shop.v1.OrderState',
      'shop.v1.Orders.GetOrder',
      'shop.v1.Orders.ListOrders',
    ]);
  });

  test('finds names by their capital letters, packages and nested declarations', () => {
    expect(found('LOrd')).toEqual(['shop.v1.Orders.ListOrders']);
    expect(found('bank')).toEqual(['bank.v1']);
    expect(found('Kind')).toEqual(['shop.v1.Order.Line.Kind']);
    expect(found('nothing')).toEqual([]);
  });

  test('takes the words before the last one as names of parents', () => {
    expect(found('bank.Order')).toEqual(['bank.v1.Order']);
    expect(found('orders get')).toEqual(['shop.v1.Orders.GetOrder']);
  });

  test('gives no more rows than requested, and says if there are more', () => {
    const { workspace } = fixture(SOURCE);
    const answer = finish(searchRows(workspace, 'Order', 2, undefined));
    expect([answer.rows.length, answer.more]).toEqual([2, true]);
    expect(finish(searchRows(workspace, 'Kind', 2, undefined)).more).toBe(false);
  });

  test('gives only rows of the requested kinds, even before the user types', () => {
    expect(found('Order', 100, ['method'])).toEqual(['shop.v1.Orders.GetOrder', 'shop.v1.Orders.ListOrders']);
    expect(found('', 100, ['method'])).toEqual(['shop.v1.Orders.GetOrder', 'shop.v1.Orders.ListOrders']);
    expect(found('', 2)).toEqual(['bank.v1', 'shop']);
  });

  test('gives rows with the ids that they have in the tree', () => {
    const { workspace } = fixture(SOURCE);
    const inTree = new Set(idsBelow(workspace, undefined));
    const { rows } = finish(searchRows(workspace, '', 100, undefined));
    expect(rows.map(({ id }) => id).filter((id) => !inTree.has(id))).toEqual([]);
    expect(rows.length).toBeGreaterThan(12);
  });

  test('follows an unsaved edit', () => {
    const { workspace } = fixture(SOURCE);
    workspace.setBuffer(
      '/project/c.proto',
      'package bank.v1;\nmessage Payment {}\nservice Payments { rpc Pay(Payment) returns (Payment); }\n',
    );
    expect(found('Pay', 100, undefined, workspace)).toEqual([
      'bank.v1.Payments.Pay',
      'bank.v1.Payment',
      'bank.v1.Payments',
    ]);
  });
});

function idsBelow(workspace: Workspace, parent: string | undefined): string[] {
  return schemaChildren(workspace, parent).flatMap(({ id }) => [id, ...idsBelow(workspace, id)]);
}

describe('declarationsNamed', () => {
  const { workspace } = fixture(SOURCE);

  test.each([
    ['method', 'shop.v1.Orders.GetOrder', ['/project/a.proto GetOrder']],
    ['service', 'shop.v1.Orders', ['/project/a.proto Orders']],
    ['enum', 'shop.v1.Order.Line.Kind', ['/project/a.proto Kind']],
    // Two packages can divide one name in two ways.
    ['message', 'shop.v1.Order', ['/project/b.proto Order', '/project/a.proto Order']],
    ['service', 'shop.v1.Order', []],
    ['method', 'shop.v1.Orders', []],
    ['message', 'Gone', []],
  ] as const)('finds the %s %s', (kind, name, places) => {
    expect(declarationsNamed(workspace, placeOf, kind, name).map(({ place }) => place?.uri)).toEqual(places);
  });

  test('gives the comment of a declaration as well', () => {
    expect(declarationsNamed(workspace, placeOf, 'service', 'shop.v1.Orders')[0]?.documentation).toBe('Takes orders.');
  });

  test('reads only the file that declares the name', () => {
    const { workspace: closed, texts } = fixture(SOURCE);
    closed.packages();
    const read: string[] = [];
    const get = texts.get.bind(texts);
    texts.get = (path) => {
      read.push(path);
      return get(path);
    };
    declarationsNamed(closed, placeOf, 'method', 'shop.v1.Orders.GetOrder');
    expect(read).toEqual(['/project/a.proto']);
  });
});
