/** The cost of the diagnostics of an edited file: we link the edited declaration, and not the whole file. */
import { expect, test } from 'vitest';
import { diagnosticsOf, diagnosticsStamp } from '../../../src/language/diagnostics/diagnostics.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

const PATH = `${FOLDER}/a.proto`;
const TEXT =
  'syntax = "proto3";\npackage p.q;\nimport "b.proto";\nmessage A { B b = 1; }\nmessage Other { A a = 1; }\n';
const SOURCE = `-- a.proto --\n${TEXT}-- b.proto --\nsyntax = "proto3";\npackage p.q;\nmessage B {}\n`;

/** Returns the diagnostics of the open file, as the language server requests them. */
function shown({ workspace }: Fixture): readonly string[] {
  const stamp = diagnosticsStamp(workspace, PATH);
  const file = workspace.linked(PATH);
  if (stamp === undefined || file === undefined) return ['no file'];
  return diagnosticsOf(workspace, PATH, file, (path) => path).map(({ message }) => message);
}

test('breaking a declaration and fixing it again does not link the whole file', () => {
  const made = fixture(SOURCE);
  const type = (field: string): readonly string[] => {
    made.workspace.setBuffer(PATH, TEXT.replace('B b = 1;', `B b = 1; ${field}`));
    return shown(made);
  };
  expect(type('')).toEqual([]);
  made.linkedWhole.length = 0;
  expect(type('Missing x = 2;')).toEqual(['"Missing" is not defined.']);
  expect(type('string x = 2;')).toEqual([]);
  expect(type('p.Missing xy = 2;')).toEqual(['"p.Missing" is not defined.']);
  expect(type('string xy = 2;')).toEqual([]);
  expect(made.linkedWhole).toEqual([]);
});
