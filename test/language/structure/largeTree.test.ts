/** The schema tree of a workspace with many packages: groups, folded packages, one row for many messages. */
import { describe, expect, test } from 'vitest';
import type { SchemaNode } from '../../../src/contract/schemaNode.ts';
import { searchRows } from '../../../src/language/structure/schemaSearch.ts';
import { rowsAround } from '../../../src/language/structure/rowsAround.ts';
import { rowsAt } from '../../../src/language/structure/rowsAt.ts';
import { schemaChildren, schemaNode, schemaPath } from '../../../src/language/structure/schemaTree.ts';
import { TreeChanges } from '../../../src/language/structure/treeChanges.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

/** Together with the packages of a test, these are one package more than a small workspace may have. */
const FILLERS = Array.from({ length: 21 }, (_, i) => file(`filler/f${i}.proto`, `filler.f${i}`, `message F${i} {}`));

function file(path: string, packageName: string, declarations: string): string {
  return `-- ${path} --\nsyntax = "proto3";\npackage ${packageName};\n${declarations}\n`;
}

function messages(count: number): string {
  return Array.from({ length: count }, (_, i) => `message M${i} { string text = 1; }`).join('\n');
}

const SERVICE = `service Flow { rpc Start(M0) returns (M1); }`;

const LARGE = [
  ...FILLERS,
  file('temporal/api/enums/v1/e.proto', 'temporal.api.enums.v1', 'enum E { A = 0; }'),
  file('temporal/api/flow/v1/flow.proto', 'temporal.api.flow.v1', `${SERVICE}\n${messages(21)}`),
  file('google/protobuf/any.proto', 'google.protobuf', 'message Any {}'),
  file('google/api/http.proto', 'google.api', 'message Http {}'),
].join('');

/** Prints the rows that a tree shows at first, and the rows below the rows with these labels. */
function draw(workspace: Workspace, opened: readonly string[] = [], parent?: string, indent = ''): string {
  return schemaChildren(workspace, parent)
    .map((row) => {
      const isOpen = row.opensAtFirst === true || opened.includes(row.label);
      const count = row.count === undefined ? '' : ` [${row.count}]`;
      const line = `${indent}${row.kind} ${row.label}${count}${row.description === undefined ? '' : ` (${row.description})`}\n`;
      return line + (row.hasChildren && isOpen ? draw(workspace, opened, row.id, `${indent}  `) : '');
    })
    .join('');
}

function allRows(workspace: Workspace, parent?: string): readonly SchemaNode[] {
  return schemaChildren(workspace, parent).flatMap((row) => [
    row,
    ...(row.hasChildren ? allRows(workspace, row.id) : []),
  ]);
}

describe('schemaChildren of a large workspace', () => {
  test('shows services first, joins the levels of its own packages, and closes the group of vendored packages', () => {
    expect(draw(fixture(LARGE).workspace, ['temporal.api', 'flow.v1', 'Dependencies'])).toBe(`services Services [1]
  service Flow (flow.v1 · temporal.api)
packages Packages
  package filler
  package temporal.api
    package enums.v1
    package flow.v1
      service Flow
      types Messages [21]
dependencies Dependencies
  package google.api
  package google.protobuf
`);
  });

  test('shows the members of a service in both places, and messages in their group', () => {
    const { workspace } = fixture(LARGE);
    const methods = allRows(workspace).filter(({ kind }) => kind === 'method');
    expect(methods.map(({ fullName }) => fullName)).toEqual([
      'temporal.api.flow.v1.Flow.Start',
      'temporal.api.flow.v1.Flow.Start',
    ]);
    expect(schemaChildren(workspace, 't:temporal.api.flow.v1').map(({ label }) => label)).toHaveLength(21);
  });

  test('gives each row its own id, and finds the row again by its id', () => {
    const { workspace } = fixture(LARGE);
    const rows = allRows(workspace);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const node of rows) expect(schemaPath(workspace, node.id).at(-1)).toEqual(node);
  });

  test('gives each row a path of rows that contain it', () => {
    const { workspace } = fixture(LARGE);
    for (const { id } of allRows(workspace)) {
      const path = schemaPath(workspace, id);
      const parents = [undefined, ...path.map((node) => node.id)];
      for (const [at, node] of path.entries()) expect(schemaChildren(workspace, parents[at])).toContainEqual(node);
    }
  });

  test('the descriptions of services with the same name begin with what distinguishes them', () => {
    const quotas = ['v1', 'v1beta'].map((version) =>
      file(`${version}.proto`, `acme.api.cloudquotas.${version}`, 'service CloudQuotas {}'),
    );
    const { workspace } = fixture(FILLERS.join('') + quotas.join(''));
    expect(draw(workspace)).toContain(`services Services [2]
  service CloudQuotas (cloudquotas.v1 · acme.api)
  service CloudQuotas (cloudquotas.v1beta · acme.api)
`);
  });

  test('leaves out groups that would be empty', () => {
    expect(draw(fixture(FILLERS.join('')).workspace)).toBe('packages Packages\n  package filler\n');
  });

  test('keeps a package with declarations above its subpackages', () => {
    const nested = file('a.proto', 'a.b', 'message B {}') + file('c.proto', 'a.b.c.d', 'message D {}');
    expect(draw(fixture(FILLERS.join('') + nested).workspace, ['a.b', 'c.d'])).toBe(`packages Packages
  package a.b
    package c.d
      message D
    message B
  package filler
`);
  });

  test('starts with a closed group if there are many services', () => {
    const services = Array.from({ length: 21 }, (_, i) => file(`s${i}.proto`, `s.s${i}`, 'service S {}')).join('');
    expect(draw(fixture(services).workspace)).toBe('services Services [21]\npackages Packages\n  package s\n');
  });
});

