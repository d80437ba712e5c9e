/**
 * A machine without a disk, with the whole core of the language server. Its files arrive at once or later, as in a
 * browser; a test can delay and refuse them.
 */
import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import { join, resolve } from '../../src/base/path.ts';
import { LanguageServer } from '../../src/processes/languageServer/core/languageServer.ts';
import type { Machine } from '../../src/processes/languageServer/core/machine.ts';
import type { FileReader } from '../../src/workspace/workspace.ts';
import type { PushedDiagnostics } from './lspProcess.ts';

const MARKER = /\/(?:go\.mod|buf\.yaml|buf\.work\.yaml|BUILD|BUILD\.bazel|MODULE\.bazel|WORKSPACE)$/;

/** Counts its requests, so that a test sees when a server has nothing more to do. */
class MemoryFiles implements FileReader {
  asked = 0;
  readonly #texts: ReadonlyMap<string, string>;

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  read(path: string): string | undefined {
    this.asked++;
    return this.#texts.get(path);
  }

  exists(path: string): boolean {
    this.asked++;
    return this.#texts.has(path);
  }
}

/** Has a file only after `prepare`, and throws if a caller left that out. */
export class LateFiles implements FileReader {
  asked = 0;
  /** Each call of `prepare`, in order. */
  readonly batches: (readonly string[])[] = [];
  /** Files that the machine refuses to give. */
  readonly refused = new Set<string>();
  /** While the gate is set, no text arrives before the gate settles. */
  gate: Promise<void> | undefined;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #here = new Map<string, string | undefined>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  async prepare(paths: readonly string[]): Promise<void> {
    this.asked++;
    this.batches.push(paths);
    const read = paths.map((path) => [path, this.#texts.get(path)] as const);
    await new Promise((arrive) => setImmediate(arrive));
    await this.gate;
    this.asked++;
    if (paths.some((path) => this.refused.has(path))) throw new Error('The network is down');
    for (const [path, text] of read) this.#here.set(path, text);
  }

  read(path: string): string | undefined {
    return this.#prepared(path);
  }

  exists(path: string): boolean {
    return this.#prepared(path) !== undefined;
  }

  forget(path: string): void {
    this.#here.delete(path);
  }

  #prepared(path: string): string | undefined {
    this.asked++;
    if (!this.#here.has(path)) throw new Error(`${path} was asked about before it was prepared`);
    return this.#here.get(path);
  }
}

export interface Served {
  readonly files: { asked: number };
  readonly client: MessageConnection;
  /** The diagnostics that the editor shows, by URI, without files that have none. */
  readonly shown: Map<string, PushedDiagnostics['diagnostics']>;
  /** All diagnostics that the server has pushed so far, in order. */
  readonly pushed: PushedDiagnostics[];
  /** Lines of the server's log. */
  readonly log: string[];
  /** Settles once the server is idle or pauses. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly folders: readonly string[];
  readonly roots?: readonly string[];
  /** Called each time that the server lists the files of a folder. */
  readonly scanned?: () => void;
}

export function memoryFiles(texts: ReadonlyMap<string, string>): MemoryFiles {
  return new MemoryFiles(texts);
}

export async function serve(
  texts: ReadonlyMap<string, string>,
  files: MemoryFiles | LateFiles,
  options: ServeOptions,
): Promise<Served> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = new LanguageServer(
    createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
    machineOf(texts, files, options.scanned),
  );
  server.listen();
  const client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const shown = new Map<string, PushedDiagnostics['diagnostics']>();
  const pushed: PushedDiagnostics[] = [];
  const log: string[] = [];
  let received = 0;
  client.onNotification('textDocument/publishDiagnostics', (params: PushedDiagnostics) => {
    const { uri, diagnostics } = params;
    received++;
    pushed.push(params);
    if (diagnostics.length > 0) shown.set(uri, diagnostics);
    else shown.delete(uri);
  });
  client.onNotification('window/logMessage', ({ message }: { readonly message: string }) => {
    received++;
    log.push(message);
  });
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { workspaceFolders: true } },
    initializationOptions: { settings: { importRoots: options.roots ?? [] } },
    workspaceFolders: options.folders.map((folder) => ({ uri: `file://${folder}`, name: folder })),
  });
  await client.sendNotification('initialized', {});
  return {
    files,
    client,
    shown,
    pushed,
    log,
    quiet: () => quiet(() => files.asked + received),
    async stop() {
      await client.sendRequest('shutdown');
      client.dispose();
      toServer.destroy();
      toClient.destroy();
    },
  };
}

/** A number of idle turns of the event loop, larger than the number that the server waits for further messages. */
const QUIET_TURNS = 400;

async function quiet(done: () => number): Promise<void> {
  let before = done();
  for (let turn = 0; turn < QUIET_TURNS; turn++) {
    await new Promise((next) => setImmediate(next));
    if (done() !== before) turn = 0;
    before = done();
  }
}

function machineOf(
  texts: ReadonlyMap<string, string>,
  files: MemoryFiles | LateFiles,
  scanned: () => void = () => undefined,
): Machine {
  const below = (folder: string): string[] => [...texts.keys()].filter((path) => path.startsWith(`${folder}/`)).sort();
  const protosBelow = (folder: string): string[] => below(folder).filter((path) => path.endsWith('.proto'));
  return {
    files,
    wellKnownRoot: '/wkt',
    caches: { buf: ['/cache/buf'], go: '/cache/go' },
    scanFolder: (folder) => {
      scanned();
      return Promise.resolve({
        folder,
        protoFiles: protosBelow(folder),
        markers: below(folder).filter((path) => MARKER.test(path)),
      });
    },
    holdProtos: (paths) => Promise.resolve(paths.some((path) => protosBelow(path).length > 0)),
    changedFiles: () => Promise.resolve([]),
    explanationOf: () => undefined,
    forget: (path) => {
      if (files instanceof LateFiles) files.forget(path);
    },
    dependencyFiles: (roots) => Promise.resolve(roots.flatMap((root) => protosBelow(root.path))),
    publish: (set) => Promise.resolve({ hash: String(set.length), pipe: '', token: '' }),
    nativePath: (path) => path,
    resolvePath: (folder, written) => (written.startsWith('/') ? written : resolve(folder, join('.', written))),
    close: () => undefined,
  };
}
