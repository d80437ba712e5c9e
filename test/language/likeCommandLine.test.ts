/** The editor and the command line report the same about a file, whatever the layout of its folder. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileFiles } from '../../src/host/compile.ts';
import { fromFilePath } from '../../src/host/files/files.ts';
import { diagnosticsOf } from '../../src/language/diagnostics/diagnostics.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { LayoutDisk } from '../support/diskLayouts.ts';
import { PROJECT, readLayout, type Layout } from '../support/layouts.ts';
import { LAYOUTS } from '../workspace/layouts.testdata.ts';

let disk: LayoutDisk;

beforeEach(async () => {
  disk = await LayoutDisk.make();
});

afterEach(() => disk.remove());

/** The reports of the tools about a file. */
interface Said {
  readonly ok: boolean;
  /** The first problem that is not a guess, because the command line reports guesses before all others. */
  readonly first: string | undefined;
  readonly guesses: readonly string[];
}

function said(ok: boolean, messages: readonly string[]): Said {
  const all = messages.map(plain);
  const isGuess = (message: string): boolean => message.startsWith('perhaps ');
  return { ok, first: all.find((message) => !isGuess(message)), guesses: all.filter(isGuess) };
}

/** The editor and the command line have different messages for an import that leads nowhere. */
function plain(message: string): string {
  const [, importPath] = /^Import "([^"]*)" (?:was not found|cannot be read|had errors)/.exec(message) ?? [];
  const [, guessed] = /^Import "([^"]*)" (?:may be any of|is taken for)/.exec(message) ?? [];
  if (importPath !== undefined) return `no ${importPath}`;
  if (guessed !== undefined) return `perhaps ${guessed}`;
  return message;
}

function inEditor(workspace: Workspace, path: string): Said {
  const file = workspace.linked(path);
  const all = file === undefined ? [] : diagnosticsOf(workspace, path, file, (place) => place);
  const shown = all.filter(({ severity }) => severity === 'error' || severity === 'warning');
  return said(
    !shown.some(({ severity }) => severity === 'error'),
    shown.map(({ message }) => message),
  );
}

async function onCommandLine(folder: string, file: string): Promise<Said> {
  const cwd = fromFilePath(folder);
  const { ok, problems } = await compileFiles({ roots: [], files: [file], cwd, caches: disk.caches });
  const own = problems.filter(({ path }) => path === file);
  return said(
    ok,
    own.map(({ message }) => message),
  );
}

/** The layouts that cannot be compared with the command line, each with the reason. */
const NOT_COMPARED = new Map([
  ['several workspace folders', 'it has one current folder'],
  ['a required Go module in another workspace folder', 'it has one current folder'],
  ['a single file without a folder', 'it has a current folder'],
  ['a single file of a buf module without a folder', 'it has a current folder'],
  ['a folder from the setting, before all others', 'it reads no settings'],
  ['a prefix from the setting', 'it reads no settings'],
]);
const COMPARED = LAYOUTS.filter(({ name }) => !NOT_COMPARED.has(name));

describe('the editor and the command line report the same problems', () => {
  test.each(COMPARED.map((layout) => [layout.name, layout] as const))(
    'the editor and the command line agree in this layout: %s',
    async (_name, layout: Layout) => {
      const workspace = await disk.workspaceOf(layout);
      const folder = disk.onDisk(layout.folders?.[0] ?? PROJECT);
      const paths = [...readLayout(layout.files).keys()]
        .map((path) => disk.onDisk(path))
        .filter((path) => workspace.has(path));
      const files = paths.map((path) => path.slice(folder.length + 1));
      const editor = new Map(files.map((file) => [file, inEditor(workspace, `${folder}/${file}`)]));
      const commandLine = new Map<string, Said>();
      for (const file of files) commandLine.set(file, await onCommandLine(folder, file));
      expect(editor).toEqual(commandLine);
    },
  );
});
