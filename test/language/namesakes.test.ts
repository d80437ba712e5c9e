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
  test('each row has the folder of its module in the tree, and other rows have none', () => {
    expect(told(schemaChildren(twoModules(), 'p:greeter.v1'))).toEqual([
      'Greeter /project/one',
      'Greeter /project/two',
      'Request /project/one',
      'Request /project/two',
      'OnlyHere -',
    ]);
  });

  test('in a search, each row shows the folder of its module', () => {
    const { rows } = finish(searchRows(twoModules(), 'SayHello', 10, new Set(['method'])));
    expect(told(rows)).toEqual(['SayHello /project/one', 'SayHello /project/two']);
  });

  test('each row has the folder of its module if it is found by name, or requested alone', () => {
    const found = declarationsNamed(twoModules(), placeOf, 'method', 'greeter.v1.Greeter.SayHello');
    expect(told(found)).toEqual(['SayHello /project/one', 'SayHello /project/two']);
    const row = rowInFull(twoModules(), placeOf, found[1]?.id ?? '');
    expect(row?.module).toBe('/project/two');
  });

  test('rows have no folder if one module declares the name twice', () => {
    const { workspace } = fixture(SOURCE);
    expect(schemaChildren(workspace, 'p:greeter.v1').filter(({ module }) => module !== undefined)).toEqual([]);
  });
});

describe('the file that a name means', () => {
  const meantIn = (file: string | undefined): string | undefined => {
    const workspace = twoModules();
    return fileMeant(workspace, filesDeclaring(workspace, 'service', 'greeter.v1.Greeter'), file);
  };

  test('a name means the file itself, or the file of its module that declares the name', () => {
    expect(meantIn('/project/two/greeter.proto')).toBe('/project/two/greeter.proto');
    expect(meantIn('/project/two/other.proto')).toBe('/project/two/greeter.proto');
    expect(meantIn('/project/two/moved/gone.proto')).toBe('/project/two/greeter.proto');
  });

  test('a name means no file if the given file belongs to neither module', () => {
    expect(meantIn('/project/three/gone.proto')).toBeUndefined();
  });

  test('a name means the first file if nothing says which one', () => {
    expect(meantIn(undefined)).toBe('/project/one/greeter.proto');
  });

  test('a name means the only declaring file, wherever the given file was', () => {
    const { workspace } = fixture(`-- one/greeter.proto --\n${GREETER}`);
    const declaring = filesDeclaring(workspace, 'service', 'greeter.v1.Greeter');
    expect(fileMeant(workspace, declaring, '/gone/greeter.proto')).toBe('/project/one/greeter.proto');
  });
});
