/**
 * The extension's end of one panel. It replies to the page, keeps the schema current and makes the calls. Does not
 * import `vscode`.
 */
import { defined } from '../../base/defined.ts';
import { inBackground, messageOf } from '../../base/background.ts';
import type {
  CallOutcome,
  FromPanel,
  MethodInFile,
  NamedServer,
  TargetChoice,
  ToPanel,
} from '../../contract/panel/messages.ts';
import type { SourcePlace } from '../../contract/schemaNode.ts';
import { readFromPanel } from '../../contract/panel/reader.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { choiceToStart, resolveTarget } from '../../panel/target.ts';
import type { Target } from '../../contract/calls.ts';
import { CallFeed } from './callFeed.ts';
import { excerptOf, type LastAnswer } from './lastAnswers.ts';
import type { PanelMemory } from './memory.ts';
import type { MethodSchema, PanelServices, StartedServer } from './services.ts';

type Schema = Extract<MethodSchema, { readonly kind: 'schema' }>;
type Missing = Extract<MethodSchema, { readonly kind: 'missing' }>;
type Send = Extract<FromPanel, { readonly kind: 'send' }>;
/**
 * The reason why there was no call. The page does not receive the place, so it can ask us to open this place but not
 * another one.
 */
interface Failure {
  readonly kind: 'failed';
  readonly message: string;
  readonly place?: SourcePlace;
  readonly hasTerminal?: boolean;
}

/** The outcome of a call that the user cancelled before we sent it. */
const CANCELLED: CallOutcome = { kind: 'status', code: 1, name: 'CANCELLED', details: '', trailers: [], time: 0 };
/** The status code of a call whose server could not be reached. */
const UNAVAILABLE = 14;

/** What a session needs from the extension. */
export interface SessionPorts {
  readonly services: PanelServices;
  readonly memory: PanelMemory;
  readonly strings: PanelStrings;
  /** Sends a message to the page. Never rejects; settles once the page has the message or no longer exists. */
  readonly post: (message: ToPanel) => PromiseLike<unknown>;
  readonly copy: (text: string) => PromiseLike<void>;
  /** Asks the user where to save the text, and writes the file. */
  readonly saveFile: (name: string, text: string) => PromiseLike<void>;
  /** Receives the answer of a server if the panel still exists. */
  readonly answered: (answer: LastAnswer) => void;
  /** Writes an error to the log that the user does not have to see. */
  readonly warn: (message: string) => void;
}

/** The session of one method. It continues while the page is hidden, and ends when the tab closes. */
export class PanelSession {
  readonly #method: string;
  readonly #subject: MethodInFile;
  readonly #ports: SessionPorts;
  readonly #subscriptions: readonly { dispose(): void }[];
  #schema: Schema | undefined;
  /** The reason why there is no current schema. An older schema may still be in use. */
  #missing: Missing | undefined;
  /** The place of the error that stopped the last call. */
  #callError: SourcePlace | undefined;
  #toldServers = '';
  /** The hash of the schema that the page has received. */
  #posted: string | undefined;
  #refreshing: Promise<void> | undefined;
  #stale = false;
  #feed: CallFeed | undefined;
  #abort: AbortController | undefined;
  #disposed = false;

