import { describe, expect, test } from 'vitest';
import { incomingCalls, outgoingCalls, type HierarchyCall } from '../../src/language/navigation/callHierarchy.ts';
import { hierarchyItemAt, type HierarchyItem } from '../../src/language/navigation/hierarchy.ts';
import { typeDefinitions } from '../../src/language/navigation/typeDefinition.ts';
import { subtypes, supertypes } from '../../src/language/navigation/typeHierarchy.ts';
import { finish } from '../support/finish.ts';
import { fixture, type Fixture } from '../support/memoryWorkspace.ts';

const COMMON = `-- proto/common.proto --
syntax = "proto2";
package common;
message Money { required Currency currency = 1; extensions 100 to 200; }
enum Currency { EUR = 0; }
`;
const SHOP = `-- proto/shop.proto --
syntax = "proto2";
package shop;
import "common.proto";
message Order {
  repeated Line lines = 1;
  map<string, common.Money> totals = 2;
  oneof paid { common.Money cash = 3; int32 points = 4; }
  message Line { optional common.Money price = 1; optional Order parent = 2; }
  optional group Extra = 5 { optional common.Money tip = 1; }
  optional int32 old = 6 [deprecated = true];
  extend common.Money { optional Line in_line = 101; }
}
extend common.Money { optional Order in_order = 100 [deprecated = true]; }
service Orders { rpc Place(Order) returns (stream common.Money); rpc Same(Order) returns (Order); }
`;
/** This file mentions the name, but means its own message. */
const OTHER = `-- proto/other.proto --
syntax = "proto3";
package other;
import "shop.proto";
message Money {}
message Purse { Money money = 1; shop.Order order = 2; }
`;
const ALL = COMMON + SHOP + OTHER;

/** Returns the sources with the cursor at the `$0` of `text`. */
function at(text: string): Fixture {
  const plain = text.replace('$0', '');
  expect(ALL).toContain(plain);
  return fixture(ALL.replace(plain, text));
}

function types(text: string): readonly string[] {
  const { workspace, path, offset } = at(text);
  const file = workspace.linked(path);
  const found = file ? typeDefinitions(file, offset, (home, importPath) => workspace.textOf(home, importPath)) : [];
  return found.map(({ file: home, nameSpan }) => `${home.path}: ${home.tree.text.slice(nameSpan.start, nameSpan.end)}`);
}

describe('typeDefinitions', () => {
  test.each([
    ['the name of a field', 'repeated Line lin$0es', ['shop.proto: Line']],
    ['the name of a map', 'totals$0 = 2', ['common.proto: Money']],
    ['a member of a oneof', 'Money cas$0h', ['common.proto: Money']],
    ['the type of a field', 'map<string, common.Mon$0ey>', ['common.proto: Money']],
    ['an rpc', 'rpc Pla$0ce', ['shop.proto: Order', 'common.proto: Money']],
    ['an rpc with one type', 'rpc Sa$0me', ['shop.proto: Order']],
    ['the request type of an rpc', 'Place(Ord$0er', ['shop.proto: Order']],
    ['an enum value', 'EU$0R', ['common.proto: Currency']],
    ['an extension', 'Line in_li$0ne', ['shop.proto: Line']],
    ['a group', 'group Ext$0ra', ['shop.proto: Extra']],
    ['a scalar field', 'int32 poin$0ts', []],
    ['a oneof', 'oneof pa$0id', []],
    ['an import', 'import "com$0mon.proto"', []],
  ])('a type definition is found from %s', (_what, text, expected) => {
    expect(types(text)).toEqual(expected);
  });
});

function itemAt({ workspace, path, offset }: Fixture): HierarchyItem | undefined {
  const file = workspace.linked(path);
  return file && hierarchyItemAt(workspace, file, offset);
}

function itemText({ kind, fullName, file, deprecated }: HierarchyItem): string {
  return `${kind} ${fullName} in ${file.path}${deprecated ? ', deprecated' : ''}`;
}

/** Returns the calls of the declaration at the cursor, with the text of each place. */
function calls(text: string, direction: 'in' | 'out'): readonly string[] {
  const place = at(text);
  const item = itemAt(place);
  if (item === undefined) return ['no item'];
  const shown = ({ item: other, spans }: HierarchyCall): string => {
    const { tree } = direction === 'in' ? other.file : item.file;
    return `${itemText(other)}: ${spans.map(({ start, end }) => tree.text.slice(start, end)).join(' ')}`;
  };
  if (direction === 'in') return finish(incomingCalls(place.workspace, item, shown));
  return outgoingCalls(place.workspace, item).map(shown);
}