test('a small workspace lists its own packages first, and shows the end of long names', () => {
  const source =
    file('a.proto', 'google.protobuf', 'message Any {}') +
    file('b.proto', 'google.protobuf.compiler', 'message Plugin {}') +
    file('c.proto', 'temporal.api.flow.v1', 'service S {}') +
    file('d.proto', 'greeter.v1', messages(30));
  const { workspace } = fixture(source);
  const rows = schemaChildren(workspace);
  expect(rows.map(({ label, description, opensAtFirst }) => [label, description, opensAtFirst])).toEqual([
    ['greeter.v1', undefined, true],
    ['flow.v1', 'temporal.api', true],
    ['google.protobuf', undefined, undefined],
    ['compiler', 'google.protobuf', undefined],
  ]);
  expect(schemaChildren(workspace, 'p:greeter.v1')).toHaveLength(30);
});

test('the label of an extension is the message that it extends', () => {
  const source = file('a.proto', 'p', 'extend google.protobuf.MethodOptions { string note = 50000; }');
  const [row] = schemaChildren(fixture(source).workspace, 'p:p');
  expect([row?.label, row?.description]).toEqual(['MethodOptions', 'google.protobuf']);
});

test("a search finds the user's own services in their group, and everything else in its package", () => {
  const { workspace } = fixture(LARGE);
  const found = [
    ...rowsFound(workspace, 'Start'),
    ...rowsFound(workspace, 'M20'),
    ...rowsFound(workspace, 'flow', 'package'),
  ];
  expect(found.map(({ id }) => schemaPath(workspace, id).map(({ label }) => label))).toEqual([
    ['Services', 'Flow', 'Start'],
    ['Packages', 'temporal.api', 'flow.v1', 'Messages', 'M20'],
    ['Packages', 'temporal.api', 'flow.v1'],
  ]);
});

function rowsFound(workspace: Workspace, query: string, kind?: string): readonly SchemaNode[] {
  const steps = searchRows(workspace, query, 1, kind === undefined ? undefined : new Set([kind]));
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value.rows;
  }
}

describe('rowsAround', () => {
  const { workspace } = fixture(LARGE);
  const flow = `${FOLDER}/temporal/api/flow/v1/flow.proto`;

  test.each([
    [
      'a message',
      `d:${flow}#m:M3/f:text`,
      ['g:packages', 'p:temporal.api', 'p:temporal.api.flow.v1', `t:temporal.api.flow.v1`],
    ],
    ['a service in its package', `d:${flow}#s:Flow`, ['g:packages', 'p:temporal.api', 'p:temporal.api.flow.v1']],
    ['a service in the list of services', `s:${flow}#s:Flow`, ['g:services']],
    ['a dependency', `d:${FOLDER}/google/api/http.proto#m:Http`, ['g:dependencies', 'p:google.api']],
    ['a file that does not exist', `d:${FOLDER}/missing.proto#m:Http`, []],
  ])('finds the packages and groups that contain %s', (_, row, expected) => {
    const known = (id: string): boolean => schemaPath(workspace, id).length > 0;
    expect(rowsAround(workspace, { rows: [row], files: [] }).filter(known)).toEqual(expected);
  });

  test('finds the packages of a file whose error is in no declaration', () => {
    expect(rowsAround(workspace, { rows: [], files: [flow, `${FOLDER}/missing.proto`] })).toEqual([
      'g:packages',
      'p:temporal.api',
      'p:temporal.api.flow.v1',
    ]);
  });
});

