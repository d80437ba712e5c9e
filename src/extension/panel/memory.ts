/** What panels remember between sessions: in the workspace's storage, and what may be a token in the secret storage. */
import { randomUUID } from 'node:crypto';
import type { PanelState, TargetChoice } from '../../contract/panel/messages.ts';
import { readPanelState, readPanelSecrets, readTargetChoice, readTargets } from '../../contract/panel/reader.ts';
import { NO_SECRETS, secretsOf, withoutSecrets, withSecrets } from '../../panel/secrets.ts';
import type { Target } from '../../contract/calls.ts';

/** The part of `vscode.Memento` that is used. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The part of `vscode.SecretStorage` that is used. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
}

const PREFIX = 'grpcWorkbench.panel';
const KEPT_TARGETS = 10;

export class PanelMemory {
  readonly #storage: Storage;
  readonly #secrets: Secrets;
  /** Secrets as they were last stored, by method: a state is kept far more often than its metadata change. */
  readonly #stored = new Map<string, string>();

  constructor(storage: Storage, secrets: Secrets) {
    this.#storage = storage;
    this.#secrets = secrets;
  }

  async state(method: string): Promise<PanelState | undefined> {
    const state = readPanelState(this.#storage.get(`${PREFIX}.state:${method}`));
    if (state === undefined) return undefined;
    const stored = this.#stored.get(method) ?? (await this.#secrets.get(await this.#secretKey(method)));
    return withSecrets(state, stored === undefined ? NO_SECRETS : (readPanelSecrets(parseJson(stored)) ?? NO_SECRETS));
  }

  async keep(state: PanelState): Promise<void> {
    const secrets = JSON.stringify(secretsOf(state));
    const changed = this.#stored.get(state.method) !== secrets;
    // At once, so that a page that comes back finds it however long storing takes.
    this.#stored.set(state.method, secrets);
    await this.#storage.update(`${PREFIX}.state:${state.method}`, withoutSecrets(state));
    if (changed) await this.#secrets.store(await this.#secretKey(state.method), secrets);
  }

  /** Where a new panel starts: with what answered last, in whichever panel. */
  get lastTarget(): TargetChoice {
    return readTargetChoice(this.#storage.get(`${PREFIX}.lastTarget`)) ?? { kind: 'local' };
  }

  /** Targets that answered once, the latest first. */
  get targets(): readonly Target[] {
    return readTargets(this.#storage.get(`${PREFIX}.targets`)) ?? [];
  }

  async rememberChoice(choice: TargetChoice): Promise<void> {
    await this.#storage.update(`${PREFIX}.lastTarget`, choice);
  }

  async remember(target: Target): Promise<void> {
    const others = this.targets.filter((other) => other.address !== target.address);
    await this.#storage.update(`${PREFIX}.targets`, [target, ...others].slice(0, KEPT_TARGETS));
  }

  /** Secret storage is one for all workspaces; a name of its own keeps this one's apart. */
  async #secretKey(method: string): Promise<string> {
    const known = this.#storage.get(`${PREFIX}.workspace`);
    const workspace = typeof known === 'string' ? known : randomUUID();
    if (workspace !== known) await this.#storage.update(`${PREFIX}.workspace`, workspace);
    return `${PREFIX}.metadata:${workspace}:${method}`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
