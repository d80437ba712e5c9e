/** Whatever is offered mends what it is offered for, and breaks nothing: over broken files of every rule. */
import { describe, expect, test } from 'vitest';
import { fixesOf } from '../../../src/language/fixes/fixes.ts';
import { refactorings } from '../../../src/language/fixes/fixes.ts';
import type { LinkedFile } from '../../../src/schema/model.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { ruleCases, type RuleCase } from '../../schema/rules.testdata.ts';
import { open } from './check.ts';

function errors(file: LinkedFile): number {
  return file.diagnostics.filter(({ severity }) => severity === 'error').length;
}

function source({ files }: RuleCase): string {
  return Object.entries(files).map(([name, text]) => `-- ${name} --\n${text.endsWith('\n') ? text : `${text}\n`}`).join('');
}

const cases = ruleCases.filter((one) => !Object.values(one.files).some((text) => text.includes('$0')));

describe('every fix', () => {
  test.each(cases.map((one) => [one.name, one] as const))('of %s mends it', (_name, one) => {
    const { workspace, path, file } = open(source(one));
    for (const diagnostic of file.diagnostics) {
      for (const fix of fixesOf(workspace, path, file, diagnostic)) {
        const text = applyEdits(file.tree.text, fix.edits);
        const after = open(source(one));
        after.workspace.setBuffer(path, text);
        const mended = after.workspace.linked(path);
        const told = `${diagnostic.message} -> ${fix.title}\n${text}\n${mended?.diagnostics.map(({ message }) => message).join('\n') ?? ''}`;
        const before = diagnostic.severity === 'error' ? errors(file) - 1 : errors(file);
        expect(mended && errors(mended), told).toBeLessThanOrEqual(before);
        const same = mended?.diagnostics.filter(({ code, message }) => code === diagnostic.code && message === diagnostic.message).length ?? 0;
        expect(same, told).toBeLessThan(file.diagnostics.filter(({ code, message }) => code === diagnostic.code && message === diagnostic.message).length);
      }
    }
  });

  test('there are for most of what goes wrong', () => {
    let withFix = 0;
    let all = 0;
    for (const one of cases) {
      const { workspace, path, file } = open(source(one));
      for (const diagnostic of file.diagnostics) {
        all++;
        if (fixesOf(workspace, path, file, diagnostic).length > 0) withFix++;
      }
    }
    expect(withFix / all).toBeGreaterThan(0.5);
  });
});

describe('every rewriting', () => {
  test('leaves a sound file sound, wherever it is asked for', () => {
    const text = `edition = "2023";
package p;
message M {
  // A note.
  int32 a = 1; // about a
  reserved 5, 9 to 12;
  oneof o { string b = 2; }
  oneof two { string c = 3; string d = 4; }
  E e = 6 [default = E_TWO];
  message Inner { int32 only = 1; }
}
enum E { reserved E_OLD; E_ONE = 0; E_TWO = 1; E_THREE = 2; option deprecated = true; }
`;
    const { file, workspace, path } = open(text);
    expect(errors(file)).toBe(0);
    const seen = new Set<string>();
    for (let offset = 0; offset < text.length; offset++) {
      for (const fix of refactorings(file, { start: offset, end: offset })) {
        if (seen.has(fix.title)) continue;
        seen.add(fix.title);
        workspace.setBuffer(path, applyEdits(text, fix.edits));
        const after = workspace.linked(path);
        expect(after?.diagnostics.map(({ message }) => message), `${fix.title}\n${after?.tree.text ?? ''}`).toEqual([]);
      }
    }
    expect([...seen].map((title) => title.split(' ')[1])).toEqual(['a', 'b', 'c', 'd', 'e', 'only', 'E_THREE']);
  });
});
