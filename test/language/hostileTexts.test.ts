/**
 * Texts that were made to take long, with all that an editor asks about one. CPU time is what is bounded: other programs
 * take nothing from it. What was quadratic took minutes for any of them.
 */
import { expect, it } from 'vitest';
import { completion } from '../../src/language/completion/completion.ts';
import { diagnosticsOf, diagnosticsStamp } from '../../src/language/diagnostics/diagnostics.ts';
import { hover } from '../../src/language/navigation/hover.ts';
import { outline } from '../../src/language/structure/outline.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { cpuMs } from '../support/cpu.ts';

const PATH = '/project/a.proto';
const SIZE = 2 * 1024 * 1024;

/** What a text of this size may take altogether, in ms. The slowest that nothing is wrong with takes a third. */
const MOST_MS = 6000;

function filled(unit: string, size = SIZE): string {
  return unit.repeat(Math.floor(size / unit.length));
}

function open(text: string): Workspace {
  const workspace = new Workspace({ read: () => undefined, exists: () => false }, '/wkt');
  workspace.setBuffer(PATH, text);
  return workspace;
}

/** The middle of the text, where most of it lies on either side. */
function askAll(workspace: Workspace, offset: number): void {
  const file = workspace.linked(PATH);
  if (file === undefined) throw new Error('The file is not there');
  diagnosticsStamp(workspace, PATH);
  diagnosticsOf(workspace, PATH, file, (path) => path);
  hover(file, offset, (other, importPath) => workspace.textOf(other, importPath));
  completion(workspace, PATH, offset);
  outline(file.tree);
}

const TEXTS: Readonly<Record<string, () => string>> = {
  'empty statements': () => filled(';'),
  'string literals on one line': () => filled('"'),
  'messages that nest on one line': () => filled('message A { '),
};

it.each(Object.entries(TEXTS))('%s are read, asked about and edited in bounded time', (_, made) => {
  const text = `syntax = "proto3";\n${made()}`;
  const before = cpuMs();
  const workspace = open(text);
  askAll(workspace, text.length >> 1);
  workspace.setBuffer(PATH, `// edited\n${text}`);
  askAll(workspace, text.length >> 1);
  expect(cpuMs() - before).toBeLessThan(MOST_MS);
});

it('empty statements in a row are one node', () => {
  const items = open(`syntax = "proto3"; ;;${filled(';')} message A { ;; ; }`).tree(PATH)?.root.items ?? [];
  expect(items.map(({ kind }) => kind)).toEqual(['syntax', 'empty', 'message']);
  expect(items[2]).toMatchObject({ items: [{ kind: 'empty' }] });
});