describe('the call hierarchy', () => {
  test.each([
    [
      'a service to its rpcs',
      'service Ord$0ers',
      ['method shop.Orders.Place in shop.proto: Place', 'method shop.Orders.Same in shop.proto: Same'],
    ],
    [
      'an rpc to its types',
      'rpc Pla$0ce',
      ['message shop.Order in shop.proto: Order', 'message common.Money in common.proto: common.Money'],
    ],
    ['an rpc to the type that it has twice', 'rpc Sa$0me', ['message shop.Order in shop.proto: Order Order']],
    [
      'a message to the types of its fields, but not of nested ones',
      'message Ord$0er',
      [
        'message shop.Order.Line in shop.proto: Line',
        'message common.Money in common.proto: common.Money common.Money',
      ],
    ],
    ['a group to the types of its fields', 'group Ext$0ra', ['message common.Money in common.proto: common.Money']],
    [
      'a message of another file to its types',
      'cash$0 = 3',
      [
        'message shop.Order.Line in shop.proto: Line',
        'message common.Money in common.proto: common.Money common.Money',
      ],
    ],
    [
      'a type to the types of its fields',
      'Place(Order) returns (stream common.Mon$0ey',
      ['enum common.Currency in common.proto: Currency'],
    ],
    ['an extension to its type', 'in_or$0der', ['message shop.Order in shop.proto: Order']],
    ['an import to nothing', 'import "com$0mon.proto"', ['no item']],
  ])('the call hierarchy leads from %s', (_what, text, expected) => {
    expect(calls(text, 'out')).toEqual(expected);
  });

  test.each([
    [
      'a message to all fields, extensions and rpcs that use it, in every file',
      'message Mon$0ey { required',
      [
        'message shop.Order in shop.proto: common.Money common.Money',
        'message shop.Order.Line in shop.proto: common.Money',
        'message shop.Order.Extra in shop.proto: common.Money',
        'method shop.Orders.Place in shop.proto: common.Money',
      ],
    ],
    [
      'a message that also importers use',
      'message Ord$0er',
      [
        'message shop.Order.Line in shop.proto: Order',
        'extension shop.in_order in shop.proto, deprecated: Order',
        'method shop.Orders.Place in shop.proto: Order',
        'method shop.Orders.Same in shop.proto: Order Order',
        'message other.Purse in other.proto: shop.Order',
      ],
    ],
    [
      'a nested message',
      'message Li$0ne',
      ['message shop.Order in shop.proto: Line', 'extension shop.Order.in_line in shop.proto: Line'],
    ],
    ['an enum', 'enum Curr$0ency', ['message common.Money in common.proto: Currency']],
    ['an rpc to its service', 'rpc Pla$0ce', ['service shop.Orders in shop.proto: Place']],
    ['a service to nothing', 'service Ord$0ers', []],
  ])('the call hierarchy leads back from %s', (_what, text, expected) => {
    expect(calls(text, 'in')).toEqual(expected);
  });

  test('the call hierarchy links only files that may use the name, one file per step', () => {
    const place = at('enum Curr$0ency');
    const item = itemAt(place);
    place.linked.length = 0;
    const work = item && incomingCalls(place.workspace, item, ({ item: { fullName } }) => fullName);
    expect(work?.next()).toEqual({ done: false, value: undefined });
    expect(work?.next()).toEqual({ done: true, value: ['common.Money'] });
    expect(place.linked).not.toContain('proto/other.proto');
  });

  test('the call hierarchy is empty for a declaration that is gone', () => {
    const { workspace } = fixture(ALL);
    const gone = { path: '/project/proto/shop.proto', kind: 'message', fullName: 'shop.Gone' } as const;
    expect(outgoingCalls(workspace, gone)).toEqual([]);
    expect(finish(incomingCalls(workspace, { ...gone, path: '/gone.proto' }, () => 0))).toEqual([]);
    expect(finish(incomingCalls(workspace, { ...gone, kind: 'method' }, () => 0))).toEqual([]);
  });
});

describe('the type hierarchy', () => {
  test('a message has its extensions below it, and an extension has its message above it', () => {
    const place = at('message Mon$0ey { required');
    const item = itemAt(place);
    const below = item ? finish(subtypes(place.workspace, item, (one) => one)) : [];
    expect(below.map(itemText)).toEqual([
      'extension shop.Order.in_line in shop.proto',
      'extension shop.in_order in shop.proto, deprecated',
    ]);
    for (const extension of below)
      expect(supertypes(place.workspace, extension).map(itemText)).toEqual(['message common.Money in common.proto']);
    expect(item && supertypes(place.workspace, item)).toEqual([]);
  });

  test('a message without extensions has nothing below it, even if another message of this name has extensions', () => {
    const place = at('message Mon$0ey {}');
    const item = itemAt(place);
    expect(item?.fullName).toBe('other.Money');
    expect(item && finish(subtypes(place.workspace, item, itemText))).toEqual([]);
  });
});
