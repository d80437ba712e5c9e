/**
 * The main job, as a user does it in the window: see the schema, generate Go, start a local server, send a request, and
 * do the same with the generated server and client. Every step reports what it saw; every step uses only the page,
 * except to run Go.
 */
import { copyGreeter } from './sample.ts';
import type { Sample } from './sample.ts';
import { mustRun, startProgram } from './programs.ts';
import type { RunningProgram } from './programs.ts';
import type { OpenWindow, Stage } from './stage.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

export interface Step {
  /** The name of the step in one word, for pictures. */
  readonly name: string;
  /** A description of the step for readers. */
  readonly title: string;
  readonly needsGo?: boolean;
  /** Does the step, and returns what it saw. */
  run(): Promise<string>;
}

export interface MainJob {
  readonly steps: readonly Step[];
  /** Saves what the window shows now, in dark and in light colours; with a selector, only what the element covers. */
  pictures(name: string, selector?: string): Promise<readonly string[]>;
  /** Saves what the window shows now, as it is. */
  picture(name: string): Promise<string>;
  close(): Promise<void>;
}

export interface MainJobOptions {
  readonly root: string;
  readonly artifacts: string;
  /** The packaged extension; without one, the repository is loaded as an extension under development. */
  readonly vsix?: string;
}

const METHODS = ['SayHello', 'LotsOfReplies', 'LotsOfGreetings', 'BidiHello'];
const REPLY = '[data-testid=reply] .cm-content';
const BODY = '[data-testid=body] .cm-content';
const TARGET = '[data-testid=target]';
const HELLO = '"message": "Hello world"';

export async function startMainJob(stage: Stage, options: MainJobOptions): Promise<MainJob> {
  const sample = await copyGreeter(options.root);
  try {
    const window = await stage.openWindow({
      name: 'main-job',
      folder: sample.folder,
      ...(options.vsix === undefined ? {} : { vsix: options.vsix }),
    });
    const workbench = new Workbench(window.page, {
      artifacts: options.artifacts,
      processes: window.processes,
      report: () => undefined,
    });
    const job = new Job(workbench, window, sample);
    return {
      steps: job.steps(),
      pictures: (name, selector) => picturesOf(workbench, name, selector),
      picture: (name) => workbench.screenshot(name),
      close: () => job.close(),
    };
  } catch (error) {
    await sample.remove();
    throw error;
  }
}

async function picturesOf(workbench: Workbench, name: string, selector?: string): Promise<readonly string[]> {
  const dark = await workbench.screenshot(`${name}-dark`, selector);
  await workbench.toggleTheme('light');
  const light = await workbench.screenshot(`${name}-light`, selector);
  await workbench.toggleTheme('dark');
  return [dark, light];
}

class Job {
  readonly #workbench: Workbench;
  readonly #window: OpenWindow;
  readonly #sample: Sample;
  #localAddress = '';
  #goServer: RunningProgram | undefined;

  constructor(workbench: Workbench, window: OpenWindow, sample: Sample) {
    this.#workbench = workbench;
    this.#window = window;
    this.#sample = sample;
  }

  steps(): readonly Step[] {
    return [
      { name: 'window', title: 'VS Code opens the folder and the extension starts', run: () => this.#seeWindow() },
      { name: 'schema', title: 'The schema tree shows the Greeter service', run: () => this.#seeSchema() },
      {
        name: 'generate',
        title: 'One command writes a Go server and client that compile',
        needsGo: true,
        run: () => this.#generate(),
      },
      { name: 'local-server', title: 'One click starts a local server', run: () => this.#startLocalServer() },
      { name: 'panel', title: 'The panel sends SayHello and shows the reply', run: () => this.#send() },
      {
        name: 'go-server',
        title: 'The generated Go server answers the same request the same way',
        needsGo: true,
        run: () => this.#sendToGoServer(),
      },
      {
        name: 'go-client',
        title: 'The generated Go client talks to the local server',
        needsGo: true,
        run: () => this.#runGoClient(),
      },
      {
        name: 'reload',
        title: 'A reload of the window brings the panel back, and it sends again',
        run: () => this.#reload(),
      },
      {
        name: 'close',
        title: 'Closing the window ends every process of the extension',
        run: () => this.#closeWindow(),
      },
    ];
  }

  async close(): Promise<void> {
    await this.#goServer?.stop();
    await this.#window.dispose();
    await this.#sample.remove();
  }

  async #seeWindow(): Promise<string> {
    await this.#workbench.ready();
    await this.#workbench.openView('gRPC');
    await this.#workbench.waitForRow('Schema', 'greeter.v1');
    await this.#workbench.runCommand('Developer: Show Running Extensions');
    // The list shows the identifier of an extension under development, and the name of an installed one.
    const row = this.#workbench.page
      .locator('.runtime-extensions-editor .monaco-list-row')
      .filter({ hasText: /grpc.workbench/i });
    const time = row.locator('.activation-time');
    const seen = await until(
      'the time that the extension took to start',
      async () => /\d+\s?ms/.exec((await time.textContent()) ?? '')?.[0],
    );
    await this.#workbench.runCommand('View: Close Editor');
    return `the extension was active after ${seen}`;
  }

  async #seeSchema(): Promise<string> {
    await this.#workbench.expandRow('Schema', 'greeter.v1');
    await this.#workbench.expandRow('Schema', 'Greeter');
    await this.#workbench.waitForRow('Schema', METHODS.at(-1) ?? '');
    const rows = await this.#workbench.treeRows('Schema');
    const methods = rows.filter((row) => row.level === 3).map((row) => row.label);
    if (methods.join() !== METHODS.join()) throw new Error(`Greeter shows the methods ${methods.join(', ')}`);
    await this.#workbench.clickRow('Schema', 'SayHello');
    await this.#workbench.page.locator('.tab', { hasText: 'greeter.proto' }).waitFor();
    return `Greeter: ${methods.join(', ')}`;
  }

  async #generate(): Promise<string> {
    await this.#workbench.runCommand('gRPC: Generate Go Server and Client');
    const { text } = await this.#workbench.waitForMessage('Go files');
    await this.#workbench.runCommand('View: Show Explorer');
    await this.#workbench.answerMessage('Go files', 'Open Server');
    await this.#workbench.page.locator('.tab', { hasText: 'greeter.go' }).waitFor();
    const { folder } = this.#sample;
    await mustRun('go', ['build', './...'], folder);
    await mustRun('go', ['vet', './...'], folder);
    return `${text} go build ./... and go vet ./... found nothing wrong`;
  }

  async #startLocalServer(): Promise<string> {
    await this.#workbench.openView('gRPC');
    await this.#workbench.clickRow('Schema', 'SayHello');
    await this.#workbench.clickViewButton('Servers', 'Start Local Server');
    return this.#seeLocalServer();
  }

