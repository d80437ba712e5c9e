/** Helpers for tests of fixes: the diagnostics of a text, the offered fixes, and the text after one is applied. */
import { fixesOf, refactorings } from '../../../src/language/fixes/fixes.ts';
import type { Fix } from '../../../src/language/fixes/fix.ts';
import type { LinkedFile } from '../../../src/schema/descriptors/model.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

interface Opened {
  readonly workspace: Workspace;
  readonly path: string;
  readonly file: LinkedFile;
  readonly offset: number;
}

/**
 * A text without `-- path --` lines is the file `a.proto`; the test uses the file with `$0`, otherwise the first file.
 */
export function open(source: string): Opened {
  const files = source.startsWith('-- ') ? source : `-- a.proto --\n${source}`;
  const { workspace, path, offset } = fixture(files, { wellKnown: true });
  const own = path === '' ? `/project/${/^-- (\S+) --/.exec(files)?.[1] ?? ''}` : path;
  const file = workspace.linked(own);
  if (file === undefined) throw new Error(`no file ${own}`);
  return { workspace, path: own, file, offset };
}

export function fixes(source: string): readonly Fix[] {
  const { workspace, path, file } = open(source);
  return file.diagnostics.flatMap((diagnostic) => fixesOf(workspace, path, file, diagnostic));
}

export function titles(source: string): readonly string[] {
  return [...new Set(fixes(source).map((fix) => fix.title))];
}

/** Returns the file's text after a fix. */
export function fixed(source: string, title: string): string {
  return applied(source, fixes(source), title);
}

/** Returns the contents of all files that a fix changes, by path below the folder. */
export function fixedFiles(source: string, title: string): Readonly<Record<string, string>> {
  const { path, file } = open(source);
  const fix = offer(fixes(source), title);
  const changed = [{ path, text: file.tree.text, edits: fix.edits }, ...(fix.elsewhere ?? [])].filter(
    ({ edits }) => edits.length > 0,
  );
  return Object.fromEntries(changed.map((one) => [one.path.slice(FOLDER.length + 1), applyEdits(one.text, one.edits)]));
}

/** Returns the file's text after a refactoring that is offered at `$0`. */
export function rewritten(source: string, title: string): string {
  return applied(source, offeredAt(source), title);
}

export function offeredAt(source: string): readonly Fix[] {
  const { file, offset } = open(source);
  return refactorings(file, { start: offset, end: offset });
}

function applied(source: string, offered: readonly Fix[], title: string): string {
  return applyEdits(open(source).file.tree.text, offer(offered, title).edits);
}

function offer(offered: readonly Fix[], title: string): Fix {
  const fix = offered.find((one) => one.title === title);
  if (fix === undefined)
    throw new Error(`"${title}" is not offered, but ${offered.map((one) => one.title).join(', ')}`);
  return fix;
}
