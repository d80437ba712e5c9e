// buf, the peer of the language server. It has 90 MB, so it is not a devDependency: the first run that needs it puts it
// into the user's cache.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInstalled } from '../../scripts/lib/cache.mjs';
import { root } from '../../scripts/lib/setup.mjs';
import { openForEditing } from './editing.mjs';
import { startLanguageServer, TookTooLong } from './languageServer.mjs';

const BUF_PACKAGE = join(root, 'bench', 'buf');

/** @returns {Promise<{ version: string, command: string } | undefined>} Undefined if buf is not available. */
export async function findBuf() {
  const { version } = JSON.parse(await readFile(join(BUF_PACKAGE, 'package.json'), 'utf8'));
  try {
    const folder = await ensureInstalled(`buf-${version}`, BUF_PACKAGE);
    const architecture = process.platform === 'linux' && process.arch === 'arm64' ? 'aarch64' : process.arch;
    // The program itself, not its Node launcher.
    const command = join(
      folder,
      'node_modules',
      '@bufbuild',
      `buf-${process.platform}-${architecture}`,
      'bin',
      process.platform === 'win32' ? 'buf.exe' : 'buf',
    );
    return existsSync(command) ? { version, command } : undefined;
  } catch (error) {
    console.warn(
      `buf cannot be installed, so nothing is compared with it: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

/** buf compiles the whole module for each edit, so we make only this many edits. */
const EDITS = 4;

/** @typedef {{ readonly cold: number, readonly edits: readonly number[], readonly memory: number | undefined }} BufSession */

/**
 * Opens a file in a fresh `buf lsp` and edits it, in a folder whose buf.yaml makes it one module: without that, buf
 * reports imports as missing. It sends diagnostics by itself once it has compiled the module, without a save.
 * @param {string} command @param {string} folder @param {string} path @returns {Promise<BufSession>} Times in ms;
 * infinite if they were over the limit.
 */
export async function bufSession(command, folder, path) {
  const started = performance.now();
  const server = await startLanguageServer({ command, args: ['lsp', 'serve'] }, folder);
  let cold = Number.POSITIVE_INFINITY;
  /** @type {number[]} */
  const edits = [];
  try {
    const document = await openForEditing(server, join(folder, path));
    cold = performance.now() - started;
    await server.idle();
    while (edits.length < EDITS) edits.push(...(await document.backToBack(1)));
    return { cold, edits, memory: server.usage().memory };
  } catch (error) {
    if (!(error instanceof TookTooLong)) throw error;
    edits.push(Number.POSITIVE_INFINITY);
    return { cold, edits, memory: server.usage().memory };
  } finally {
    await server.stop();
  }
}