  constructor(subject: MethodInFile, ports: SessionPorts) {
    this.#method = subject.method;
    this.#subject = subject;
    this.#ports = ports;
    this.#subscriptions = [
      ports.services.onDidChangeSchema(() => this.#inBackground(this.#refresh(), 'ask for its schema')),
      ports.services.onDidChangeServers(() => this.#tellServers()),
    ];
  }

  async receive(value: unknown): Promise<void> {
    const message = readFromPanel(value);
    if (message === undefined) {
      this.#ports.warn(`The panel of ${this.#method} sent something that could not be read.`);
      return;
    }
    try {
      await this.#handle(message);
    } catch (error) {
      this.#ports.warn(`The panel of ${this.#method} could not ${message.kind}: ${messageOf(error)}`);
    }
  }

  /**
   * Puts the focus into the body when the user opens the panel again. A page that is still loading does so by itself.
   */
  focusBody(): void {
    this.#tell({ kind: 'focusBody' });
  }

  dispose(): void {
    this.#disposed = true;
    this.#abort?.abort();
    this.#feed?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #handle(message: FromPanel): Promise<void> {
    const { file, module } = this.#subject;
    switch (message.kind) {
      case 'ready':
        return this.#start();
      case 'send':
        return this.#send(message);
      case 'cancel':
        if (this.#feed?.call === message.call) this.#abort?.abort();
        return;
      case 'startServer':
        return this.#startServer(message.server);
      case 'restartServer':
        return this.#restartServer(message.server);
      case 'showTerminal':
        this.#ports.services.showTerminal(message.server);
        return;
      case 'save':
        // We ignore the state of another method, because the page must not replace it.
        if (message.state.method === this.#method) this.#ports.memory.keep(defined({ ...message.state, file, module }));
        return;
      case 'copy':
        return this.#ports.copy(message.text);
      case 'saveFile':
        return this.#ports.saveFile(message.name, message.text);
      case 'reveal':
        return this.#ports.services.revealMethod(this.#method);
      case 'goToImplementation':
        return this.#ports.services.goToImplementation(this.#method);
      case 'goToError':
        return this.#goToError(message.of);
      case 'forgetTarget':
        this.#ports.memory.forget(message.address);
        this.#tell({ kind: 'targets', targets: this.#ports.memory.targets });
        return;
    }
  }

  #placeOf(error: 'schema' | 'call'): SourcePlace | undefined {
    if (error === 'schema') return this.#missing?.place;
    return this.#callError;
  }

  async #goToError(of: 'schema' | 'call'): Promise<void> {
    const place = this.#placeOf(of);
    if (place !== undefined) await this.#ports.services.revealError(place);
  }

  /** Runs whenever a page has loaded. After the panel was hidden, this is a new page. */
  async #start(): Promise<void> {
    const { memory, services, strings } = this.#ports;
    const state = await memory.state(this.#subject);
    const call = this.#feed?.snapshot();
    const servers = services.localServers(this.#method);
    this.#toldServers = JSON.stringify(servers);
    const init: ToPanel = defined({
      kind: 'init',
      method: this.#method,
      file: this.#subject.file,
      module: this.#subject.module,
      strings,
      defaultTarget: choiceToStart(memory.lastTarget, servers),
      servers,
      targets: memory.targets,
      state,
      call,
    });
    // An earlier page may have received the schema, but this new page has not.
    this.#posted = undefined;
    this.#tell(init);
    if (this.#schema !== undefined) this.#postSchema(this.#schema);
    await this.#refresh();
  }

  /** Requests the schema again. If it changes during the request, we request it once more. */
  #refresh(): Promise<void> {
    this.#stale = true;
    this.#refreshing ??= this.#refreshUntilCurrent().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #refreshUntilCurrent(): Promise<void> {
    while (this.#stale && !this.#disposed) {
      this.#stale = false;
      const found = await this.#ports.services
        .methodSchema(this.#method, this.#schema)
        .catch((error: unknown): MethodSchema => ({ kind: 'missing', message: messageOf(error) }));
      this.#takeSchema(found);
      // With the new schema, we know which servers leave the method out.
      this.#tellServers();
    }
  }

  #takeSchema(found: MethodSchema): void {
    if (found.kind === 'schema') {
      this.#schema = found;
      this.#missing = undefined;
      this.#postSchema(found);
      return;
    }
    this.#missing = found;
    this.#posted = undefined;
    const { message, place, methodKind } = found;
    this.#tell(defined({ kind: 'schemaMissing', message, hasPlace: place !== undefined, methodKind }));
  }

  async #send(message: Send): Promise<void> {
    if (this.#feed?.running === true) {
      this.#ports.warn(`${this.#method}: a call is still running.`);
      return;
    }
    const post = (toPanel: ToPanel): PromiseLike<unknown> => this.#post(toPanel);
    const feed = new CallFeed(message.call, message.request, post, this.#ports.warn);
    const abort = new AbortController();
    this.#feed?.dispose();
    this.#feed = feed;
    this.#abort = abort;
    const outcome = this.#outcome(
      await this.#call(message, feed, abort.signal).catch(
        (error: unknown): Failure => ({ kind: 'failed', message: messageOf(error) }),
      ),
    );
    feed.end(outcome);
    this.#report(outcome, feed);
  }

