/** Which files are linked again after a change, and which are not. */
import { describe, expect, test } from 'vitest';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

/** In this chain, c imports b, and b imports a; d imports none of them. */
const CHAIN = `-- a.proto --
syntax = "proto3";
package p;
message A { int32 x = 1; }
-- b.proto --
syntax = "proto3";
package p;
import "a.proto";
message B { A a = 1; }
-- c.proto --
syntax = "proto3";
package p;
import "b.proto";
message C { B b = 1; }
-- d.proto --
syntax = "proto3";
package d;
message D {}
`;

function at(path: string): string {
  return `${FOLDER}/${path}`;
}

function errorsOf({ workspace }: Fixture, path: string): readonly string[] {
  return workspace.linked(at(path))?.diagnostics.map(({ message }) => message) ?? ['not linked'];
}

/** Checks every file of the folder, and returns the files that were linked. */
function check({ workspace, linked }: Fixture): readonly string[] {
  linked.length = 0;
  for (const path of [...workspace.files()].sort()) workspace.verdict(path);
  return [...linked];
}

/** Makes a workspace in which every file was checked. */
function checked(source: string): Fixture {
  const made = fixture(source);
  check(made);
  return made;
}

describe('an edit', () => {
  test('an edit of comments and blanks causes a check of its own file alone', () => {
    const made = checked(CHAIN);
    made.workspace.setBuffer(
      at('a.proto'),
      'syntax = "proto3";\npackage p;\n\n// What it is.\nmessage A {\n  int32 x = 1; // And why.\n}\n',
    );
    expect(check(made)).toEqual(['a.proto']);
  });

  test('an edit that changes a meaning causes a check of every file that can see it', () => {
    const made = checked(CHAIN);
    made.workspace.setBuffer(at('a.proto'), 'syntax = "proto3";\npackage p;\nmessage A { int64 x = 1; }\n');
    expect(check(made)).toEqual(['a.proto', 'b.proto', 'c.proto']);
  });

  test('an edit that is undone leaves everything as it was', () => {
    const made = checked(CHAIN);
    made.workspace.setBuffer(at('a.proto'), 'syntax = "proto3";\npackage p;\nmessage Other {}\n');
    expect(errorsOf(made, 'b.proto')).toEqual(['"A" is not defined.']);
    made.workspace.setBuffer(at('a.proto'), made.texts.get(at('a.proto')) ?? '');
    expect(['b.proto', 'c.proto'].flatMap((path) => errorsOf(made, path))).toEqual([]);
  });

  test('an edit of comments keeps the positions of declarations correct for other files', () => {
    const made = checked(CHAIN);
    const importer = made.workspace.linked(at('b.proto'));
    made.workspace.setBuffer(
      at('a.proto'),
      '// A line more.\nsyntax = "proto3";\npackage p;\nmessage A { int32 x = 1; }\n',
    );
    const a = importer?.imports[0]?.file && made.workspace.textOf(importer.imports[0].file);
    const symbol = a?.symbols.find(({ fullName }) => fullName === 'p.A');
    expect(symbol && a?.tree.text.slice(symbol.nameSpan.start, symbol.nameSpan.end)).toBe('A');
    expect(a?.tree.text).toContain('A line more');
  });

  test('an edit of two files at once never gives a third file two versions of one of them', () => {
    const made = checked(
      `${CHAIN}-- e.proto --\nsyntax = "proto3";\npackage p;\nimport "a.proto";\nimport "b.proto";\nmessage E { A a = 1; B b = 2; }\n`,
    );
    made.workspace.setBuffer(at('a.proto'), 'syntax = "proto3";\npackage p;\nmessage A { int64 x = 1; }\n');
    made.workspace.setBuffer(
      at('b.proto'),
      'syntax = "proto3";\npackage p;\nimport "a.proto";\nmessage B { repeated A a = 1; }\n',
    );
    const e = made.workspace.linked(at('e.proto'));
    const [a, b] = e?.imports.map(({ file }) => file) ?? [];
    expect(b?.imports[0]?.file).toBe(a);
    expect(a?.scope.get('p.A.x')).toMatchObject({ type: 3 });
  });
});

