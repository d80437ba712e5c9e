/** What panels remember between sessions, in the workspace's storage. */
import type { PanelState, TargetChoice } from '../../protocol/panel.ts';
import { readPanelState, readTargetChoice, readTargets } from '../../protocol/panelReader.ts';
import type { Target } from '../../protocol/runner.ts';

/** The part of `vscode.Memento` that is used. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const PREFIX = 'grpcWorkbench.panel';
const KEPT_TARGETS = 10;

export class PanelMemory {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  state(method: string): PanelState | undefined {
    return readPanelState(this.#storage.get(`${PREFIX}.state:${method}`));
  }

  async keep(state: PanelState): Promise<void> {
    await this.#storage.update(`${PREFIX}.state:${state.method}`, state);
    await this.#storage.update(`${PREFIX}.lastTarget`, state.draft.target);
  }

  /** Where a new panel starts: with what was used last, in whichever panel. */
  get lastTarget(): TargetChoice {
    return readTargetChoice(this.#storage.get(`${PREFIX}.lastTarget`)) ?? { kind: 'local' };
  }

  /** Targets that answered once, the latest first. */
  get targets(): readonly Target[] {
    return readTargets(this.#storage.get(`${PREFIX}.targets`)) ?? [];
  }

  async remember(target: Target): Promise<void> {
    const others = this.targets.filter((other) => other.address !== target.address);
    await this.#storage.update(`${PREFIX}.targets`, [target, ...others].slice(0, KEPT_TARGETS));
  }
}
