/** A language server in a process of its own, seen as an editor sees it. */
import { spawn } from 'node:child_process';
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
  /** All that was pushed so far, in order. */
  readonly pushed: PushedDiagnostics[];
  /** The first that fits, pushed already or yet to come. */
  diagnosticsThat(fits: (params: PushedDiagnostics) => boolean): Promise<PushedDiagnostics>;
  stop(): void;
}

/** What an editor can be asked for. */
export interface Editor {
  /** Answers `workspace/configuration`. */
  readonly configuration: (
    items: readonly { readonly scopeUri?: string; readonly section: string }[],
  ) => readonly unknown[];
}

/** `directory` holds the bundle; `folders` are the workspace folders. `env` is added to the environment. */
export async function startServer(
  directory: string,
  folders: string | readonly string[],
  env: Readonly<Record<string, string>> = {},
  initializationOptions: object = {},
  editor?: Editor,
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
  let waiting: {
    readonly fits: (pushed: PushedDiagnostics) => boolean;
    readonly resolve: (pushed: PushedDiagnostics) => void;
  }[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (params: PushedDiagnostics) => {
    pushed.push(params);
    const fitting = waiting.filter(({ fits }) => fits(params));
    waiting = waiting.filter((item) => !fitting.includes(item));
    for (const { resolve } of fitting) resolve(params);
  });
  if (editor)
    connection.onRequest('workspace/configuration', ({ items }: { items: Parameters<Editor['configuration']>[0] }) =>
      editor.configuration(items),
    );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { configuration: editor !== undefined } },
    initializationOptions,
    workspaceFolders: [folders].flat().map((folder) => ({ uri: pathToFileURL(folder).href, name: basename(folder) })),
  });
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
