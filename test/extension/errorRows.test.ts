/** Which rows of the tree an error marks, with the language server's own answers about a real workspace. */
import { expect, test } from 'vitest';
import type { RowsAroundParams, PlacesInFile } from '../../src/contract/languageServer.ts';
import { Emitter } from '../../src/extension/shared/emitter.ts';
import { ErrorRows, type ErrorChange, type FileError } from '../../src/extension/tree/errorRows.ts';
import { rowsAround } from '../../src/language/structure/rowsAround.ts';
import { rowsAt } from '../../src/language/structure/rowsAt.ts';
import { LineIndex } from '../../src/text/lines.ts';
import { fixture, FOLDER } from '../support/memoryWorkspace.ts';

const FILE = `${FOLDER}/a.proto`;
const TEXT = `syntax = "proto3";
package greet;
message Good { string name = 1; }
message Bad {
  string name = 1;
  strng identity = 2;
}
service Greeter { rpc Greet(Good) returns (Bad); }
`;
const IDENTITY = { line: 5, character: 2, message: '"strng" is not defined.' };

interface Stage {
  readonly rows: ErrorRows;
  /** The requests that the language server received. */
  readonly asked: PlacesInFile[];
  readonly changes: ErrorChange[];
  /** Replaces the text of the file, which is open. */
  readonly edit: (text: string) => Promise<void>;
  readonly set: (...errors: readonly FileError[]) => Promise<void>;
}

function stage(text = TEXT): Stage {
  const { workspace } = fixture(`-- a.proto --\n${text}-- b.proto --\npackage other;\nmessage Other {}\n`);
  const schema = new Emitter<{ readonly rows?: readonly (string | null)[] }>();
  const asked: PlacesInFile[] = [];
  const client = {
    onDidChangeSchema: schema.event,
    rowsAt: (files: readonly PlacesInFile[]) => {
      asked.push(...files);
      const lines = new LineIndex(workspace.text(FILE) ?? '');
      return Promise.resolve(
        files.map(({ positions }) =>
          rowsAt(
            workspace,
            FILE,
            positions.map((position) => lines.offsetAt(position)),
          ),
        ),
      );
    },
    rowsAround: ({ rows: ids, uris }: RowsAroundParams) =>
      Promise.resolve(rowsAround(workspace, { rows: ids, files: uris.map(() => FILE) })),
  };
  const rows = new ErrorRows(client, () => true);
  const changes: ErrorChange[] = [];
  rows.onDidChange((change) => changes.push(change));
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    rows,
    asked,
    changes,
    edit(now) {
      workspace.setBuffer(FILE, now);
      schema.fire({ rows: [] });
      return settled();
    },
    set(...errors) {
      rows.set(new Map([[`file://${FILE}`, errors]]));
      return settled();
    },
  };
}

const id = (steps: string): string => `d:${FILE}#${steps}`;

test('only the declaration with the error is marked, and only the rows above it contain an error', async () => {
  const { rows, set } = stage();
  await set(IDENTITY);
  expect(rows.of(id('m:Bad/f:identity'))).toEqual([IDENTITY.message]);
  expect(rows.of(id('m:Bad'))).toEqual([]);
  expect(rows.of('p:greet')).toEqual([]);
  for (const good of [id('m:Good'), id('m:Bad/f:name'), id('s:Greeter'), 'p:other'])
    expect(rows.of(good)).toBeUndefined();
});

test('an error outside of all declarations marks the package only', async () => {
  const { rows, set } = stage();
  await set({ line: 0, character: 0, message: 'No.' });
  expect(rows.of('p:greet')).toEqual([]);
  expect(rows.of(id('m:Good'))).toBeUndefined();
});

test('a message shows its own error beside the error of its field', async () => {
  const { rows, set } = stage();
  await set(IDENTITY, { line: 3, character: 8, message: 'Its name is taken.' });
  expect(rows.of(id('m:Bad'))).toEqual(['Its name is taken.']);
  expect(rows.of(id('m:Bad/f:identity'))).toEqual([IDENTITY.message]);
});

test('a change names only the rows that differ', async () => {
  const { set, changes } = stage();
  await set(IDENTITY);
  await set({ ...IDENTITY, message: 'Another.' });
  await set();
  expect(changes.map(({ own }) => own)).toEqual(Array(3).fill([id('m:Bad/f:identity')]));
  expect(changes.map(({ marked }) => marked.length)).toEqual([3, 1, 3]);
});

test('the same errors again cause no request and no change', async () => {
  const { set, asked, changes } = stage();
  await set(IDENTITY);
  await set({ ...IDENTITY });
  expect(asked).toHaveLength(1);
  expect(changes).toHaveLength(1);
});

test('the mark follows a declaration that gets another name', async () => {
  const { rows, set, edit } = stage();
  await set(IDENTITY);
  await edit(TEXT.replace('identity', 'identities'));
  expect(rows.of(id('m:Bad/f:identities'))).toEqual([IDENTITY.message]);
  expect(rows.of(id('m:Bad/f:identity'))).toBeUndefined();
});

test('one error among thousands of messages changes three rows', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => `message M${at} { string text = 1; }\n`).join('');
  const { set, changes } = stage(`${TEXT}${many}`);
  await set(IDENTITY);
  expect(changes.flatMap(({ marked }) => marked)).toHaveLength(3);
});
