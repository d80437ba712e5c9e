/** Properties of completion at every cursor position, even in half-typed text. */
import { describe, expect, test } from 'vitest';
import { completion } from '../../../src/language/completion/completion.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { protoPaths, readCorpusFile, sample, seededRandom, wellKnownRoot } from '../../support/corpus.ts';

const NAMES = ['a', 'b', 'a.b', 'b.a', 'a.b.a', 'a.a', 'c'];

/** Packages and messages whose names hide each other. */
function tangle(): Map<string, string> {
  const texts = new Map<string, string>();
  for (const name of NAMES) {
    const path = `/project/${name.replaceAll('.', '_')}.proto`;
    const others = NAMES.filter((other) => other.length > name.length)
      .slice(0, 2)
      .map((other) => `import "${other.replaceAll('.', '_')}.proto";\n`);
    texts.set(
      path,
      `syntax = "proto3";\npackage ${name};\n${others.join('')}message T { message a { message U {} } int32 b = 1; }\nmessage b_${name.replaceAll('.', '_')} {}\n`,
    );
  }
  return texts;
}

function workspaceOf(texts: ReadonlyMap<string, string>): Workspace {
  const workspace = new Workspace({ read: (path) => texts.get(path), exists: (path) => texts.has(path) }, '/wkt');
  workspace.setFolder(
    { folder: '/project', protoFiles: [...texts.keys()].filter((path) => path.startsWith('/project/')), markers: [] },
    [],
  );
  return workspace;
}

describe('completion', () => {
  test('never fails, wherever the text of a file is cut off', () => {
    const random = seededRandom(7);
    const texts = protoPaths(wellKnownRoot).map((path) => readCorpusFile(wellKnownRoot, path).text);
    const workspace = workspaceOf(new Map());
    let offered = 0;
    for (const text of texts) {
      for (let i = 0; i < 20; i++) {
        const at = Math.floor(random() * text.length);
        workspace.setBuffer(
          '/project/cut.proto',
          random() < 0.5 ? text.slice(0, at) : text.slice(0, at) + text.slice(at + Math.floor(random() * 40)),
        );
        offered += completion(workspace, '/project/cut.proto', at).items.length;
      }
    }
    expect(offered).toBeGreaterThan(200);
  });

  test('writes names that resolve to the intended types', () => {
    const texts = tangle();
    let checked = 0;
    for (const [path, text] of texts) {
      const workspace = workspaceOf(texts);
      const field = text.replace('int32 b = 1;', 'T  x = 2; int32 b = 1;');
      workspace.setBuffer(path, field);
      const offset = field.indexOf('T  x') + 1;
      for (const word of ['T', 'U', 'a', 'b']) {
        const typed = field.slice(0, offset - 1) + word + field.slice(offset);
        workspace.setBuffer(path, typed);
        for (const item of sample(
          completion(workspace, path, offset).items.filter((one) => one.declaration),
          12,
          1,
        )) {
          workspace.setBuffer(path, applyEdits(typed, [{ span: item.span, newText: item.insertText }, ...item.edits]));
          const file = workspace.linked(path);
          const at = file?.tree.text.indexOf(`${item.insertText}  x`) ?? -1;
          expect(
            file?.references.find((one) => one.span.start === at)?.target.fullName,
            `${item.insertText} in ${path}`,
          ).toBe(item.declaration?.fullName);
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(100);
  });
});
