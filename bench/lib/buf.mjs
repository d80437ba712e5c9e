// buf, the peer of the language server. It weighs 90 MB, so it is no devDependency: it is put into the user's cache the
// first time it is needed.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInstalled } from '../../scripts/lib/cache.mjs';
import { root } from '../../scripts/lib/setup.mjs';

const BUF_PACKAGE = join(root, 'bench', 'buf');

/** @returns {Promise<{ version: string, command: string } | undefined>} Nothing where it cannot be had. */
export async function findBuf() {
  const { version } = JSON.parse(await readFile(join(BUF_PACKAGE, 'package.json'), 'utf8'));
  try {
    const folder = await ensureInstalled(`buf-${version}`, BUF_PACKAGE);
    const architecture = process.platform === 'linux' && process.arch === 'arm64' ? 'aarch64' : process.arch;
    // The program itself, not its Node launcher.
    const command = join(folder, 'node_modules', '@bufbuild', `buf-${process.platform}-${architecture}`, 'bin', process.platform === 'win32' ? 'buf.exe' : 'buf');
    return existsSync(command) ? { version, command } : undefined;
  } catch (error) {
    console.warn(`buf cannot be installed, so nothing is measured beside it: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
