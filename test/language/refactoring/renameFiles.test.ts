/** Imports follow files and folders that get other names. */
import { expect, test } from 'vitest';
import { resultOf } from '../../../src/base/slices.ts';
import { importEdits } from '../../../src/language/refactoring/renameFiles.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { fixture, FOLDER, type FixtureOptions } from '../../support/memoryWorkspace.ts';

const SOURCE = `-- proto/a/one.proto --
syntax = "proto3";
-- proto/a/two.proto --
syntax = "proto3";
import "a/one.proto";
-- proto/b/user.proto --
syntax = "proto3";
import public 'a/one.proto'; // Why.
import "a/two.proto";
import "google/protobuf/any.proto";
`;

/** Returns the imports after renames, and whether each import leads to its file. */
function renamed(renames: Readonly<Record<string, string>>, options: FixtureOptions = { roots: ['proto'] }): string {
  const made = fixture(SOURCE, { ...options, wellKnown: true });
  const paths = Object.entries(renames).map(([before, after]) => {
    return { before: `${FOLDER}/${before}`, after: `${FOLDER}/${after}` };
  });
  const edits = resultOf(importEdits(made.workspace, paths));
  const texts = new Map([...made.texts].filter(([path]) => path.startsWith(FOLDER)));
  for (const { path, text, edits: own } of edits) texts.set(path, applyEdits(text, own));
  const after = [...texts].map(([path, text]) => {
    const found = paths.find(({ before }) => `${path}/`.startsWith(`${before}/`));
    const now = found === undefined ? path : found.after + path.slice(found.before.length);
    return `-- ${now} --\n${text}`;
  });
  const roots = (options.roots ?? []).map((root) => renames[root] ?? root);
  const { workspace } = fixture(after.join(''), { ...options, roots, wellKnown: true });
  const lines = workspace.files().flatMap((path) => {
    const imports = workspace.linked(path)?.imports ?? [];
    return imports.map(
      (one) => `${path.slice(FOLDER.length + 1)}: ${one.path}${one.file === undefined ? ' leads nowhere' : ''}`,
    );
  });
  return lines.join('\n');
}

test('imports follow a file that gets another name', () => {
  expect(renamed({ 'proto/a/one.proto': 'proto/a/first.proto' })).toBe(
    [
      'proto/a/two.proto: a/first.proto',
      'proto/b/user.proto: a/first.proto',
      'proto/b/user.proto: a/two.proto',
      'proto/b/user.proto: google/protobuf/any.proto',
    ].join('\n'),
  );
});

test('imports follow a folder that moves with all its files', () => {
  expect(renamed({ 'proto/a': 'proto/deep/x' })).toBe(
    [
      'proto/deep/x/two.proto: deep/x/one.proto',
      'proto/b/user.proto: deep/x/one.proto',
      'proto/b/user.proto: deep/x/two.proto',
      'proto/b/user.proto: google/protobuf/any.proto',
    ].join('\n'),
  );
});

test('no import changes if the import root itself gets another name', () => {
  expect(renamed({ proto: 'protos' })).toBe(
    [
      'protos/a/two.proto: a/one.proto',
      'protos/b/user.proto: a/one.proto',
      'protos/b/user.proto: a/two.proto',
      'protos/b/user.proto: google/protobuf/any.proto',
    ].join('\n'),
  );
});

test('a changed import keeps its quotes and its comment', () => {
  const { workspace } = fixture(SOURCE, { roots: ['proto'], wellKnown: true });
  const rename = { before: `${FOLDER}/proto/a/one.proto`, after: `${FOLDER}/proto/one.proto` };
  const edits = resultOf(importEdits(workspace, [rename]));
  expect(edits.map(({ text, edits: own }) => applyEdits(text, own))).toEqual([
    'syntax = "proto3";\nimport "one.proto";\n',
    `syntax = "proto3";\nimport public 'one.proto'; // Why.\nimport "a/two.proto";\nimport "google/protobuf/any.proto";\n`,
  ]);
});