test('a place in a service has a row in its package and one in the list of services', () => {
  const { workspace, texts } = fixture(LARGE);
  const path = `${FOLDER}/temporal/api/flow/v1/flow.proto`;
  expect(rowsAt(workspace, path, [texts.get(path)?.indexOf('Start') ?? -1])).toEqual([
    {
      rows: [`d:${path}#s:Flow/m:Start`, `s:${path}#s:Flow/m:Start`],
      around: [`d:${path}#s:Flow`, `s:${path}#s:Flow`],
    },
  ]);
});

test('both rows of a service lead to its source', () => {
  const { workspace } = fixture(LARGE);
  const places = allRows(workspace)
    .filter(({ kind }) => kind === 'service')
    .map(({ id }) => schemaNode(workspace, (path) => ({ uri: path, range: NOWHERE }), id)?.place?.uri);
  expect(places).toEqual([`${FOLDER}/temporal/api/flow/v1/flow.proto`, `${FOLDER}/temporal/api/flow/v1/flow.proto`]);
});

const NOWHERE = { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 };

describe('TreeChanges of a large workspace', () => {
  const path = `${FOLDER}/temporal/api/flow/v1/flow.proto`;
  const inPackage = 'temporal.api.flow.v1';

  function edited(from: string, to: string): readonly (string | null)[] | undefined {
    const { workspace, texts } = fixture(LARGE);
    const changes = new TreeChanges(workspace);
    const text = texts.get(path) ?? '';
    workspace.setBuffer(path, text);
    allRows(workspace);
    changes.take();
    changes.take();
    const before = levels(workspace);
    expect(text).toContain(from);
    workspace.setBuffer(path, text.replace(from, to));
    const named = changes.take();
    expectTold(before, levels(workspace), named ?? []);
    return named;
  }

  const row = (steps: string, under = 'd'): string => `${under}:${path}#${steps}`;

  test.each([
    ['a method has another name', 'rpc Start', 'rpc Stop', [row('s:Flow'), row('s:Flow', 's')]],
    ['a message has another field', 'string text = 1', 'string word = 1', [`t:${inPackage}`, row('m:M0')]],
    ['a message is new', SERVICE, `${SERVICE} message New {}`, [`p:${inPackage}`, `t:${inPackage}`]],
    ['a service is new', SERVICE, `${SERVICE} service New {}`, [null, 'g:services', `p:${inPackage}`]],
    ['a blank line moves all others', SERVICE, `\n\n${SERVICE}`, []],
    [
      'the messages that are left need no group',
      'message M0 { string text = 1; }',
      '',
      [`p:${inPackage}`, row('m:M0')],
    ],
  ])('names the levels that differ if %s', (_, from, to, expected) => {
    expect(edited(from, to)).toEqual(expected);
  });

  test('names the first level if the last service is removed', () => {
    expect(edited(SERVICE, '')?.filter((id) => id === null || id.length < 20)).toEqual([null, 'g:services']);
  });

  test('names the levels that contain a renamed package', () => {
    const named = edited(`package ${inPackage}`, 'package temporal.other') ?? [];
    expect(named.filter((id) => id?.includes('#') !== true).sort()).toEqual([
      'g:packages',
      'g:services',
      'p:temporal',
      'p:temporal.api',
      'p:temporal.api.flow.v1',
      'p:temporal.other',
      't:temporal.other',
    ]);
  });

  /** Expects that each level that existed before and now differs is named. */
  function expectTold(
    before: ReadonlyMap<string | null, string>,
    after: ReadonlyMap<string | null, string>,
    named: readonly (string | null)[],
  ): void {
    for (const [id, rows] of after) {
      const isTold = named.includes(id) || named.some((one) => one !== null && id?.startsWith(`${one}/`) === true);
      if (!isTold && before.has(id)) expect([id, rows]).toEqual([id, before.get(id)]);
    }
  }

  function levels(workspace: Workspace): ReadonlyMap<string | null, string> {
    const found = new Map<string | null, string>([[null, JSON.stringify(schemaChildren(workspace))]]);
    for (const { id } of allRows(workspace)) found.set(id, JSON.stringify(schemaChildren(workspace, id)));
    return found;
  }
});
