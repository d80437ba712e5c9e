/**
 * Keeps the state of panels in the workspace's storage, across reloads of the window. Metadata values may be tokens, so
 * we keep them in the secret storage.
 */
import { randomUUID } from 'node:crypto';
import type { MethodInFile, PanelState, TargetChoice } from '../../contract/panel/messages.ts';
import { readPanelState, readPanelSecrets, readTargetChoice, readTargets } from '../../contract/panel/reader.ts';
import { NO_SECRETS, secretsOf, withoutSecrets, withSecrets } from '../../panel/secrets.ts';
import type { Target } from '../../contract/calls.ts';
import { WriteBehind } from './writeBehind.ts';

/** The part of `vscode.Memento` that we use. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The part of `vscode.SecretStorage` that we use. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
}

const PREFIX = 'grpcWorkbench.panel';
const KEPT_TARGETS = 10;

/** Returns the key of a panel: the name of its method, followed by the module if several modules declare the method. */
export function panelKey({ method, module }: MethodInFile): string {
  if (module === undefined) return method;
  return `${method} in ${module}`;
}

/** The state of each method's panel, and the targets that were used last. */
export class PanelMemory {
  readonly #storage: Storage;
  readonly #secrets: Secrets;
  readonly #writes: WriteBehind;

  /**
   * If storing fails, `tell` gets one line. No method rejects because of it, so a full disk never makes a call fail.
   */
  constructor(storage: Storage, secrets: Secrets, tell: (line: string) => void) {
    this.#storage = storage;
    this.#secrets = secrets;
    this.#writes = new WriteBehind(tell);
  }

  /**
   * Returns the state of a method's panel in a module. If that panel has no state yet, returns the state from the time
   * when only one module declared the method.
   */
  async state(subject: MethodInFile): Promise<PanelState | undefined> {
    const own = await this.#stateOf(panelKey(subject));
    if (own !== undefined || subject.module === undefined) return own;
    return this.#stateOf(subject.method);
  }

  async #stateOf(panel: string): Promise<PanelState | undefined> {
    const state = readPanelState(this.#get(`${PREFIX}.state:${panel}`));
    if (state === undefined) return undefined;
    const key = this.#secretKey(panel);
    const kept = this.#writes.get(key);
    const stored = kept === undefined ? await this.#secrets.get(key) : kept.value;
    const secrets = typeof stored === 'string' ? readPanelSecrets(parseJson(stored)) : undefined;
    return withSecrets(state, secrets ?? NO_SECRETS);
  }

  /**
   * Keeps the state of a panel. The state can be read at once, even if storing it takes long, so a page that loads
   * again finds it.
   */
  keep(state: PanelState): void {
    const panel = panelKey(state);
    this.#set(`${PREFIX}.state:${panel}`, withoutSecrets(state));
    const key = this.#secretKey(panel);
    const secrets = JSON.stringify(secretsOf(state));
    // Panels store their state often, but the metadata in it rarely changes.
    if (this.#writes.get(key)?.value === secrets) return;
    this.#writes.set(key, secrets, () => this.#secrets.store(key, secrets));
  }

  /** The first target of a new panel. It is the last target that answered, in any panel. */
  get lastTarget(): TargetChoice {
    return readTargetChoice(this.#get(`${PREFIX}.lastTarget`)) ?? { kind: 'local' };
  }

  /**
   * The targets that the user has called, the latest first. The user can remove a target, for example a mistyped one.
   */
  get targets(): readonly Target[] {
    return readTargets(this.#get(`${PREFIX}.targets`)) ?? [];
  }

  rememberChoice(choice: TargetChoice): void {
    this.#set(`${PREFIX}.lastTarget`, choice);
  }

  remember(target: Target): void {
    const others = this.targets.filter((other) => other.address !== target.address);
    this.#set(`${PREFIX}.targets`, [target, ...others].slice(0, KEPT_TARGETS));
  }

  forget(address: string): void {
    this.#set(
      `${PREFIX}.targets`,
      this.targets.filter((target) => target.address !== address),
    );
  }

  /** Settles once each value has been stored or its storing has failed. */
  settled(): Promise<void> {
    return this.#writes.settled();
  }

  #get(key: string): unknown {
    const kept = this.#writes.get(key);
    if (kept === undefined) return this.#storage.get(key);
    return kept.value;
  }

  #set(key: string, value: unknown): void {
    this.#writes.set(key, value, () => this.#storage.update(key, value));
  }

  /**
   * The key of a panel in the secret storage. All workspaces share that storage, so the key contains an id of this
   * workspace.
   */
  #secretKey(panel: string): string {
    const known = this.#get(`${PREFIX}.workspace`);
    const workspace = typeof known === 'string' ? known : randomUUID();
    if (workspace !== known) this.#set(`${PREFIX}.workspace`, workspace);
    return `${PREFIX}.metadata:${workspace}:${panel}`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