describe('a file on disk', () => {
  test('a file on disk is read again when it is needed, not when its change is reported', () => {
    const made = checked(CHAIN);
    made.texts.set(at('a.proto'), 'syntax = "proto3"; package p; message Old {}');
    made.workspace.diskChanged(at('a.proto'));
    made.texts.set(at('a.proto'), 'syntax = "proto3"; package p; message A { int32 x = 1; }');
    expect(check(made)).toEqual(['a.proto']);
  });

  test('a renamed file is missing under its old name', () => {
    const made = checked(CHAIN);
    made.texts.set(at('renamed.proto'), made.texts.get(at('a.proto')) ?? '');
    made.texts.delete(at('a.proto'));
    made.scan();
    expect(errorsOf(made, 'b.proto')[0]).toContain('Import "a.proto" was not found');
    expect(made.workspace.verdict(at('a.proto'))).toBeUndefined();
  });

  test('a file that was deleted and restored is as before', () => {
    const made = checked(CHAIN);
    const text = made.texts.get(at('a.proto')) ?? '';
    made.texts.delete(at('a.proto'));
    made.scan();
    expect(errorsOf(made, 'c.proto').length + errorsOf(made, 'b.proto').length).toBeGreaterThan(0);
    made.texts.set(at('a.proto'), text);
    made.scan();
    expect([...errorsOf(made, 'b.proto'), ...errorsOf(made, 'c.proto')]).toEqual([]);
  });

  test('an added file causes no check of files whose imports it does not change', () => {
    const made = checked(CHAIN);
    made.texts.set(at('e.proto'), 'syntax = "proto3"; package e; message E {}');
    made.scan();
    expect(check(made)).toEqual(['e.proto']);
  });
});

