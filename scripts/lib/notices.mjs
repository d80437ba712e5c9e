// Licences of the packages in the bundles, according to the bundler's list of inputs.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {string} root
 * @param {Iterable<string>} inputs Paths as esbuild's metafile has them, below `root`.
 * @param {readonly string[]} copied Packages whose files are shipped as they are.
 * @param {string} path
 */
export async function writeNotices(root, inputs, copied, path) {
  const folders = new Set(copied.map((name) => `node_modules/${name}`));
  for (const input of inputs) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  /** @type {Map<string, { readonly license?: string, readonly text: string }>} */
  const notices = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    notices.set(`${name} ${version}`, { license, text: await licenceText(join(root, folder)) });
  }
  const parts = ['gRPC Workbench contains the following packages.'];
  for (const [title, { license, text }] of notices) parts.push(`${title} (${license ?? 'see below'})\n\n${text}`);
  await writeFile(path, `${parts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`);
}

async function licenceText(/** @type {string} */ folder) {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined
    ? 'The package names its licence and carries no text of it.'
    : (await readFile(join(folder, file), 'utf8')).trim();
}
