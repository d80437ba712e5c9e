/** Long chains of imports: each file sees thousands of others, and linking all of them still takes linear time. */
import { expect, it } from 'vitest';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';
import { growthOf, LINEAR } from '../../support/growth.ts';

/** Makes files in which each file imports the previous one. */
function chain(
  count: number,
  packageOf: (index: number) => string,
  name = (index: number): string => `f${index}`,
): Fixture {
  const files = Array.from({ length: count }, (_, i) => {
    const imported = i === 0 ? '' : `import "${name(i - 1)}.proto";`;
    return `-- ${name(i)}.proto --\nsyntax = "proto3";${packageOf(i)}${imported}\nmessage M${i} {}\n`;
  });
  return fixture(files.join(''));
}

function errorsOf({ workspace }: Fixture, path: string): readonly string[] {
  return workspace.linked(`${FOLDER}/${path}`)?.diagnostics.map(({ message }) => message) ?? ['not linked'];
}

it.each([
  ['without a package', () => ''],
  ['of one package', () => 'package p;'],
  ['with a package each', (i: number) => `package p${i};`],
])('a chain of files %s is linked in linear time', (_, packageOf) => {
  const growth = growthOf(
    500,
    (count) => chain(count, packageOf),
    ({ workspace }) => {
      for (const path of workspace.files()) workspace.verdict(path);
    },
  );
  expect(growth).toBeLessThan(LINEAR);
});

it('the last file of a long chain knows the names of the first one', () => {
  const made = chain(600, () => 'package p;');
  made.workspace.setBuffer(
    `${FOLDER}/last.proto`,
    'syntax = "proto3"; package p; import "f599.proto"; message M0 {} message New { M1 m = 1; }',
  );
  expect(errorsOf(made, 'last.proto')).toEqual([
    '"p.M0" is already defined in file "f0.proto".',
    '"p.M1" seems to be defined in "f1.proto", which is not imported by "last.proto".  To use it here, please add the necessary import.',
  ]);
});

it('no message can have the name of a package at the start of a long chain', () => {
  const made = chain(600, (i) => `package p${i};`);
  made.workspace.setBuffer(`${FOLDER}/last.proto`, 'syntax = "proto3"; import "f599.proto"; message p1 {}');
  expect(errorsOf(made, 'last.proto')[0]).toBe('"p1" is already defined in file "f1.proto".');
});

it('two files of a long chain that define one name conflict in each file that sees both', () => {
  const made = chain(600, () => 'package p;');
  made.workspace.setBuffer(`${FOLDER}/copy/f0.proto`, 'syntax = "proto3"; package p; message M0 {}');
  made.workspace.setBuffer(
    `${FOLDER}/last.proto`,
    'syntax = "proto3"; package p; import "f599.proto"; import "copy/f0.proto";',
  );
  expect(errorsOf(made, 'last.proto')[0]).toBe(
    'Import "copy/f0.proto" had errors: "p.M0" of "copy/f0.proto" is already defined in file "f0.proto".',
  );
  made.workspace.setBuffer(`${FOLDER}/after.proto`, 'syntax = "proto3"; import "last.proto";');
  expect(errorsOf(made, 'after.proto')[0]).toBe(
    'Import "last.proto" had errors: "p.M0" of "copy/f0.proto" is already defined in file "f0.proto".',
  );
});
