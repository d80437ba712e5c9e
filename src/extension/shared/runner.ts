/**
 * Sends the extension's requests to the runner. The first request starts its process, and the next request restarts a
 * process that died.
 */
import type { CancellationToken } from 'vscode-jsonrpc';
import * as calls from '../../contract/calls.ts';
import type { SetReference } from '../../contract/sets.ts';
import * as generation from '../../contract/generation.ts';
import type { Child } from '../../host/processes/child.ts';
import { LifeCycle, type Launch, type LifeState } from '../../host/processes/lifeCycle.ts';
import { describeExit, runnerLimit, runnerWords, type Localize, type Log } from './childWords.ts';
import { signalToken } from './signalToken.ts';

/** What the runner needs from the extension. */
export interface RunnerPorts {
  /** The path of the runner's bundle. */
  readonly module: string;
  readonly log: Log;
  readonly l10n: Localize;
}

/**
 * Sends requests to the runner's process. A request rejects with a ChildError if the process ends before it replies.
 */
export class Runner {
  readonly #ports: RunnerPorts;
  readonly #listeners = new Map<string, (event: calls.CallEvent) => void>();
  readonly #life: LifeCycle<Child>;
  #calls = 0;

  constructor(ports: RunnerPorts) {
    this.#ports = ports;
    this.#life = new LifeCycle({
      launch: (launch) => this.#launch(launch),
      words: runnerWords(ports.l10n),
      log: (line) => ports.log.error(line),
      onDied: (how) => ports.log.error(`The runner's process ended (${how}); the next request starts another.`),
      crashLimit: runnerLimit(ports.l10n),
    });
  }

  get state(): LifeState<unknown>['kind'] {
    return this.#life.state.kind;
  }

  call(
    schema: SetReference,
    request: calls.CallRequest,
    onEvent: (event: calls.CallEvent) => void,
    signal: AbortSignal,
  ): Promise<calls.CallEnd> {
    return this.#life.use(async (child) => {
      const id = String(++this.#calls);
      this.#listeners.set(id, onEvent);
      try {
        return await child.connection.sendRequest(calls.call, { ...request, id, schema }, signalToken(signal));
      } finally {
        this.#listeners.delete(id);
      }
    });
  }

  generateGo(params: generation.GenerateGoRequest, token: CancellationToken): Promise<generation.GenerateGoReply> {
    return this.#life.use((child) => child.connection.sendRequest(generation.generateGo, params, token));
  }

  /** Returns the files that `writeGenerated` would write, with their contents. */
  generatedContents(run: string): Promise<readonly generation.GeneratedFile[]> {
    return this.#life.use((child) => child.connection.sendRequest(generation.generatedContents, { run }));
  }

  /** Writes the generated files of a run. Rejects if the file system fails, and then nothing has changed. */
  writeGenerated(run: string, token: CancellationToken): Promise<void> {
    return this.#life.use((child) => child.connection.sendRequest(generation.writeGenerated, { run }, token));
  }

  checkGo(params: generation.GenerateGoRequest, token: CancellationToken): Promise<readonly generation.Problem[]> {
    return this.#life.use((child) => child.connection.sendRequest(generation.checkGo, params, token));
  }

  goCounterparts(
    params: generation.CounterpartsParams,
    token: CancellationToken,
  ): Promise<readonly generation.Counterpart[]> {
    return this.#life.use((child) => child.connection.sendRequest(generation.goCounterparts, params, token));
  }

  /** Ends the runner. Settles when its process is gone. */
  dispose(): Promise<void> {
    return this.#life.dispose();
  }

  async #launch(launch: Launch): Promise<Child> {
    const { module, log, l10n } = this.#ports;
    // The child process needs the protocol library, which takes longer to load than all our own code.
    const { launchChild } = await import('../../host/processes/child.ts');
    launch.signal.throwIfAborted();
    const child = launchChild(launch, module, {
      describeExit: (code) => describeExit(l10n, code),
      onStderr: (text) => log.warn(text.trimEnd()),
    });
    child.connection.onNotification(calls.callEvent, ({ id, event }) => this.#listeners.get(id)?.(event));
    return child;
  }
}
