/** The servers that the window has started on this machine: local servers, and Go servers of the user. */
import { Emitter } from '../shared/emitter.ts';
import type { GoServer } from './go/goServer.ts';
import type { GoServers } from './go/goServers.ts';
import type { LocalServer } from './local/localServer.ts';
import type { LocalServers } from './local/localServers.ts';

/** A local server, which replies with example data, or a Go server of the user. */
export type Server = LocalServer | GoServer;

/** Combines the local servers and the Go servers. */
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

  /**
   * Returns the running servers that serve the service. A server of the user comes first, because users start their own
   * servers in order to call them. `isOwn` says whether a Go server belongs to the module.
   */
  serving(service: string, module: string | undefined, isOwn: (server: GoServer) => boolean): readonly Server[] {
    const go = this.go.all().filter(({ state, services }) => state === 'running' && services.includes(service));
    return [...go.filter(isOwn), ...this.local.servingIn(module, service)];
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
