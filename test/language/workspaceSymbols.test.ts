import { describe, expect, test } from 'vitest';
import { schemaNode, type PlaceOf } from '../../src/language/structure/schemaTree.ts';
import { workspaceSymbols } from '../../src/language/structure/workspaceSymbols.ts';
import { finish } from '../support/finish.ts';
import { fixture } from '../support/memoryWorkspace.ts';

const SOURCE = `-- a.proto --
syntax = "proto2";
package shop.v1;
message Order { message Line { enum Kind { option deprecated = true; K = 0; } } extensions 100 to 200; }
message Bag { extend Order { optional int32 in_bag = 101; } extend Order { optional int32 in_other_bag = 102; } }
extend Order { optional int32 weight = 103; }
extend Order { optional int32 weight_limit = 104 [deprecated = true]; }
service Orders { rpc GetOrder(Order) returns (Order); }
-- b.proto --
message Order {}
`;

function found(query: string, workspace = fixture(SOURCE).workspace, limit = 100): readonly string[] {
  return finish(workspaceSymbols(workspace, query, limit)).map(
    ({ kind, name, container, deprecated }) =>
      `${kind} ${name}${container === '' ? '' : ` in ${container}`}${deprecated ? ', deprecated' : ''}`,
  );
}

/** Gives the text at the place of a symbol. */
const placeOf: PlaceOf = (path, text, { start, end }) => ({
  uri: `${path} ${text.slice(start, end)}`,
  range: { startLine: 0, startCharacter: start, endLine: 0, endCharacter: end },
});

describe('workspaceSymbols', () => {
  test('symbols have their containers, and deprecated symbols are marked', () => {
    expect(found('Order')).toEqual([
      'message Order',
      'message Order in shop.v1',
      'service Orders in shop.v1',
      'method GetOrder in shop.v1.Orders',
    ]);
    expect(found('kind')).toEqual(['enum Kind in shop.v1.Order.Line, deprecated']);
    expect(found('weight')).toEqual(['extension weight in shop.v1', 'extension weight_limit in shop.v1, deprecated']);
  });

  test('further words are compared with the container of a symbol, as editors do', () => {
    expect(found('Order shop')).toEqual([
      'message Order in shop.v1',
      'service Orders in shop.v1',
      'method GetOrder in shop.v1.Orders',
    ]);
  });

  test('symbols have full names if the typed text is a full name', () => {
    expect(found('shop.Order')).toEqual([
      'message shop.v1.Order',
      'service shop.v1.Orders',
      'method shop.v1.Orders.GetOrder',
    ]);
    expect(found('Orders/Get')).toEqual(['method shop.v1.Orders/GetOrder']);
  });

  test('symbols are ranked over all files before the limit applies', () => {
    const files = Array.from(
      { length: 300 },
      (_, at) => `-- f${at}.proto --\nsyntax = "proto3";\npackage p${at};\nmessage ThingNumber${at} {}\n`,
    );
    const { workspace } = fixture(`${files.join('')}-- z.proto --\nsyntax = "proto3";\npackage z;\nmessage Thing {}\n`);
    expect(found('thing', workspace, 2)).toEqual(['message Thing in z', 'message ThingNumber0 in p0']);
    expect(found('thing', workspace, 1000)).toHaveLength(301);
  });

  test.each([true, false])('symbols lead to their names (file open: %s)', (isOpen) => {
    const { workspace, texts } = fixture(SOURCE);
    if (isOpen) for (const [path, text] of texts) workspace.setBuffer(path, text);
    const symbols = finish(workspaceSymbols(workspace, '', 100));
    expect(symbols).toHaveLength(11);
    for (const { id, name } of symbols) expect(schemaNode(workspace, placeOf, id)?.place?.uri.split(' ')[1]).toBe(name);
  });

  test('symbols follow an unsaved edit, even if it breaks the file', () => {
    const { workspace } = fixture(SOURCE);
    workspace.setBuffer('/project/b.proto', 'message Order {}\nmessage Paym');
    expect(found('Order', workspace)[0]).toBe('message Order');
    expect(found('Paym', workspace)).toEqual(['message Paym']);
    workspace.setBuffer('/project/b.proto', '');
    expect(found('Order', workspace)[0]).toBe('message Order in shop.v1');
  });
});