describe('imports in a cycle', () => {
  const circle = (message: string): boolean => message.startsWith('File recursively imports itself');

  test('a cycle of imports is refused after an edit that completes it, and the imports are allowed after an edit that breaks it', () => {
    const made = checked(CHAIN);
    made.workspace.setBuffer(
      at('a.proto'),
      'syntax = "proto3";\npackage p;\nimport "c.proto";\nmessage A { int32 x = 1; }\n',
    );
    expect(['a.proto', 'b.proto', 'c.proto'].map((path) => errorsOf(made, path).some(circle))).toEqual([
      true,
      true,
      true,
    ]);
    made.workspace.setBuffer(at('b.proto'), 'syntax = "proto3";\npackage p;\nmessage B {}\n');
    expect(['a.proto', 'b.proto', 'c.proto'].map((path) => errorsOf(made, path).some(circle))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('imports in a cycle are refused only in files that are part of the cycle', () => {
    const made = checked(
      `${CHAIN}-- above.proto --\nsyntax = "proto3";\nimport "c.proto";\nmessage Above { p.C c = 1; }\n`,
    );
    made.workspace.setBuffer(
      at('a.proto'),
      'syntax = "proto3";\npackage p;\nimport "b.proto";\nmessage A { int32 x = 1; }\n',
    );
    expect(['a.proto', 'b.proto', 'c.proto', 'above.proto'].map((path) => errorsOf(made, path).some(circle))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('imports in a cycle are refused in both files if the second one was just added', () => {
    const made = fixture('-- a.proto --\nsyntax = "proto3";\nimport "b.proto";\n');
    check(made);
    made.texts.set(at('b.proto'), 'syntax = "proto3";\nimport "a.proto";\n');
    made.scan();
    expect(['a.proto', 'b.proto'].map((path) => errorsOf(made, path).some(circle))).toEqual([true, true]);
  });
});

test('a chain of a thousand imports is linked without exhausting the stack', () => {
  const uses = (i: number): string =>
    i === 0 ? '' : `import "f${i - 1}.proto";\nmessage Uses${i} { M${i - 1} m = 1; }\n`;
  const files = Array.from(
    { length: 1000 },
    (_, i) => `-- f${i}.proto --\nsyntax = "proto3";\n${uses(i)}message M${i} {}\n`,
  );
  expect(errorsOf(fixture(files.join('')), 'f999.proto')).toEqual([]);
});

describe('the linked data of a closed file', () => {
  test('a closed file loses its tree after others are linked, but keeps its interface while a file imports it', () => {
    const made = checked(CHAIN);
    const seen = made.workspace.linked(at('b.proto'))?.imports[0]?.file;
    for (let i = 0; i < 20; i++) made.workspace.setBuffer(at(`open${i}.proto`), `syntax = "proto3"; message O${i} {}`);
    check(made);
    made.linked.length = 0;
    expect(made.workspace.exported(at('a.proto'))).toBe(seen);
    expect(made.linked).toEqual([]);
  });

  test('a closed file loses its interface if no file imports it, but its diagnostics stay known', () => {
    const many = Array.from({ length: 20 }, (_, i) => `-- f${i}.proto --\nsyntax = "proto3";\nmessage M${i} {}\n`).join(
      '',
    );
    const made = checked(many);
    while (made.workspace.takeUnchecked('all') !== undefined);
    expect(check(made)).toEqual([]);
    expect(made.workspace.exported(at('f0.proto'))?.scope.has('M0')).toBe(true);
    expect(made.linked).toEqual(['f0.proto']);
  });

  test('the linked data is dropped under an import path that no file uses any more', () => {
    const made = checked(
      '-- proto/a.proto --\nsyntax = "proto3";\nimport "b.proto";\n-- proto/b.proto --\nsyntax = "proto3";\n',
    );
    made.workspace.setBuffer(at('proto/a.proto'), 'syntax = "proto3";\nimport "proto/b.proto";\n');
    made.workspace.setBuffer(at('proto/a.proto'), 'syntax = "proto3";\nimport "b.proto";\n');
    check(made);
    made.texts.set(at('proto/b.proto'), 'syntax = "proto3"; message New {}');
    made.workspace.diskChanged(at('proto/b.proto'));
    expect(check(made)).toEqual(['proto/b.proto', 'proto/a.proto']);
  });
});

describe('two copies of a file', () => {
  test('two copies of a file in two modules are kept apart', () => {
    const made = fixture(
      '-- one/go.mod --\n-- two/go.mod --\n' +
        ['one', 'two']
          .map(
            (name) =>
              `-- ${name}/x.proto --\nsyntax = "proto3";\nmessage X { int32 ${name} = 1; }\n-- ${name}/user.proto --\nsyntax = "proto3";\nimport "x.proto";\nmessage U { X x = 1; }\n`,
          )
          .join(''),
      { markers: ['one/go.mod', 'two/go.mod'] },
    );
    check(made);
    made.workspace.setBuffer(at('one/x.proto'), 'syntax = "proto3";\nmessage X { int64 one = 1; }\n');
    expect(check(made)).toEqual(['one/x.proto', 'one/user.proto']);
  });
});

describe('before all files are read', () => {
  test('a file whose imports can lead to one place only is linked, and no other file is read', () => {
    const made = fixture(`${CHAIN}-- unrelated.proto --\nsyntax = "proto3";\n`);
    made.workspace.setBuffer(at('b.proto'), made.texts.get(at('b.proto')) ?? '');
    expect(made.workspace.linkedEarly(at('b.proto'))?.diagnostics).toEqual([]);
    expect(made.workspace.isRead).toBe(false);
  });

  test('a file with two candidates for an import has to wait', () => {
    const made = fixture(
      '-- x/a.proto --\nsyntax = "proto3";\n-- y/a.proto --\nsyntax = "proto3";\n-- b.proto --\nsyntax = "proto3";\nimport "a.proto";\n',
    );
    made.workspace.setBuffer(at('b.proto'), made.texts.get(at('b.proto')) ?? '');
    expect(made.workspace.linkedEarly(at('b.proto'))).toBeUndefined();
    while (made.workspace.readNext());
    expect(made.workspace.linkedEarly(at('b.proto'))).toBeDefined();
  });

  test('an early answer stays valid if files that are read later do not change it', () => {
    const made = fixture(CHAIN);
    made.workspace.setBuffer(at('c.proto'), made.texts.get(at('c.proto')) ?? '');
    const early = made.workspace.linkedEarly(at('c.proto'));
    while (made.workspace.readNext());
    expect(made.workspace.linked(at('c.proto'))).toBe(early);
  });
});

describe('the queue of unchecked files', () => {
  function order({ workspace }: Fixture): readonly string[] {
    const paths: string[] = [];
    for (let path = workspace.takeUnchecked('all'); path !== undefined; path = workspace.takeUnchecked('all')) {
      workspace.verdict(path);
      paths.push(path.replace(`${FOLDER}/`, ''));
    }
    return paths;
  }

  test('the queue starts with open files', () => {
    const made = fixture(CHAIN);
    made.workspace.setBuffer(at('d.proto'), 'syntax = "proto3"; package d;');
    expect(order(made)).toEqual(['d.proto', 'a.proto', 'b.proto', 'c.proto']);
  });

  test('the queue contains the edited file, then the files that it affects, the nearest first, and no others', () => {
    const made = checked(CHAIN);
    order(made);
    made.workspace.setBuffer(at('a.proto'), 'syntax = "proto3";\npackage p;\nmessage A { int64 x = 1; }\n');
    expect(order(made)).toEqual(['a.proto', 'b.proto', 'c.proto']);
  });

  test('the queue contains only the edited file if the meaning of the file is unchanged', () => {
    const made = checked(CHAIN);
    order(made);
    made.workspace.setBuffer(at('a.proto'), 'syntax = "proto3";\npackage p;\n// More.\nmessage A { int32 x = 1; }\n');
    expect(order(made)).toEqual(['a.proto']);
  });

  test('the queue has the files of the last edit before the files of earlier edits', () => {
    const made = checked(`${CHAIN}-- e.proto --\nsyntax = "proto3";\nimport "d.proto";\nmessage E { d.D d = 1; }\n`);
    order(made);
    made.workspace.setBuffer(at('a.proto'), 'syntax = "proto3";\npackage p;\nmessage A { int64 x = 1; }\n');
    expect([made.workspace.takeUnchecked('all'), made.workspace.verdict(at('a.proto'))?.hasErrors]).toEqual([
      at('a.proto'),
      false,
    ]);
    made.workspace.setBuffer(at('d.proto'), 'syntax = "proto3";\npackage d;\nmessage D { int64 x = 1; }\n');
    expect(order(made)).toEqual(['d.proto', 'e.proto', 'b.proto', 'c.proto']);
  });
});
