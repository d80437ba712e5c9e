// A language server as an editor starts it: one process that speaks LSP on its standard streams. What is measured is
// what the editor sees: the time from sending a change to being told the diagnostics that follow from it.
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { LIMIT_MS } from './figures.mjs';
import { usageOf } from './processes.mjs';

/** A process is idle if it used no CPU at this many looks in a row. */
const QUIET_LOOKS = 5;
const LOOK_EVERY_MS = 50;

/** The error for a reply that did not come within the limit. */
export class TookTooLong extends Error {}

/** @typedef {{ readonly message: string, readonly severity?: number }} Diagnostic */
/**
 * Starts a server and waits for its reply to `initialize`.
 * @param {{ readonly command: string, readonly args: readonly string[] }} program
 * @param {string} folder The workspace folder that it opens.
 */
export async function startLanguageServer(program, folder) {
  const child = spawn(program.command, program.args, {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  /** @type {Set<(uri: string, diagnostics: readonly Diagnostic[]) => void>} */
  const listeners = new Set();
  /** Called when no more replies will come. @type {Set<(error: Error) => void>} */
  const waiting = new Set();
  /** The contents of the editor's buffers. @type {Map<string, { version: number, readonly lines: string[] }>} */
  const documents = new Map();

  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
    for (const listener of listeners) listener(uri, diagnostics);
  });
  // Servers send these requests to an editor; an empty reply is valid.
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
  connection.onRequest((method) =>
    method.startsWith('workspace/') || method.startsWith('window/') || method.startsWith('client/') ? null : undefined,
  );
  connection.listen();
  child.once('exit', () => {
    for (const fail of waiting) fail(new Error(`${program.command} has ended`));
  });

  const { capabilities } = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: uriOf(folder),
    workspaceFolders: [{ uri: uriOf(folder), name: 'bench' }],
    capabilities: {
      textDocument: { publishDiagnostics: {} },
      workspace: {
        configuration: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
        // As VS Code does: it asks for the place of a symbol when the user looks at it.
        symbol: { resolveSupport: { properties: ['location.range'] } },
      },
    },
  });
  await connection.sendNotification('initialized', {});
  const sync = capabilities.textDocumentSync;
  const wholeTexts = (typeof sync === 'object' ? sync.change : sync) === 1;

  /** The change of one line, in the form that the server supports. */
  function lineChange(/** @type {string} */ file, /** @type {number} */ line, /** @type {string} */ text) {
    const document = documents.get(file);
    if (document === undefined) throw new Error(`${file} is not open`);
    const { start, end, inserted } = changeBetween(document.lines[line] ?? '', text);
    document.version++;
    document.lines[line] = text;
    const range = { start: { line, character: start }, end: { line, character: end } };
    return {
      textDocument: { uri: uriOf(file), version: document.version },
      contentChanges: [wholeTexts ? { text: document.lines.join('\n') } : { range, text: inserted }],
    };
  }

  return {
    connection,

    /** @param {string} file @param {string} text */
    async open(file, text) {
      documents.set(file, { version: 1, lines: text.split('\n') });
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uriOf(file), languageId: 'proto', version: 1, text },
      });
    },

    /** @param {string} file */
    async close(file) {
      documents.delete(file);
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(file) } });
    },

    /** @param {string} file @param {number} line Zero-based. @param {string} text */
    async changeLine(file, line, text) {
      await connection.sendNotification('textDocument/didChange', lineChange(file, line, text));
    },

    /**
     * Sends a request about a place in a document.
     * @param {string} method
     * @param {string} file
     * @param {{ readonly line: number, readonly character: number }} position
     */
    ask: (method, file, position) => connection.sendRequest(method, { textDocument: { uri: uriOf(file) }, position }),

    /** Sends a request about a whole document. @param {string} method @param {string} file @param {object} [params] */
    askOf: (method, file, params) => connection.sendRequest(method, { textDocument: { uri: uriOf(file) }, ...params }),

    /**
     * Changes one line of an open document and waits for the report about a file after that.
     * @param {string} file
     * @param {number} line Zero-based.
     * @param {string} text
     * @param {() => Promise<unknown>} told Begins to listen, and returns the promise to wait for.
     * @returns {Promise<number>} Milliseconds from sending the change.
     */
    async editLine(file, line, text, told) {
      const change = lineChange(file, line, text);
      const answer = told();
      const started = performance.now();
      await connection.sendNotification('textDocument/didChange', change);
      await answer;
      return performance.now() - started;
    },

    /** Reports files that changed on disk. @param {readonly string[]} files */
    async changedOnDisk(files) {
      await connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: files.map((file) => ({ uri: uriOf(file), type: 2 })),
      });
    },

    /**
     * Resolves when the server has sent diagnostics of a file that satisfy `wanted`.
     * @param {string} file
     * @param {(diagnostics: readonly Diagnostic[]) => boolean} wanted
     * @returns {Promise<readonly Diagnostic[]>}
     */
    diagnostics(file, wanted) {
      const uri = uriOf(file);
      return new Promise((resolve, reject) => {
        const end = (/** @type {() => void} */ settle) => {
          clearTimeout(timer);
          waiting.delete(fail);
          listeners.delete(listener);
          settle();
        };
        const fail = (/** @type {Error} */ error) => end(() => reject(error));
        const listener = (/** @type {string} */ told, /** @type {readonly Diagnostic[]} */ diagnostics) => {
          if (sameUri(told, uri) && wanted(diagnostics)) end(() => resolve(diagnostics));
        };
        const timer = setTimeout(
          () => fail(new TookTooLong(`no such diagnostics of ${file} within ${LIMIT_MS / 1000} s`)),
          LIMIT_MS,
        );
        waiting.add(fail);
        listeners.add(listener);
      });
    },

    /** CPU seconds so far, and peak memory in bytes; each is missing if the platform does not tell. */
    usage: () => usageOf(child.pid ?? 0),

    /** Settles when the process is idle: it uses no CPU. Settles at once if the platform does not tell. */
    async idle() {
      for (let quiet = 0, before = usageOf(child.pid ?? 0).cpu; before !== undefined && quiet < QUIET_LOOKS; ) {
        await pause(LOOK_EVERY_MS);
        const now = usageOf(child.pid ?? 0).cpu;
        quiet = now === before ? quiet + 1 : 0;
        before = now;
      }
    },

    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      connection.dispose();
      // Some servers do not end on request.
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The difference between two versions of a line, as an editor would send it: a key or two. */
function changeBetween(/** @type {string} */ before, /** @type {string} */ after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, inserted: after.slice(start, after.length - same) };
}

const uriOf = (/** @type {string} */ file) => pathToFileURL(file).href;

/** A server may write an address differently from the editor. */
function sameUri(/** @type {string} */ one, /** @type {string} */ other) {
  return one === other || decodeURIComponent(one) === decodeURIComponent(other);
}