  /**
   * Reports the answer of a server. A call that the user cancelled, or that ended because the panel closed, has no
   * answer.
   */
  #report(outcome: CallOutcome, { lastReply }: CallFeed): void {
    if (outcome.kind !== 'status' || this.#disposed || this.#abort?.signal.aborted === true) return;
    const { code, name, time, details } = outcome;
    this.#ports.answered({
      subject: this.#subject,
      code,
      status: name,
      time: Date.now(),
      duration: time,
      received: lastReply === undefined ? 0 : lastReply.index + 1,
      excerpt: excerptOf(lastReply?.json ?? details),
    });
  }

  /** Returns the part of the outcome that the page may receive, and keeps the place of an error. */
  #outcome(end: Exclude<CallOutcome, { kind: 'failed' }> | Failure): CallOutcome {
    this.#callError = undefined;
    if (end.kind !== 'failed') return end;
    const { place, message, hasTerminal } = end;
    this.#callError = place;
    return defined({ kind: 'failed', message, hasTerminal, hasPlace: place === undefined ? undefined : true });
  }

  async #call(
    message: Send,
    feed: CallFeed,
    signal: AbortSignal,
  ): Promise<Exclude<CallOutcome, { kind: 'failed' }> | Failure> {
    const { services } = this.#ports;
    await this.#refreshing;
    const schema = this.#schema;
    if (schema === undefined) return this.#withoutSchema();
    // If the user cancels, the call ends at once, even if a server is still starting or a question is open.
    const target = await untilAborted(this.#target(message, feed), signal);
    if (target === undefined || signal.aborted) return CANCELLED;
    if (target.kind === 'failed') return target;
    const end = await services.call(
      defined({
        schema,
        method: this.#method,
        target: target.target,
        metadata: message.metadata,
        messages: message.request.messages,
        deadline: message.deadline,
      }),
      (event) => feed.add(event),
      signal,
    );
    this.#remember(message.request.target, target.target, end);
    return end;
  }

  #withoutSchema(): Failure {
    if (this.#missing === undefined) return { kind: 'failed', message: this.#ports.strings.schemaMissing };
    return { ...this.#missing, kind: 'failed' };
  }

  /**
   * Whether the call may go to this address. Any program of this machine may own a socket, so the user has to agree
   * once. A script that got into the page cannot agree.
   */
  async #mayCall({ address }: Target): Promise<boolean> {
    if (!SOCKET.test(address)) return true;
    if (this.#ports.memory.targets.some((target) => target.address === address)) return true;
    return this.#ports.services.confirmTarget(address);
  }

  /**
   * Returns the target of the call, and starts a server if necessary. Returns undefined if the user does not want the
   * call.
   */
  async #target(message: Send, feed: CallFeed): Promise<{ kind: 'address'; target: Target } | Failure | undefined> {
    const { services } = this.#ports;
    const resolved = resolveTarget(message.request.target, services.localServers(this.#method));
    if (resolved.kind === 'address') {
      if (await this.#mayCall(resolved.target)) return { kind: 'address', target: resolved.target };
      return undefined;
    }
    feed.enter('startingServer');
    const started = await this.#started(message.request.target);
    if (started.kind === 'failed') return started;
    if (started.kind === 'stopped') return undefined;
    feed.enter('calling');
    return { kind: 'address', target: { address: started.address, security: 'plaintext' } };
  }

  /** Starts the server that the user chose, and no other. */
  #started(choice: TargetChoice): Promise<StartedServer> {
    const { services } = this.#ports;
    if (choice.kind === 'server') return services.startServer(this.#method, choice.server);
    return services.startLocalServer(this.#method);
  }

  async #startServer(server: NamedServer): Promise<void> {
    const started = await this.#ports.services
      .startServer(this.#method, server)
      .catch((error: unknown): StartedServer => ({ kind: 'failed', message: messageOf(error) }));
    const problem = started.kind === 'failed' ? started.message : undefined;
    this.#tell(defined({ kind: 'serverStarted', problem }));
  }

  async #restartServer(server: NamedServer): Promise<void> {
    await this.#ports.services.restartServer(server);
    // The page shows that the server is starting until it receives this message.
    this.#tell({ kind: 'serverStarted' });
  }

  /** Remembers the target of a call. Storing continues in the background, so the panel shows the reply at once. */
  #remember(choice: TargetChoice, target: Target, end: CallOutcome): void {
    if (end.kind !== 'status') return;
    // A new panel starts with the last target that answered, so we ignore a server that could not be reached.
    if (end.code !== UNAVAILABLE) this.#ports.memory.rememberChoice(choice);
    if (choice.kind !== 'remote') return;
    const { memory } = this.#ports;
    // Each message makes the page draw again, and this message would do so just before the reply.
    if (isSameTarget(memory.targets[0], target)) return;
    memory.remember(target);
    this.#tell({ kind: 'targets', targets: memory.targets });
  }

  #tellServers(): void {
    const servers = this.#ports.services.localServers(this.#method);
    const told = JSON.stringify(servers);
    if (told === this.#toldServers) return;
    this.#toldServers = told;
    this.#tell({ kind: 'servers', servers });
  }

  /** Sends the schema to the page, unless the page has it already. Many edits do not affect the method. */
  #postSchema(schema: Schema): void {
    if (this.#posted === schema.reference.hash) return;
    this.#posted = schema.reference.hash;
    this.#tell({ kind: 'schema', hash: schema.reference.hash, set: schema.set });
  }

  #tell(message: ToPanel): void {
    this.#inBackground(this.#post(message), `be told ${message.kind}`);
  }

  #inBackground(work: PromiseLike<unknown>, what: string): void {
    inBackground(work, `The panel of ${this.#method} could not ${what}`, this.#ports.warn);
  }

  #post(message: ToPanel): PromiseLike<unknown> {
    if (this.#disposed) return Promise.resolve();
    return this.#ports.post(message);
  }
}

/**
 * Matches an address of a socket on this machine, which needs no network
 * (https://github.com/grpc/grpc/blob/master/doc/naming.md).
 */
const SOCKET = /^\s*unix/i;

function isSameTarget(a: Target | undefined, b: Target): boolean {
  return a?.address === b.address && a.security === b.security;
}

/**
 * Returns the result of the promise, or undefined once the signal aborts. The promise then continues, and we ignore its
 * result.
 */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => resolve(undefined);
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    promise.finally(() => signal.removeEventListener('abort', aborted)).then(resolve, reject);
  });
}
