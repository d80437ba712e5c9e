/** A language server in a process of its own, seen as an editor sees it. */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';

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
  /** All that was pushed so far, in order. */
  readonly pushed: PushedDiagnostics[];
  /** The first that fits, pushed already or yet to come. */
  diagnosticsThat(fits: (params: PushedDiagnostics) => boolean): Promise<PushedDiagnostics>;
  stop(): void;
}

/** `directory` holds the bundle; `folder` is the workspace folder. `env` is added to the environment. */
export async function startServer(directory: string, folder: string, env: Readonly<Record<string, string>> = {}, initializationOptions: object = {}): Promise<LspProcess> {
  const server = spawn(process.execPath, [join(directory, 'server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const pushed: PushedDiagnostics[] = [];
  let waiting: { readonly fits: (pushed: PushedDiagnostics) => boolean; readonly resolve: (pushed: PushedDiagnostics) => void }[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (params: PushedDiagnostics) => {
    pushed.push(params);
    const fitting = waiting.filter(({ fits }) => fits(params));
    waiting = waiting.filter((item) => !fitting.includes(item));
    for (const { resolve } of fitting) resolve(params);
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {}, initializationOptions, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'w' }] });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    pushed,
    diagnosticsThat(fits) {
      const known = pushed.find(fits);
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push({ fits, resolve }));
    },
    stop() {
      connection.dispose();
      server.kill();
    },
  };
}
