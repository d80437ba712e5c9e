/** Keeps one channel per target, and later calls reuse it. A channel closes after a minute without calls. */
import { defined } from '../base/defined.ts';
import { Client, credentials, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import { isLoopback } from './address.ts';
import { rootCertificates } from './roots.ts';
import type { Target } from '../contract/calls.ts';

const IDLE_MS = 60_000;

interface Channel {
  readonly client: Client;
  calls: number;
  idle?: NodeJS.Timeout;
}

/** The right to use a channel for one call. */
export interface Lease {
  readonly client: Client;
  /**
   * Returns the channel. Call it once, after the call has ended. With `broken`, the next call opens a new connection.
   */
  release(broken: boolean): void;
}

/** The open channels of this process, one per target. */
export class Channels {
  readonly #channels = new Map<string, Channel>();

  /**
   * Returns the channel to a target, and opens it if necessary. A channel connects when its first call starts, so this
   * never fails.
   */
  lease(target: Target): Lease {
    const key = `${target.security} ${target.address}`;
    const channel = this.#channels.get(key) ?? this.#open(key, target);
    clearTimeout(channel.idle);
    channel.calls++;
    return { client: channel.client, release: (broken) => this.#release(key, channel, broken) };
  }

  /** Closes all connections. This ends the running calls. */
  close(): void {
    for (const [key, channel] of this.#channels) this.#drop(key, channel);
  }

  #open(key: string, target: Target): Channel {
    const channel = { client: new Client(target.address, credentialsFor(target), optionsFor(target)), calls: 0 };
    this.#channels.set(key, channel);
    return channel;
  }

  #release(key: string, channel: Channel, broken: boolean): void {
    channel.calls--;
    // A failed channel waits longer before each new attempt to connect. Drop it, because the user may have started the
    // server by now.
    if (broken && this.#channels.get(key) === channel) this.#channels.delete(key);
    if (channel.calls > 0) return;
    if (this.#channels.get(key) !== channel) channel.client.close();
    else channel.idle = setTimeout(() => this.#drop(key, channel), IDLE_MS).unref();
  }

  #drop(key: string, channel: Channel): void {
    clearTimeout(channel.idle);
    channel.client.close();
    if (this.#channels.get(key) === channel) this.#channels.delete(key);
  }
}

function optionsFor(target: Target): ChannelOptions {
  return defined({
    // The user must see every reply, so its size has no limit.
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    // A new channel must not wait as long as the channel that we dropped. Channels that share a pool would share this
    // wait.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.service_config_disable_resolution': 1,
    // A proxy cannot connect to a local address of this machine.
    'grpc.enable_http_proxy': isLoopback(target.address) ? 0 : undefined,
  });
}

function credentialsFor(target: Target): ChannelCredentials {
  if (target.security === 'tls') return credentials.createSsl(rootCertificates());
  return credentials.createInsecure();
}