  async #seeLocalServer(): Promise<string> {
    const row = await until('a local server that runs', async () =>
      (await this.#workbench.treeRows('Servers')).find((each) => /127\.0\.0\.1:\d+/.test(each.description)),
    );
    this.#localAddress = /127\.0\.0\.1:\d+/.exec(row.description)?.[0] ?? '';
    return `${row.label} listens on ${this.#localAddress}`;
  }

  async #send(): Promise<string> {
    await this.#workbench.runCommand('Notifications: Clear All Notifications');
    await this.#workbench.clickRowAction('Schema', 'SayHello', 'Send Request');
    const target = await this.#workbench.webviewValue(TARGET);
    if (target !== this.#localAddress)
      throw new Error(`the panel's target is ${target}, and the local server is on ${this.#localAddress}`);
    await this.#workbench.webviewClick('[data-testid=send]');
    return `${target} replied ${oneLine(await this.#workbench.waitForWebviewText(REPLY, HELLO))}`;
  }

  async #sendToGoServer(): Promise<string> {
    this.#goServer = startProgram('go', ['run', './server', '-addr', '127.0.0.1:0'], this.#sample.folder);
    const [, address = ''] = await this.#goServer.waitForOutput(/listening addr=(\S+)/);
    await this.#workbench.webviewFill(TARGET, address);
    await this.#workbench.webviewClick('[data-testid=send]');
    // The history grows with each finished call, which tells this reply from the one before.
    await until(
      'a second call in the history',
      async () => (await this.#workbench.webviewCount('[data-testid=history] [data-testid=history-entry]')) === 2,
    );
    const reply = oneLine(await this.#workbench.waitForWebviewText(REPLY, HELLO));
    return `go run ./server on ${address} replied ${reply}`;
  }

  async #runGoClient(): Promise<string> {
    const output = await mustRun('go', ['run', './client', '-addr', this.#localAddress], this.#sample.folder);
    if (!output.includes('Hello world')) throw new Error(`go run ./client printed no greeting:\n${output}`);
    return `go run ./client printed ${oneLine(output)}`;
  }

  async #reload(): Promise<string> {
    await this.#workbench.webviewFill(BODY, '{ "name": "again" }');
    const before = await this.#workbench.webviewValue(TARGET);
    // VS Code's own reload: a reload by the browser gives it no time to save its state.
    await Promise.all([
      this.#workbench.page.waitForEvent('domcontentloaded'),
      this.#workbench.runCommand('Developer: Reload Window'),
    ]);
    await this.#workbench.ready();
    await this.#workbench.waitForWebviewText(BODY, '"again"');
    // A typed target comes back unchanged; a target that follows the local server also follows the next one.
    const typed = before !== this.#localAddress;
    if (typed)
      await until('the target to be back', async () => (await this.#workbench.webviewValue(TARGET)) === before);
    await this.#workbench.openView('gRPC');
    await this.#workbench.runCommand('gRPC: Start Local Server');
    await this.#seeLocalServer();
    await this.#workbench.webviewClick('[data-testid=send]');
    const reply = oneLine(await this.#workbench.waitForWebviewText(REPLY, '"message": "Hello again"'));
    return `${typed ? before : this.#localAddress} replied ${reply}`;
  }

  async #closeWindow(): Promise<string> {
    const before = this.#window.processes();
    if (before === undefined) return 'not counted: this system does not say whose child a process is';
    const ours = before.filter((each) => OUR_PROGRAMS.test(each.command));
    const names = ours.map((each) => OUR_PROGRAMS.exec(each.command)?.[1] ?? '').toSorted();
    if (names.join() !== 'languageServer,localServer,runner')
      throw new Error(`before the end, these ran: ${names.join(', ')}`);
    await this.#window.closeWindow();
    await until('every process of the extension to end', () => this.#window.stillRunning(ours).length === 0, 15_000);
    return `${names.join(', ')} ended with the window`;
  }
}

const OUR_PROGRAMS = /dist[\\/](languageServer|runner|localServer)\.js/;

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
