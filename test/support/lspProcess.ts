/** A language server in its own process, seen as an editor sees it. */
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { basename, join } from 'node:path';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

export interface PushedDiagnostics {
  readonly uri: string;
  readonly diagnostics: readonly {
    readonly message: string;
    readonly severity?: number;
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
  }[];
}

export interface LspProcess {
  readonly connection: MessageConnection;
  /** All diagnostics that the server has pushed so far, in order. */
  readonly pushed: PushedDiagnostics[];
  /**
   * Waits for the first matching diagnostics, pushed already or later. If none comes, the error lists the pushed ones.
   */
  diagnosticsThat(fits: (params: PushedDiagnostics) => boolean): Promise<PushedDiagnostics>;
  stop(): void;
}

/** Shorter than the limit of a test, whose error would say only that the test took too long. */
const PATIENCE_MS = 40_000;

/** The requests that a server may send to an editor. */
export interface Editor {
  /** Answers `workspace/configuration`. */
  readonly configuration: (
    items: readonly { readonly scopeUri?: string; readonly section: string }[],
  ) => readonly unknown[];
}

/**
 * Starts a server. `directory` holds the bundle; `folders` are the workspace folders. `env` is added to the
 * environment, and `capabilities` to those of the editor's workspace.
 */
export async function startServer(
  directory: string,
  folders: string | readonly string[],
  env: Readonly<Record<string, string>> = {},
  initializationOptions: object = {},
  editor?: Editor,
  capabilities: { readonly workspace?: object; readonly textDocument?: object } = {},
): Promise<LspProcess> {
  const server = spawn(process.execPath, [join(directory, 'languageServer.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const pushed: PushedDiagnostics[] = [];
  const arrivals = new EventEmitter<{ diagnostics: [PushedDiagnostics] }>();
  arrivals.setMaxListeners(0);
  connection.onNotification('textDocument/publishDiagnostics', (params: PushedDiagnostics) => {
    pushed.push(params);
    arrivals.emit('diagnostics', params);
  });
  if (editor)
    connection.onRequest('workspace/configuration', ({ items }: { items: Parameters<Editor['configuration']>[0] }) =>
      editor.configuration(items),
    );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      ...capabilities,
      workspace: { configuration: editor !== undefined, ...capabilities.workspace },
    },
    initializationOptions,
    workspaceFolders: [folders].flat().map((folder) => ({ uri: pathToFileURL(folder).href, name: basename(folder) })),
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    pushed,
    diagnosticsThat(fits) {
      const known = pushed.find(fits);
      if (known) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const look = (params: PushedDiagnostics): void => {
          if (!fits(params)) return;
          leave();
          resolve(params);
        };
        const leave = (): void => {
          clearTimeout(timer);
          arrivals.off('diagnostics', look);
        };
        const giveUp = (): void => {
          leave();
          reject(new Error(`No diagnostics came that fit. Those that came:\n${pushed.map(pushedText).join('\n')}`));
        };
        const timer = setTimeout(giveUp, PATIENCE_MS);
        // The timer must not keep a finished test running.
        timer.unref();
        arrivals.on('diagnostics', look);
      });
    },
    stop() {
      connection.dispose();
      server.kill();
    },
  };
}

function pushedText({ uri, diagnostics }: PushedDiagnostics): string {
  const lines = diagnostics.map(({ message, range: { start } }) => `  ${start.line}:${start.character} ${message}`);
  return [`${uri}: ${diagnostics.length}`, ...lines].join('\n');
}
