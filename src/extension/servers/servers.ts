/** The servers of this machine that the window has started: local servers, and the user's Go servers. */
import { Emitter } from '../shared/emitter.ts';
import type { GoServer } from './go/goServer.ts';
import type { GoServers } from './go/goServers.ts';
import type { LocalServer } from './local/localServer.ts';
import type { LocalServers } from './local/localServers.ts';

/** A local server, which replies with example data, or a server of the user. */
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

  /**
   * The running servers that serve the service. The user's own server comes first, because the user started it to call
   * it. `isOwn` says whether a Go server belongs to the module.
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
