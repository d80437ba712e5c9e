/**
 * `<grpc-panel>`: the root element of the page. It keeps the model, receives the extension's messages, performs the
 * user's actions and draws the page.
 */
import { inBackground } from '../../base/background.ts';
import { defined } from '../../base/defined.ts';
import { html, type LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import './panelSash.ts';
import type {
  Draft,
  FromPanel,
  HistoryEntry,
  MetadataRow,
  NamedServer,
  TargetChoice,
  ToPanel,
} from '../../contract/panel/messages.ts';
import { withoutSecrets } from '../../panel/secrets.ts';
import type { Target } from '../../contract/calls.ts';
import type { PanelActions } from '../actions.ts';
import { announcement } from '../announcement.ts';
import type { JsonEditor } from '../editor/jsonEditor.ts';
import { readDeadline } from '../input/deadline.ts';
import { metadataToSend } from '../input/metadata.ts';
import { readMethod, type JsonProblem, type MessageLanguage, type MethodLanguage } from '../language.ts';
import type { LoggedMessage } from '../messageStore.ts';
import {
  applyMessage,
  isRunning,
  restoreEntry,
  startCall,
  startPanel,
  stateOf,
  withoutStart,
  type PanelModel,
} from '../model.ts';
import { Pause } from '../pause.ts';
import { refusalOf, type Refusal } from '../refusal.ts';
import { isStreaming, sendsMany, type Screen } from '../screen.ts';
import { headerView } from '../views/header.ts';
import { historyView } from '../views/history.ts';
import { requestView } from '../views/request.ts';
import { responseView } from '../views/response.ts';
import { fill } from '../text.ts';
import { targetBarView } from '../views/targetBar.ts';
import { Extension } from '../vscodeApi.ts';
import { EarlyKeys } from '../input/earlyKeys.ts';
import { LightElement } from './lightElement.ts';

/** Milliseconds before a change is stored. The time is short, because the page may disappear at any moment. */
const SAVE_AFTER = 150;
const COPIED_FOR = 1_500;
/** Milliseconds that the user does not notice. A call that ends sooner is drawn once, together with its reply. */
const QUICK = 100;

/** The root element of the page. It shows nothing until the extension has sent the `init` message. */
export class GrpcPanel extends LightElement implements PanelActions {
  static override readonly properties: PropertyDeclarations = {
    model: { state: true },
    messageIndex: { state: true },
    logged: { state: true },
    copied: { state: true },
    announced: { state: true },
    refusal: { state: true },
  };

  declare private model: PanelModel | undefined;
  declare private messageIndex: number;
  declare private logged: LoggedMessage | undefined;
  declare private copied: boolean;
  /** The text that a screen reader reads. */
  declare private announced: string;
  /** The reason why the last request was not sent. Any change of the request removes it. */
  declare private refusal: Refusal | undefined;

  readonly #extension = new Extension();
  #method: MethodLanguage | undefined;
  #methodHash: string | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #checked:
    | { readonly language: MessageLanguage; readonly body: string; readonly problems: readonly JsonProblem[] }
    | undefined;
  /** What to scroll into view after the next drawing. */
  #toShow: 'firstValue' | 'body' | 'problem' | 'response' | undefined;
  /** Collects the text that the user types before the page has a body. */
  readonly #early = new EarlyKeys();
  /** Delays the drawing after Send. If the reply arrives during the delay, one drawing is enough. */
  readonly #pause = new Pause();
  /** Whether the user pressed Send before there was a request: the page is new, or has no schema yet. */
  #sendsOnceReady = false;

  constructor() {
    super();
    this.messageIndex = 0;
    this.copied = false;
    this.announced = '';
    this.refusal = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#extension.listen((message) => this.#receive(message));
    window.addEventListener('keydown', this.#onKey);
    window.addEventListener('focus', this.#onFocus);
    this.#early.listen();
    this.addEventListener('keydown', keepSelectAll);
    window.addEventListener('pagehide', () => this.#save());
    this.#post({ kind: 'ready' });
  }

  override render(): TemplateResult | null {
    const screen = this.#screen();
    if (screen === undefined) return null;
    const { strings, view } = screen.model;
    return html`
      ${headerView(screen, this)} ${targetBarView(screen, this)}
      <main class="halves">
        ${requestView(screen, this)}
        <panel-sash
          .labels=${{ beside: strings.resize, stacked: strings.resizeStacked }}
          .share=${view.split}
          @resize=${(event: CustomEvent<number>) => this.resize(event.detail)}
        ></panel-sash>
        ${responseView(screen, this)}
      </main>
      ${historyView(screen, this)}
      <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcement">${this.#announcement()}</div>
    `;
  }

  /**
   * The announcement of the call, in a new element for each call. In the same element, a screen reader would not read
   * the same sentence twice.
   */
  #announcement(): unknown {
    return keyed(this.model?.call?.call, html`<span>${this.announced}</span>`);
  }

  /** Waits for the pause after Send, so that a quick call is drawn only once. */
  protected override async scheduleUpdate(): Promise<void> {
    await this.#pause.over;
    await super.scheduleUpdate();
  }

  protected override updated(): void {
    if (this.model !== undefined) this.style.setProperty('--request-share', String(this.model.view.split));
    const wanted = this.#toShow;
    this.#toShow = undefined;
    if (wanted === 'response') this.#showResponse();
    if (wanted === 'firstValue') this.#startBody();
    if (wanted === 'body') this.#enterBody();
    if (wanted === 'problem') this.#selectInvalid();
  }

  // Actions of the user

  setTarget(target: TargetChoice): void {
    this.#change(withoutStart);
    this.#changeDraft({ target });
  }

  sendTo(target: TargetChoice): void {
    this.setTarget(target);
    this.send();
    // The button that the user pressed has disappeared, so we move the focus to Send.
    this.querySelector<HTMLElement>('.send')?.focus();
  }

  startServer(server: NamedServer): void {
    if (this.model === undefined) return;
    this.model = { ...this.model, start: { kind: 'starting' } };
    this.#post({ kind: 'startServer', server });
  }

  restartServer(server: NamedServer): void {
    if (this.model === undefined) return;
    this.model = { ...this.model, start: { kind: 'starting' } };
    this.#post({ kind: 'restartServer', server });
  }

  showTerminal(server: NamedServer): void {
    this.#post({ kind: 'showTerminal', server });
  }

  setSecurity(security: Target['security']): void {
    const target = this.model?.draft.target;
    if (target?.kind === 'remote') this.#changeDraft({ target: { ...target, security } });
  }

  setBody(text: string): void {
    const { model } = this;
    if (model === undefined) return;
    const messages = model.draft.messages.length === 0 ? [text] : model.draft.messages.with(this.messageIndex, text);
    this.#changeDraft({ messages });
  }

  restoreExample(): void {
    if (this.#method === undefined) return;
    this.setBody(this.#method.request.example());
    this.#toShow = 'firstValue';
    this.#showTab('request-tabs', 0);
  }

  showMessage(index: number): void {
    this.messageIndex = index;
  }

  addMessage(): void {
    const { model } = this;
    if (model === undefined || this.#method === undefined) return;
    this.messageIndex = model.draft.messages.length;
    this.#changeDraft({ messages: [...model.draft.messages, this.#method.request.example()] });
    this.#toShow = 'firstValue';
  }

  removeMessage(index: number): void {
    const { model } = this;
    if (model === undefined) return;
    const messages = model.draft.messages.filter((_, at) => at !== index);
    this.messageIndex = Math.max(0, Math.min(this.messageIndex, messages.length - 1));
    this.#changeDraft({ messages });
  }

  setMetadata(metadata: readonly MetadataRow[]): void {
    this.#changeDraft({ metadata });
    // Only the extension may store metadata values, and this page may disappear at any moment, so we send them at once.
    this.#save();
  }

  setDeadline(deadline: string): void {
    this.#changeDraft({ deadline });
  }

  send(): void {
    const { model } = this;
    if (model === undefined || lacksBody(model)) {
      this.#sendsOnceReady = true;
      return;
    }
    if (isRunning(model)) return;
    const refusal = refusalOf(model);
    if (refusal !== undefined) {
      this.#refuse(refusal, model);
      return;
    }
    const call = crypto.randomUUID();
    const deadline = readDeadline(model.draft.deadline);
    const messages = this.#messagesToSend(model.draft);
    this.model = startCall({ ...model, draft: { ...model.draft, messages } }, call, Date.now());
    this.logged = undefined;
    this.refusal = undefined;
    this.announced = '';
    this.#showTab('response-tabs', 0);
    this.#pause.start(QUICK);
    this.#post(
      defined({
        kind: 'send',
        call,
        request: this.model.draft,
        metadata: metadataToSend(model.draft.metadata),
        deadline,
      }),
    );
    // We save after sending, because the state contains the whole history and the request should not wait for it.
    this.#save();
  }

  cancel(): void {
    const { model } = this;
    if (model?.call === undefined || !isRunning(model)) return;
    this.model = { ...model, call: { ...model.call, cancelling: true } };
    this.announced = model.strings.cancelling;
    this.#post({ kind: 'cancel', call: model.call.call });
  }

  reveal(): void {
    this.#post({ kind: 'reveal' });
  }

  goToImplementation(): void {
    this.#post({ kind: 'goToImplementation' });
  }

  goToError(of: 'schema' | 'call'): void {
    this.#post({ kind: 'goToError', of });
  }

  forgetTarget(address: string): void {
    this.#post({ kind: 'forgetTarget', address });
  }

  mend(field: 'target' | 'metadata' | 'deadline'): void {
    if (field === 'target') this.querySelector('target-picker')?.focus();
    if (field === 'metadata') this.#enterTab(1, '.metadata-row vscode-textfield[invalid]');
    if (field === 'deadline') this.#enterTab(2, '#deadline');
  }

  selectLogged(message: LoggedMessage | undefined): void {
    this.logged = message;
  }

  showInBody(): void {
    const outcome = this.model?.call?.outcome;
    if (outcome?.kind !== 'invalid') return;
    this.messageIndex = outcome.index;
    this.#showTab('request-tabs', 0);
    this.#toShow = 'problem';
    this.requestUpdate();
  }

  copy(): void {
    const text = this.#replyText();
    if (text === undefined) return;
    this.#post({ kind: 'copy', text });
    this.copied = true;
    this.announced = this.model?.strings.copied ?? '';
    setTimeout(() => (this.copied = false), COPIED_FOR);
  }

  save(): void {
    const text = this.#replyText();
    const { model } = this;
    if (text === undefined || model === undefined) return;
    this.#post({
      kind: 'saveFile',
      name: `${model.method.slice(model.method.lastIndexOf('/') + 1)}.json`,
      text: `${text}\n`,
    });
  }

  resize(split: number): void {
    this.#change((model) => ({ ...model, view: { ...model.view, split } }));
  }

  toggleHistory(): void {
    this.#change((model) => ({ ...model, view: { ...model.view, historyOpen: !model.view.historyOpen } }));
  }

  restore(entry: HistoryEntry): void {
    this.messageIndex = 0;
    this.logged = undefined;
    this.refusal = undefined;
    this.#change((model) => restoreEntry(withoutStart(model), entry));
    this.#toShow = 'response';
    this.#showTab('request-tabs', 0);
    this.#showTab('response-tabs', 0);
  }

  clearHistory(): void {
    this.#change((model) => ({ ...model, history: [] }));
  }

  // Messages from the extension

  #receive(message: ToPanel): void {
    this.#pause.end();
    if (message.kind === 'init') {
      this.model = startPanel(message, this.#extension.state);
      // In a restored panel, the user continues to type in the body.
      if (this.model.draft.messages.length > 0 && document.hasFocus()) this.#toShow = 'body';
      this.#save();
      if (!lacksBody(this.model)) this.#sendIfWanted();
      return;
    }
    if (message.kind === 'focusBody') {
      this.#showTab('request-tabs', 0);
      this.#toShow = 'body';
      this.requestUpdate();
      return;
    }
    const before = this.model;
    if (before === undefined) return;
    this.model = applyMessage(before, message);
    if (message.kind === 'schema') this.#readSchema();
    // Without a schema, there will be no example, so we put the focus into the body now.
    if (message.kind === 'schemaMissing' && before.schema.kind === 'loading' && isFocusFree()) this.#toShow = 'body';
    if (message.kind === 'schema' || message.kind === 'schemaMissing') this.#sendIfWanted();
    if (message.kind === 'callEnd' && this.model !== before) {
      this.#toShow = 'response';
      this.announced = announcement(this.model, this.#method !== undefined && isStreaming(this.#screenOf(this.model)));
      this.#save();
    }
  }

  #readSchema(): void {
    const { model } = this;
    if (model?.schema.kind !== 'ready' || model.schema.hash === this.#methodHash) return;
    this.#methodHash = model.schema.hash;
    this.#method = readMethod(model.schema.set, model.method) ?? this.#method;
    if (this.#method === undefined || model.draft.messages.length > 0) return;
    this.#changeDraft({ messages: [this.#method.request.example()] });
    this.#toShow = 'firstValue';
  }

  // Helpers

  #screen(): Screen | undefined {
    if (this.model === undefined) return undefined;
    return this.#screenOf(this.model);
  }

  #screenOf(model: PanelModel): Screen {
    return {
      model,
      method: this.#method,
      refusal: this.refusal,
      bodyProblems: this.#problemsOf(model.draft.messages[this.messageIndex]),
      messageIndex: this.messageIndex,
      logged: this.logged,
      copied: this.copied,
    };
  }

  /**
   * Returns the problems of a body. We check the body again only if its text or the schema has changed, because a
   * stream draws the page often.
   */
  #problemsOf(body: string | undefined): readonly JsonProblem[] {
    const language = this.#method?.request;
    if (language === undefined || body === undefined) return [];
    if (this.#checked?.language !== language || this.#checked.body !== body)
      this.#checked = { language, body, problems: language.check(body) };
    return this.#checked.problems;
  }

  /** Shows why the request was not sent, in the place of the reply, and moves the focus to the field to fix. */
  #refuse(refusal: Refusal, { strings }: PanelModel): void {
    this.refusal = refusal;
    this.announced = fill(strings.announceNotSent, refusal.message);
    this.#showTab('response-tabs', 0);
    if (refusal.at === 'schema' || refusal.at === 'schemaError') this.#toShow = 'response';
    else this.mend(refusal.at);
  }

  /** Sends the request that waited for the schema, once the schema has arrived or cannot arrive. */
  #sendIfWanted(): void {
    if (!this.#sendsOnceReady) return;
    this.#sendsOnceReady = false;
    // The text that the user has typed so far must go into the body first.
    inBackground(
      this.updateComplete.then(() => this.#onceTabsAreDrawn(() => this.send())),
      'The request was not sent',
      (line) => console.error(line),
    );
  }

  #messagesToSend(draft: Draft): readonly string[] {
    const screen = this.#screen();
    if (screen !== undefined && sendsMany(screen)) return draft.messages;
    return draft.messages.slice(0, 1);
  }

  #replyText(): string | undefined {
    const screen = this.#screen();
    const messages = screen?.model.call?.messages;
    if (screen === undefined || messages === undefined) return undefined;
    if (!isStreaming(screen)) return messages.lastReceived()?.json;
    const received = messages.messages.filter((message) => message.direction === 'received');
    return `[\n${received.map((message) => message.json).join(',\n')}\n]`;
  }

  #changeDraft(change: Partial<Draft>): void {
    this.refusal = undefined;
    this.#change((model) => ({ ...model, draft: { ...model.draft, ...change } }));
  }

  #change(change: (model: PanelModel) => PanelModel): void {
    if (this.model === undefined) return;
    this.model = change(this.model);
    // The page stores the state at once, which is cheap, because it may disappear at any moment. The workspace's
    // storage gets the state a little later.
    this.#extension.state = withoutSecrets(stateOf(this.model));
    this.#saving ??= setTimeout(() => this.#save(), SAVE_AFTER);
  }

  #save(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    if (this.model === undefined) return;
    const state = stateOf(this.model);
    this.#extension.state = withoutSecrets(state);
    this.#post({ kind: 'save', state });
  }

  #post(message: FromPanel): void {
    this.#extension.post(message);
  }

  /**
   * Selects the first value of the example, so that the user types over it. If the focus is in another field, it stays
   * there.
   */
  #startBody(): void {
    const typed = this.#early.take();
    if (!isFocusFree()) return;
    this.#bodyEditor()?.selectFirstValue();
    this.#bodyEditor()?.type(typed);
  }

  #enterBody(): void {
    this.#onceTabsAreDrawn(() => {
      this.#bodyEditor()?.enter();
      this.#bodyEditor()?.type(this.#early.take());
    });
  }

  /** Moves the focus to the body when VS Code focuses the page and no field has the focus. */
  readonly #onFocus = (): void => {
    if (isFocusFree()) this.#enterBody();
  };

  #enterTab(index: number, field: string): void {
    this.#showTab('request-tabs', index);
    this.#onceTabsAreDrawn(() => this.querySelector<HTMLElement>(field)?.focus());
  }

  /** Runs `act` after the tabs are drawn, because an element on a hidden tab cannot take the focus. */
  #onceTabsAreDrawn(act: () => void): void {
    const drawn = this.updateComplete.then(() => this.querySelector<LitElement>('#request-tabs')?.updateComplete);
    inBackground(drawn.then(act), 'A field did not get the focus', (line) => console.error(line));
  }

  #bodyEditor(): JsonEditor | null {
    return this.querySelector<JsonEditor>('#body');
  }

  #selectInvalid(): void {
    const outcome = this.model?.call?.outcome;
    if (outcome?.kind === 'invalid') this.#bodyEditor()?.select(outcome.start, outcome.end);
  }

  /**
   * Scrolls the reply into view. If the screen is too small for everything, the button of an error and then its cause
   * stay visible, because we scroll to them last.
   */
  #showResponse(): void {
    for (const selector of ['.response', '.outcome vscode-button', '.outcome .cause'])
      this.querySelector(selector)?.scrollIntoView({ block: 'nearest' });
  }

  #showTab(id: string, index: number): void {
    this.querySelector(`#${id}`)?.setAttribute('selected-index', String(index));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'Escape' && !event.defaultPrevented) {
      if (this.model !== undefined && isRunning(this.model)) this.cancel();
      else this.selectLogged(undefined);
    }
  };
}

/** Whether the body is still empty, because its example comes with the schema. */
function lacksBody({ draft, schema }: PanelModel): boolean {
  return draft.messages.length === 0 && schema.kind === 'loading';
}

/** Whether no field, button or editor of the page has the focus. */
function isFocusFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/**
 * Keeps Ctrl+A in a field from VS Code. The field selects its text by itself, and VS Code would select it again a
 * moment later, with the text that the user has typed in the meantime.
 */
function keepSelectAll(event: KeyboardEvent): void {
  const [target] = event.composedPath();
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (isField && event.key === 'a' && (event.ctrlKey || event.metaKey)) event.stopPropagation();
}

customElements.define('grpc-panel', GrpcPanel);
