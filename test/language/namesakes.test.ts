/** A name that two modules declare: which declaration is meant, and what tells their rows apart. */
import { describe, expect, test } from 'vitest';
import {
  declarationsNamed,
  fileMeant,
  filesDeclaring,
  rowInFull,
  searchRows,
} from '../../src/language/structure/schemaSearch.ts';
import { schemaChildren, type PlaceOf } from '../../src/language/structure/schemaTree.ts';
import type { SchemaNode } from '../../src/contract/schemaNode.ts';
import { finish } from '../support/finish.ts';
import { fixture } from '../support/memoryWorkspace.ts';

const GREETER = `syntax = "proto3";
package greeter.v1;
message Request {}
service Greeter { rpc SayHello(Request) returns (Request); }
`;

const SOURCE = `-- one/greeter.proto --
${GREETER}-- two/greeter.proto --
${GREETER}-- two/other.proto --
syntax = "proto3";
package greeter.v1;
message OnlyHere {}
`;

const placeOf: PlaceOf = (uri) => ({
  uri,
  range: { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 },
});

const twoModules = () => fixture(SOURCE, { markers: ['one/buf.yaml', 'two/buf.yaml'] }).workspace;

const told = (rows: readonly SchemaNode[]): string[] => rows.map(({ label, module }) => `${label} ${module ?? '-'}`);

describe('rows of a name that two modules declare', () => {
  test('each have the folder of their module in the tree, and the others have none', () => {
    expect(told(schemaChildren(twoModules(), 'p:greeter.v1'))).toEqual([
      'Greeter /project/one',
      'Greeter /project/two',
      'Request /project/one',
      'Request /project/two',
      'OnlyHere -',
    ]);
  });

  test('each have it in a search', () => {
    const { rows } = finish(searchRows(twoModules(), 'SayHello', 10, new Set(['method'])));
    expect(told(rows)).toEqual(['SayHello /project/one', 'SayHello /project/two']);
  });

  test('each have it if they are found by name, and if one row is requested', () => {
    const found = declarationsNamed(twoModules(), placeOf, 'method', 'greeter.v1.Greeter.SayHello');
    expect(told(found)).toEqual(['SayHello /project/one', 'SayHello /project/two']);
    const row = rowInFull(twoModules(), placeOf, found[1]?.id ?? '');
    expect(row?.module).toBe('/project/two');
  });

  test('have none if one module declares the name twice', () => {
    const { workspace } = fixture(SOURCE);
    expect(schemaChildren(workspace, 'p:greeter.v1').filter(({ module }) => module !== undefined)).toEqual([]);
  });
});

describe('the file that is meant', () => {
  const meantIn = (file: string | undefined): string | undefined => {
    const workspace = twoModules();
    return fileMeant(workspace, filesDeclaring(workspace, 'service', 'greeter.v1.Greeter'), file);
  };

  test('is the file itself, or the one of its module that declares the name', () => {
    expect(meantIn('/project/two/greeter.proto')).toBe('/project/two/greeter.proto');
    expect(meantIn('/project/two/other.proto')).toBe('/project/two/greeter.proto');
    expect(meantIn('/project/two/moved/gone.proto')).toBe('/project/two/greeter.proto');
  });

  test('is none if the file belongs to neither module', () => {
    expect(meantIn('/project/three/gone.proto')).toBeUndefined();
  });

  test('is the first if nothing says which one', () => {
    expect(meantIn(undefined)).toBe('/project/one/greeter.proto');
  });

  test('is the only one, wherever the file was', () => {
    const { workspace } = fixture(`-- one/greeter.proto --\n${GREETER}`);
    const declaring = filesDeclaring(workspace, 'service', 'greeter.v1.Greeter');
    expect(fileMeant(workspace, declaring, '/gone/greeter.proto')).toBe('/project/one/greeter.proto');
  });
});
