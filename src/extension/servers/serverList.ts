/** The servers of one kind that the window has, at most one per id. Knows nothing of `vscode`. */
import { inBackground } from '../../base/background.ts';
import { Emitter, type Listen } from '../shared/emitter.ts';

/** What a list needs to know about a server. */
export interface ListedServer {
  readonly id: string;
  readonly onDidChange: Listen;
  /** Settles when its processes are gone. */
  dispose(): Promise<void>;
}

/** Owns its servers: it ends a server that leaves the list, and reports each change of a server. */
export class ServerList<Server extends ListedServer> {
  readonly #servers = new Map<string, Server>();
  readonly #changed = new Emitter();
  readonly #log: (line: string) => void;

  readonly onDidChange = this.#changed.event;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  all(): readonly Server[] {
    return [...this.#servers.values()];
  }

  get(id: string): Server | undefined {
    return this.#servers.get(id);
  }

  add(server: Server): void {
    server.onDidChange(() => this.#changed.fire());
    this.#servers.set(server.id, server);
    this.#changed.fire();
  }

  remove(server: Server): void {
    this.#servers.delete(server.id);
    this.#end(server);
    this.#changed.fire();
  }

  dispose(): void {
    for (const server of this.#servers.values()) this.#end(server);
    this.#servers.clear();
    this.#changed.dispose();
  }

  #end(server: Server): void {
    inBackground(server.dispose(), 'A server was not ended', this.#log);
  }
}
