// The TypeScript projects of a lint of few files. ESLint spends most of its time on building the program, and the types
// of a file follow from what it imports: a program of these files alone takes a third of the time.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './setup.mjs';

const PAGE = 'src/webview/';

/**
 * Writes a project for each side that has files, and returns what eslint.config.mjs reads from the environment.
 * @param {string} folder Where the projects are written.
 * @param {readonly string[]} files The linted files, relative to the repository.
 * @param {readonly string[]} ambient Files that declare something for all others.
 * @returns {Promise<Record<string, string>>}
 */
export async function lintProjects(folder, files, ambient) {
  const typed = files.filter((file) => /\.m?ts$/.test(file));
  const isOfPage = (/** @type {string} */ file) => file.startsWith(PAGE);
  const isOfNode = (/** @type {string} */ file) => !isOfPage(file);
  const sides = [
    { name: 'lint.json', base: 'tsconfig.json', belongs: isOfNode },
    { name: 'lint-webview.json', base: `${PAGE}tsconfig.json`, belongs: isOfPage },
  ].filter(({ belongs }) => typed.some(belongs));
  await mkdir(folder, { recursive: true });
  const written = sides.map(async ({ name, base, belongs }) => {
    const project = {
      extends: join(root, base),
      include: [],
      files: [...typed, ...ambient].filter(belongs).map((file) => join(root, file)),
    };
    await writeFile(join(folder, name), JSON.stringify(project));
    return join(folder, name);
  });
  const projects = await Promise.all(written);
  return projects.length === 0 ? {} : { LINT_PROJECTS: JSON.stringify(projects) };
}
