// Builds everything, the Go plugins too, and packs grpc-workbench-<version>.vsix: the files that package.json's `files`
// names, with docs/extension-page.md as the page that users see in VS Code and on the Marketplace.
import { readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './lib/processes.mjs';
import { checkNode, ensureDependencies, root, seconds } from './lib/setup.mjs';

/** Builds the package and returns its path. */
export async function makePackage() {
  const started = performance.now();
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const vsix = join(root, `${name}-${version}.vsix`);
  await rm(vsix, { force: true });
  const build = await run(process.execPath, [join(root, 'scripts', 'build.mjs'), '--require-go'], { cwd: root });
  if (build.code !== 0) throw new Error(`The build failed with exit code ${build.code}; nothing was packed.`);
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  // esbuild has put the dependencies into the bundles. vsce refuses a page with a relative link or picture: both pages
  // would show it broken.
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--readme-path',
    join('docs', 'extension-page.md'),
    '--no-update-package-json',
    '--out',
    vsix,
  ];
  const { code, output } = await run(process.execPath, [vsce, ...args], { cwd: root, quiet: true });
  if (code !== 0) throw new Error(`vsce failed with exit code ${code}:\n${output}`);
  console.log(`packed ${vsix} (${((await stat(vsix)).size / 1024 / 1024).toFixed(2)} MB) in ${seconds(started)}`);
  return vsix;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkNode();
  await ensureDependencies();
  await makePackage();
}
