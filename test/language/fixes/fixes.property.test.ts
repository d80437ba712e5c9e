/** Every fix solves its diagnostic and breaks nothing: over broken files of every rule. */
import { describe, expect, test } from 'vitest';
import { fixesOf, refactorings } from '../../../src/language/fixes/fixes.ts';
import type { LinkedFile } from '../../../src/schema/descriptors/model.ts';
import type { Diagnostic } from '../../../src/text/diagnostic.ts';
import { applyEdits, type TextEdit } from '../../../src/text/edit.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { sections } from '../../schema/cases/all.ts';
import { ENTRY, type Files } from '../../schema/cases/case.ts';
import { protoPaths, readCorpusFile, wellKnownRoot } from '../../support/corpus.ts';
import { open } from './check.ts';

const PATH = `/project/${ENTRY}`;
/** Longer files are left out, because they only test limits and take long. */
const LONGEST = 5000;
const wellKnown = protoPaths(wellKnownRoot).map(
  (path) => [`/wkt/${path}`, readCorpusFile(wellKnownRoot, path).text] as const,
);

function broken(section: keyof typeof sections): readonly Readonly<Record<string, string>>[] {
  const all: readonly { readonly invalid: readonly Files[] }[] = Object.values(sections[section]);
  const isText = (files: Files): files is Readonly<Record<string, string>> =>
    Object.values(files).every((text) => typeof text === 'string' && text.length < LONGEST);
  return all.flatMap(({ invalid }) => invalid).filter(isText);
}

function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  const texts = new Map<string, string>([
    ...wellKnown,
    ...Object.entries(files).map(([name, text]) => [`/project/${name}`, text] as const),
  ]);
  const workspace = new Workspace({ read: (path) => texts.get(path), exists: (path) => texts.has(path) }, '/wkt');
  workspace.setFolder(
    { folder: '/project', protoFiles: Object.keys(files).map((name) => `/project/${name}`), markers: [] },
    [],
  );
  return workspace;
}

/** Returns the errors in the text that a fix wrote. Other errors may appear, because protoc stops at the first kind. */
function inNewText(file: LinkedFile | undefined, edits: readonly TextEdit[]): readonly string[] {
  let moved = 0;
  const written = [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, newText }) => {
      const start = span.start + moved;
      moved += newText.length - (span.end - span.start);
      return { start, end: start + newText.length };
    });
  const isIn = (at: number): boolean => written.some(({ start, end }) => start <= at && at < end);
  return (file?.diagnostics ?? [])
    .filter((one) => one.severity === 'error' && one.code !== 'suggested-numbers' && one.span && isIn(one.span.start))
    .map(({ message }) => message);
}

function count(file: LinkedFile | undefined, { code, message }: Diagnostic): number {
  return file?.diagnostics.filter((one) => one.code === code && one.message === message).length ?? Number.NaN;
}

describe('every fix', () => {
  test.each(Object.keys(sections) as (keyof typeof sections)[])(
    'every fix of a broken file solves its problem and causes no other: %s',
    (section) => {
      let offered = 0;
      for (const files of broken(section)) {
        const workspace = workspaceOf(files);
        const file = workspace.linked(PATH);
        const text = file?.tree.text ?? '';
        for (const diagnostic of file?.diagnostics ?? []) {
          for (const fix of file ? fixesOf(workspace, PATH, file, diagnostic) : []) {
            offered++;
            const after = workspaceOf(files);
            after.setBuffer(PATH, applyEdits(text, fix.edits));
            for (const { path, text: before, edits } of fix.elsewhere ?? [])
              after.setBuffer(path, applyEdits(before, edits));
            const mended = after.linked(PATH);
            const told = `${diagnostic.code}: ${diagnostic.message} -> ${fix.title}\n${text}\n${mended?.tree.text ?? ''}\n${mended?.diagnostics.map(({ message }) => message).join('\n') ?? ''}`;
            expect(count(mended, diagnostic), told).toBeLessThan(count(file, diagnostic));
            expect(
              inNewText(mended, fix.edits).filter(
                (message) => !file?.diagnostics.some((one) => one.message === message),
              ),
              told,
            ).toEqual([]);
          }
        }
      }
      expect(offered).toBeGreaterThanOrEqual(0);
    },
  );
});

describe('every code action', () => {
  test('every code action keeps a valid file valid, wherever the action is requested', () => {
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
    expect(file.diagnostics).toEqual([]);
    const seen = new Set<string>();
    for (let offset = 0; offset < text.length; offset++) {
      for (const fix of refactorings(file, { start: offset, end: offset })) {
        if (seen.has(fix.title)) continue;
        seen.add(fix.title);
        workspace.setBuffer(path, applyEdits(text, fix.edits));
        const after = workspace.linked(path);
        expect(
          after?.diagnostics.map(({ message }) => message),
          `${fix.title}\n${after?.tree.text ?? ''}`,
        ).toEqual([]);
      }
    }
    expect([...seen].map((title) => title.split(' ')[1])).toEqual(['a', 'b', 'c', 'd', 'e', 'only', 'E_THREE']);
  });
});
