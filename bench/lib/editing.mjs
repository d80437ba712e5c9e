// Edits a document as a user does, and knows when the server has reported the result. Each edit names a missing type
// that carries a number, so that its reply differs from the earlier ones.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {Awaited<ReturnType<typeof import('./languageServer.mjs').startLanguageServer>>} Server */
/** @typedef {readonly { readonly message: string }[]} Diagnostics */
/** @typedef {Awaited<ReturnType<typeof openForEditing>>} EditedDocument */

/** The time between two keys in fast typing: 80 words per minute. */
export const KEY_EVERY_MS = 150;

/**
 * Adds a field to an open document's text, opens it and waits for its diagnostics.
 * @param {Server} server
 * @param {string} file
 */
export async function openForEditing(server, file) {
  const { text, line } = withField(await readFile(file, 'utf8'));
  const told = server.diagnostics(file, namesEdit(0));
  await server.open(file, text);
  await told;
  let edits = 0;
  /** Returns how many ms passed until the reply to this edit or a later one. */
  const edit = () => {
    const number = ++edits;
    return server.editLine(file, line, field(number), () => server.diagnostics(file, namesEdit(number)));
  };

  // Each edit fixes the error with different words, because there is nothing to link for an edit that is undone.
  const mend = () =>
    server.editLine(file, line, sound(edits), () =>
      server.diagnostics(file, (diagnostics) => !namesEdit(0)(diagnostics)),
    );

  return {
    /**
     * Measures edits that remove the error. Each follows an edit that causes the error and is not measured.
     * @param {number} count
     */
    async mended(count) {
      const taken = [];
      while (taken.length < count) {
        await edit();
        taken.push(await mend());
      }
      return taken;
    },

    /**
     * Sends each edit directly after the reply to the previous one: the highest load for a server.
     * @param {number} count
     * @param {() => boolean} [goOn] Called before each edit.
     */
    async backToBack(count, goOn = () => true) {
      const taken = [];
      while (taken.length < count && goOn()) taken.push(await edit());
      return taken;
    },

    /**
     * Sends one key at a time in the rhythm of typing, without waiting for replies.
     * @param {number} count
     * @param {() => boolean} [goOn] Called before each key.
     */
    async typed(count, goOn = () => true) {
      const answers = [];
      while (answers.length < count && goOn()) {
        answers.push(edit());
        await pause(KEY_EVERY_MS);
      }
      return Promise.all(answers);
    },

    /** Asks directly after each edit which colours have changed. @param {number} count */
    async coloured(count) {
      const taken = [];
      let { resultId } = await server.askOf('textDocument/semanticTokens/full', file);
      while (taken.length < count) {
        const started = performance.now();
        await server.changeLine(file, line, field(++edits));
        const changed = await server.askOf('textDocument/semanticTokens/full/delta', file, {
          previousResultId: resultId,
        });
        taken.push(performance.now() - started);
        if (changed.edits === undefined) throw new Error('the server sent all colours');
        resultId = changed.resultId;
      }
      return taken;
    },

    close: () => server.close(file),
  };
}

const sound = (/** @type {number} */ number) => `  string bench_field${number} = 536870000;`;

const field = (/** @type {number} */ number) => `  Missing${number}th bench_field = 536870000;`;

const namesEdit = (/** @type {number} */ number) => (/** @type {Diagnostics} */ diagnostics) =>
  diagnostics.some(({ message }) => Number(/Missing(\d+)th/.exec(message)?.[1] ?? -1) >= number);

/** Puts a field into the message nearest to the middle of a text. */
function withField(/** @type {string} */ text) {
  const lines = text.split('\n');
  const heads = lines.flatMap((line, index) => (/^message \w+ \{$/.test(line) ? [index] : []));
  const middle = lines.length / 2;
  const head = heads.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  if (head === undefined) throw new Error('no message to edit');
  lines.splice(head + 1, 0, field(0));
  return { text: lines.join('\n'), line: head + 1 };
}

/** The name of this file makes it the last one to be checked: once it has diagnostics, every file has been checked. */
const LAST = 'zzz.proto';

/** Adds the file that `allChecked` waits for. @param {string} folder */
export async function addLast(folder) {
  await writeFile(join(folder, LAST), 'syntax = "proto3";\nmessage Last { MissingInLast x = 1; }\n');
}

/**
 * Settles when the server has checked every file of its folder. Call `addLast` first.
 * @param {Server} server
 * @param {string} folder
 */
export function allChecked(server, folder) {
  return server.diagnostics(join(folder, LAST), (diagnostics) =>
    diagnostics.some(({ message }) => message.includes('MissingInLast')),
  );
}
