/** Formats the planned changes as a patch for `git apply`. */
import { createTwoFilesPatch } from 'diff';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { GeneratedFile } from '../../contract/generation.ts';
import { mapLimited } from '../../base/concurrency.ts';

/** Returns the patch of all files. Its paths are relative to `root`. */
export async function gitDiff(
  root: string,
  changed: readonly GeneratedFile[],
  gone: readonly string[],
): Promise<string> {
  const changes = [
    ...changed.map(({ path, content, state }) => ({ path, content, isNew: state === 'new' })),
    ...gone.map((path) => ({ path, content: undefined, isNew: false })),
  ];
  const patches = await mapLimited(changes, async ({ path, content, isNew }) =>
    patch(relative(root, path).replaceAll('\\', '/'), isNew ? undefined : await readFile(path, 'utf8'), content),
  );
  return patches.join('');
}

/** Returns the patch of one file. A text is undefined if the file does not exist. */
export function patch(path: string, before: string | undefined, after: string | undefined): string {
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const mode = modeLine(before, after);
  // We write the names in the header ourselves, because the library may not quote them.
  const hunks = createTwoFilesPatch('', '', before ?? '', after ?? '').replace(/^(?:(?!@@).*\n)*/, '');
  const header = `diff --git ${from} ${to}\n${mode}`;
  if (hunks === '') return header;
  return `${header}--- ${sideName(from, before)}\n+++ ${sideName(to, after)}\n${hunks}`;
}

function sideName(name: string, content: string | undefined): string {
  if (content === undefined) return '/dev/null';
  return name;
}

function modeLine(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'new file mode 100644\n';
  if (after === undefined) return 'deleted file mode 100644\n';
  return '';
}

/** Quotes a name as git does, if the name contains characters that would end it. */
function quoted(path: string): string {
  if (/["\\\x00-\x1f]/.test(path)) return JSON.stringify(path);
  return path;
}
