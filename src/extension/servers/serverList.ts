/** A list of the window's servers of one kind, with at most one server per id. Does not import `vscode`. */
import { inBackground } from '../../base/background.ts';
import { Emitter, type Listen } from '../shared/emitter.ts';

/** What the list needs to know about each server. */
export interface ListedServer {
  readonly id: string;
  readonly onDidChange: Listen;
  /** Stops the server for good. Settles once its processes are gone. */
  dispose(): Promise<void>;
}

/** Owns the servers in it: ends each server that is removed, and fires when a server changes. */
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
