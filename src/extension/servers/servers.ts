/** The servers of this machine that the window has started: local servers, and Go servers of the user's. */
import { Emitter } from '../shared/emitter.ts';
import type { GoServer } from './go/goServer.ts';
import type { GoServers } from './go/goServers.ts';
import type { LocalServer } from './local/localServer.ts';
import type { LocalServers } from './local/localServers.ts';

/** One of ours, which replies with example data, or one of the user's own. */
export type Server = LocalServer | GoServer;

/** Both kinds as one list. */
export class Servers {
  readonly local: LocalServers;
  readonly go: GoServers;
  readonly #changed = new Emitter();

  readonly onDidChange = this.#changed.event;

  constructor(local: LocalServers, go: GoServers) {
    this.local = local;
    this.go = go;
    for (const { onDidChange } of [local, go]) onDidChange(() => this.#changed.fire());
  }

  all(): readonly Server[] {
    return [...this.local.all(), ...this.go.all()];
  }

  /** Those that run and serve the service. The user's own comes first: it was started to be called. */
  serving(service: string): readonly Server[] {
    return [...this.go.all(), ...this.local.all()].filter(
      ({ state, services }) => state === 'running' && services.includes(service),
    );
  }

  restart(server: Server): Promise<void> {
    if (server.kind === 'go') return this.go.restart(server);
    return this.local.restart(server);
  }

  remove(server: Server): void {
    if (server.kind === 'go') this.go.remove(server);
    else this.local.remove(server);
  }

  dispose(): void {
    this.#changed.dispose();
    this.local.dispose();
    this.go.dispose();
  }
}
