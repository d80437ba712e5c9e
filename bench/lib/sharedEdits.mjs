// Edits a message that hundreds of files use: renames it and restores its name, again and again.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dependents } from './corpus.mjs';

/** @typedef {readonly { readonly message: string }[]} Diagnostics */

/** Some 600 files of the corpus import this file. */
export const SHARED = 'google/rpc/status.proto';
export const SHARED_EDITS = 10;
const OPEN_DEPENDENTS = 10;

/**
 * Milliseconds until all open files that use the message have diagnostics, and all closed ones.
 * @param {import('./editing.mjs').Server} server
 * @param {string} folder
 */
export async function sharedEdits(server, folder) {
  const file = join(folder, SHARED);
  const text = await readFile(file, 'utf8');
  const line = text.split('\n').findIndex((one) => one === 'message Status {');
  const users = await usersOf(folder);
  const open = users.filter((_, index) => index % Math.ceil(users.length / OPEN_DEPENDENTS) === 0);
  const closed = users.filter((user) => !open.includes(user));
  const taken = { open: /** @type {number[]} */ ([]), closed: /** @type {number[]} */ ([]) };
  await server.open(file, text);
  for (const user of open) await server.open(user, await readFile(user, 'utf8'));
  for (let i = 0; i < SHARED_EDITS; i++) {
    await server.idle();
    const gone = i % 2 === 0;
    const told = (/** @type {readonly string[]} */ files) =>
      Promise.all(files.map((user) => server.diagnostics(user, (diagnostics) => namesStatus(diagnostics) === gone)));
    await server.editLine(file, line, gone ? 'message Gone {' : 'message Status {', () => {
      const started = performance.now();
      const note = (/** @type {number[]} */ times) => () => times.push(performance.now() - started);
      return Promise.all([told(open).then(note(taken.open)), told(closed).then(note(taken.closed))]);
    });
  }
  return { ...taken, counts: { open: open.length, closed: closed.length } };
}

const namesStatus = (/** @type {Diagnostics} */ diagnostics) =>
  diagnostics.some(({ message }) => message.includes('Status'));

/** Files that have a field of the type, and therefore an error when the type is gone. @param {string} folder */
async function usersOf(folder) {
  const files = (await dependents(SHARED)).map((path) => join(folder, path));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, index) =>
    /^\s*(?:repeated )?(?:map<string, )?google\.rpc\.Status\b/m.test(texts[index] ?? ''),
  );
}
