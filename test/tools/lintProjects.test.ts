/**
 * A lint of few files builds a program of these files alone, with the types that they would have in the whole program.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lintProjects } from '../../scripts/lib/lint-projects.mjs';

const root = join(import.meta.dirname, '..', '..');
const AMBIENT = ['src/codegen/webassembly.d.ts', 'src/webview/global.ts'];

interface Project {
  readonly extends: string;
  readonly files: readonly string[];
}

/** Returns, for each project, the configuration that it extends and its files, relative to the repository. */
async function projectsOf(...files: readonly string[]): Promise<Record<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'projects-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { LINT_PROJECTS: written } = await lintProjects(folder, files, AMBIENT);
  const paths = JSON.parse(written ?? '[]') as readonly string[];
  const read = paths.map(async (path) => {
    const project = JSON.parse(await readFile(path, 'utf8')) as Project;
    return [basename(path), [project.extends, ...project.files].map(inRepository)] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

function inRepository(path: string): string {
  return relative(root, path).split(sep).join('/');
}

test('each side has a project of its files and of the declarations that all of them share', async () => {
  expect(await projectsOf('src/base/path.ts', 'test/a.test.ts', 'src/webview/main.ts')).toEqual({
    'lint.json': ['tsconfig.json', 'src/base/path.ts', 'test/a.test.ts', 'src/codegen/webassembly.d.ts'],
    'lint-webview.json': ['src/webview/tsconfig.json', 'src/webview/main.ts', 'src/webview/global.ts'],
  });
});

test('a side without files has no project, because an empty project is an error', async () => {
  expect(Object.keys(await projectsOf('src/webview/main.ts'))).toEqual(['lint-webview.json']);
});

test('scripts are linted without types, so they need no project', async () => {
  expect(await projectsOf('scripts/check.mjs')).toEqual({});
});
