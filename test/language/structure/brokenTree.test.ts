/** The schema tree of a text with errors: rows that the errors hide stay as they were last read. */
import { describe, expect, test } from 'vitest';
import { schemaChildren, schemaNode, schemaPath, type PlaceOf } from '../../../src/language/structure/schemaTree.ts';
import { TreeChanges } from '../../../src/language/structure/treeChanges.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

const PATH = `${FOLDER}/greeter.proto`;

const TEXT = `syntax = "proto3";
package greeter.v1;
message HelloRequest { string name = 1; }
message HelloReply { string message = 1; }
service Greeter {
  rpc SayHello(HelloRequest) returns (HelloReply);
}
`;

/** Prints all rows; rows that errors hide have a question mark. */
function draw(workspace: Workspace, parent?: string, indent = ''): string {
  return schemaChildren(workspace, parent)
    .map((row) => {
      const line = `${indent}${row.label}${row.brokenFile === undefined ? '' : '?'}\n`;
      return line + (row.hasChildren ? draw(workspace, row.id, `${indent}  `) : '');
    })
    .join('');
}

function edited(from: string, to: string): Workspace {
  const { workspace } = fixture(`-- greeter.proto --\n${TEXT}`);
  schemaChildren(workspace);
  workspace.setBuffer(PATH, TEXT.replace(from, to));
  return workspace;
}

describe('a file with errors', () => {
  test.each([
    [
      'a comment without an end',
      'syntax',
      '/* syntax',
      'greeter.v1\n  Greeter?\n    SayHello?\n  HelloRequest?\n  HelloReply?\n',
    ],
    [
      'a mistake in the keyword of a message',
      'message HelloRequest',
      'mesage HelloRequest',
      'greeter.v1\n  Greeter\n    SayHello\n  HelloReply\n    message\n  HelloRequest?\n',
    ],
    [
      'a mistake in the package',
      'package',
      'pakage',
      'greeter.v1\n  Greeter\n    SayHello\n  HelloRequest\n    name\n  HelloReply\n    message\n',
    ],
  ])('a file keeps the rows that its errors hide: %s', (_, from, to, expected) => {
    expect(draw(edited(from, to))).toBe(expected);
  });

  test('a file with errors keeps no row of a deleted declaration', () => {
    const source = `-- greeter.proto --\n${TEXT}message Unused {}\n`;
    const { workspace } = fixture(source);
    schemaChildren(workspace);
    workspace.setBuffer(PATH, `${TEXT}}\n`);
    expect(draw(workspace)).not.toContain('Unused');
  });

  test('a file shows everything as before once it has no errors', () => {
    const workspace = edited('syntax', '/* syntax');
    const hidden = draw(workspace);
    workspace.setBuffer(PATH, `${TEXT}\n`);
    expect(draw(workspace)).toBe(draw(edited('', '')));
    expect(hidden).not.toBe(draw(workspace));
  });

  test('a hidden row leads to its name in the text', () => {
    const workspace = edited('syntax', '/* syntax');
    const [service] = schemaChildren(workspace, 'p:greeter.v1');
    const [method] = schemaChildren(workspace, service?.id);
    expect(schemaPath(workspace, method?.id ?? '').map(({ label }) => label)).toEqual([
      'greeter.v1',
      'Greeter',
      'SayHello',
    ]);
    expect(schemaNode(workspace, named, method?.id ?? '')?.place?.uri).toBe('SayHello');
  });
});

/** Gives the text at the place instead of the file's address. */
const named: PlaceOf = (_, text, { start, end }) => ({
  uri: text.slice(start, end),
  range: { startLine: 0, startCharacter: start, endLine: 0, endCharacter: end },
});

describe('a file that has no declarations to show', () => {
  test.each([
    ['because of its errors', 'message {'],
    ['because it is not text', '\u0000\u0001\u0002'],
  ])('a file without declarations to show has its own row %s', (_, text) => {
    const { workspace } = fixture(`-- greeter.proto --\n${text}\n`);
    expect(schemaChildren(workspace)).toMatchObject([{ kind: 'file', label: 'greeter.proto', brokenFile: PATH }]);
    expect(schemaNode(workspace, named, `f:${PATH}`)?.place).toBeDefined();
  });

  test('a file has a row if we refuse the text of its editor', () => {
    const { workspace } = fixture('');
    workspace.refuseBuffer(PATH, 'is larger than 8 MB');
    expect(draw(workspace)).toBe('greeter.proto?\n');
  });

  test('a file has no row if it is only empty', () => {
    expect(draw(fixture('-- greeter.proto --\n// Nothing yet.\n').workspace)).toBe('');
  });
});

describe('TreeChanges', () => {
  function changesOf(...texts: readonly string[]): readonly (string | null)[] | undefined {
    const { workspace } = fixture(`-- greeter.proto --\n${TEXT}`);
    const changes = new TreeChanges(workspace);
    workspace.setBuffer(PATH, TEXT);
    schemaChildren(workspace);
    changes.take();
    changes.take();
    let named: readonly (string | null)[] | undefined;
    for (const text of texts) {
      workspace.setBuffer(PATH, text);
      named = changes.take();
    }
    return named;
  }
  const hidden = TEXT.replace('message HelloRequest', 'mesage HelloRequest');
  const id = `d:${PATH}#m:HelloRequest`;

  test('names a row that errors hide, and its package', () => {
    expect(changesOf(hidden)).toEqual(['p:greeter.v1', id]);
  });

  test('names the levels of a row that errors no longer hide', () => {
    expect(changesOf(hidden, TEXT)).toEqual(['p:greeter.v1', id]);
  });

  test('names no levels of a row that stays hidden', () => {
    expect(changesOf(hidden, `\n${hidden}`)).toEqual([]);
  });
});
