/** `<grpc-panel>`: holds the model, receives what the extension sends, does what the user asks, and draws. */
import { defined } from '../../base/defined.ts';
import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import './panelSash.ts';
import type {
  Draft,
  FromPanel,
  HistoryEntry,
  MetadataRow,
  TargetChoice,
  ToPanel,
} from '../../contract/panel/messages.ts';
import { withoutSecrets } from '../../panel/secrets.ts';
import type { Target } from '../../contract/calls.ts';
import type { PanelActions } from '../actions.ts';
import { announcement } from '../announcement.ts';
import type { JsonEditor } from '../editor/jsonEditor.ts';
import { addressProblem } from '../input/address.ts';
import { readDeadline } from '../input/deadline.ts';
import { metadataProblem, metadataToSend } from '../input/metadata.ts';
import { readMethod, type JsonProblem, type MessageLanguage, type MethodLanguage } from '../language.ts';
import type { LoggedMessage } from '../messageStore.ts';
import { applyMessage, isRunning, startCall, startPanel, stateOf, type PanelModel } from '../model.ts';
import { isStreaming, sendsMany, type Screen } from '../screen.ts';
import { headerView } from '../views/header.ts';
import { historyView } from '../views/history.ts';
import { requestView } from '../views/request.ts';
import { responseView } from '../views/response.ts';
import { targetBarView } from '../views/targetBar.ts';
import { Extension } from '../vscodeApi.ts';
import { LightElement } from './lightElement.ts';

/** Milliseconds after which a change is written down; the page may be gone at any time after. */
const SAVE_AFTER = 150;
const COPIED_FOR = 1_500;

/** The root element of the page. It shows nothing until the extension has sent `init`. */
export class GrpcPanel extends LightElement implements PanelActions {
  static override readonly properties: PropertyDeclarations = {
    model: { state: true },
    messageIndex: { state: true },
    logged: { state: true },
    copied: { state: true },
    announced: { state: true },
    showProblems: { state: true },
  };

  declare private model: PanelModel | undefined;
  declare private messageIndex: number;
  declare private logged: LoggedMessage | undefined;
  declare private copied: boolean;
  /** What a screen reader is told. */
  declare private announced: string;
  /** Whether an unfinished target may be complained about: only after the person has tried to send. */
  declare private showProblems: boolean;

  readonly #extension = new Extension();
  #method: MethodLanguage | undefined;
  #methodHash: string | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #checked:
    | { readonly language: MessageLanguage; readonly body: string; readonly problems: readonly JsonProblem[] }
    | undefined;
  /** What is to be brought into sight once it is drawn. */
  #toShow: 'firstValue' | 'problem' | 'response' | undefined;

  constructor() {
    super();
    this.messageIndex = 0;
    this.copied = false;
    this.announced = '';
    this.showProblems = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#extension.listen((message) => this.#receive(message));
    window.addEventListener('keydown', this.#onKey);
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
          aria-label=${strings.resize}
          .share=${view.split}
          @resize=${(event: CustomEvent<number>) => this.resize(event.detail)}
        ></panel-sash>
        ${responseView(screen, this)}
      </main>
      ${historyView(screen, this)}
      <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcement">${this.announced}</div>
    `;
  }

  protected override updated(): void {
    if (this.model !== undefined) this.style.setProperty('--request-share', String(this.model.view.split));
    const wanted = this.#toShow;
    this.#toShow = undefined;
    if (wanted === 'response') this.querySelector('.response')?.scrollIntoView({ block: 'nearest' });
    if (wanted === 'firstValue') this.#bodyEditor()?.selectFirstValue();
    if (wanted === 'problem') this.#selectInvalid();
  }

  // What the person does

  setTarget(target: TargetChoice): void {
    this.showProblems = false;
    this.#changeDraft({ target });
  }

  useLocalServer(): void {
    this.setTarget({ kind: 'local' });
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
    // The extension alone may write the values down, and this page may be taken away at any moment.
    this.#save();
  }

  setDeadline(deadline: string): void {
    this.#changeDraft({ deadline });
  }

  send(): void {
    const { model } = this;
    if (model === undefined || isRunning(model) || this.#keepsFromSending(model.draft)) return;
    const call = crypto.randomUUID();
    const deadline = readDeadline(model.draft.deadline);
    const messages = this.#messagesToSend(model.draft);
    this.model = startCall({ ...model, draft: { ...model.draft, messages } }, call, Date.now());
    this.logged = undefined;
    this.announced = '';
    this.#showTab('response-tabs', 0);
    this.#save();
    this.#post(
      defined({
        kind: 'send',
        call,
        request: this.model.draft,
        metadata: metadataToSend(model.draft.metadata),
        deadline: typeof deadline === 'number' ? deadline : undefined,
      }),
    );
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
    this.#changeDraft(entry.request);
    this.#showTab('request-tabs', 0);
  }

  clearHistory(): void {
    this.#change((model) => ({ ...model, history: [] }));
  }

  // What the extension says

  #receive(message: ToPanel): void {
    if (message.kind === 'init') {
      this.model = startPanel(message, this.#extension.state);
      this.#save();
      return;
    }
    const before = this.model;
    if (before === undefined) return;
    this.model = applyMessage(before, message);
    if (message.kind === 'schema') this.#readSchema();
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
    const { target } = model.draft;
    return {
      model,
      method: this.#method,
      addressProblem: this.showProblems && target.kind === 'remote' ? addressProblem(target.address) : undefined,
      bodyProblems: this.#problemsOf(model.draft.messages[this.messageIndex]),
      messageIndex: this.messageIndex,
      logged: this.logged,
      copied: this.copied,
    };
  }

  /** Looked at again only when the text or the schema is another one: a stream draws often. */
  #problemsOf(body: string | undefined): readonly JsonProblem[] {
    const language = this.#method?.request;
    if (language === undefined || body === undefined) return [];
    if (this.#checked?.language !== language || this.#checked.body !== body)
      this.#checked = { language, body, problems: language.check(body) };
    return this.#checked.problems;
  }

  /** Shows what is wrong and takes the person there. */
  #keepsFromSending(draft: Draft): boolean {
    if (draft.target.kind === 'remote' && addressProblem(draft.target.address) !== undefined) {
      this.showProblems = true;
      this.querySelector('target-picker')?.focus();
      return true;
    }
    if (draft.metadata.some((row) => metadataProblem(row) !== undefined)) {
      this.#showTab('request-tabs', 1);
      return true;
    }
    if (readDeadline(draft.deadline) === 'bad') {
      this.#showTab('request-tabs', 2);
      return true;
    }
    return draft.messages.length === 0;
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
    this.#change((model) => ({ ...model, draft: { ...model.draft, ...change } }));
  }

  #change(change: (model: PanelModel) => PanelModel): void {
    if (this.model === undefined) return;
    this.model = change(this.model);
    // At once where it is cheap, since the page may be taken away; a little later in the workspace's storage.
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

  #bodyEditor(): JsonEditor | null {
    return this.querySelector<JsonEditor>('#body');
  }

  #selectInvalid(): void {
    const outcome = this.model?.call?.outcome;
    if (outcome?.kind === 'invalid') this.#bodyEditor()?.select(outcome.start, outcome.end);
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

/** The field selects its text by itself. VS Code would do it again a moment later, over what was typed meanwhile. */
function keepSelectAll(event: KeyboardEvent): void {
  const [target] = event.composedPath();
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (isField && event.key === 'a' && (event.ctrlKey || event.metaKey)) event.stopPropagation();
}

customElements.define('grpc-panel', GrpcPanel);
