/** Requests before all files are read: each reads only the files that it needs. */
import { describe, expect, test } from 'vitest';
import { completion } from '../../src/language/completion/completion.ts';
import { hover } from '../../src/language/navigation/hover.ts';
import { fixture, FOLDER, type Fixture } from '../support/memoryWorkspace.ts';

const OTHERS = Array.from(
  { length: 50 },
  (_, i) => `-- other/f${i}.proto --\nsyntax = "proto3";\npackage other;\nmessage Other${i} {}\n`,
).join('');
const SOURCE = `-- a/open.proto --
syntax = "proto3";
package a;
import "a/imported.proto";
message Open { Impo$0rted field = 1; }
-- a/imported.proto --
syntax = "proto3";
package a;
message Imported {}
${OTHERS}`;

/** Returns the fixture with an open file at the cursor, and the paths that are read from the disk afterwards. */
function opened(): Fixture & { readonly read: Set<string> } {
  const made = fixture(SOURCE);
  made.workspace.setBuffer(made.path, made.texts.get(made.path) ?? '');
  const read = new Set<string>();
  const get = made.texts.get.bind(made.texts);
  made.texts.get = (path) => {
    read.add(path);
    return get(path);
  };
  return { ...made, read };
}

describe('before all files are read', () => {
  test('a hover reads only the imports of the open file', () => {
    const { workspace, path, offset, read } = opened();
    const found = workspace.early(() => {
      const file = workspace.linkedEarly(path);
      return file && hover(file, offset, (one, importPath) => workspace.textOf(one, importPath));
    });
    expect(found?.markdown).toContain('message Imported {}');
    expect([...read]).toEqual([`${FOLDER}/a/imported.proto`]);
    expect(workspace.isRead).toBe(false);
  });

  test('completion offers the known names, and reads no other file', () => {
    const { workspace, path, offset, read } = opened();
    workspace.linkedEarly(path);
    const { items } = workspace.early(() => completion(workspace, path, offset, false));
    expect(items.map(({ label }) => label)).toContain('Imported');
    expect([...read]).toEqual([`${FOLDER}/a/imported.proto`]);
    expect(workspace.isRead).toBe(false);
  });

  test('an early answer has no effect once all files are read', () => {
    const { workspace, path } = opened();
    workspace.early(() => workspace.linkedEarly(path));
    expect(workspace.summary(`${FOLDER}/other/f7.proto`)?.declarations.map(({ name }) => name)).toEqual(['Other7']);
    expect(workspace.linked(path)?.diagnostics).toEqual([]);
  });
});
