/** The request's half of the panel: the body, the metadata and the options. */
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '../editor/jsonEditor.ts';
import '../elements/panelTabs.ts';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { PanelActions } from '../actions.ts';
import type { JsonEditor } from '../editor/jsonEditor.ts';
import { readDeadline } from '../input/deadline.ts';
import { metadataToSend } from '../input/metadata.ts';
import type { PanelModel } from '../model.ts';
import { sendsMany, type Screen } from '../screen.ts';
import { deadlineMessage } from '../refusal.ts';
import { fill } from '../text.ts';
import { counterView } from './counter.ts';
import { icon } from './icon.ts';
import { metadataView } from './metadata.ts';

/** Shows the request's half of the panel, in tabs. */
export function requestView(screen: Screen, actions: PanelActions): TemplateResult {
  const { strings, draft } = screen.model;
  const metadata = metadataToSend(draft.metadata).length;
  return html`
    <section class="half request" aria-label=${strings.request}>
      <panel-tabs panel id="request-tabs">
        <vscode-tab-header slot="header" panel>${strings.body}</vscode-tab-header>
        <vscode-tab-header slot="header" panel>
          ${strings.metadata}${counterView(metadata)}
        </vscode-tab-header>
        <vscode-tab-header slot="header" panel>
          ${strings.options}${counterView(Number(readDeadline(draft.deadline) !== undefined))}
        </vscode-tab-header>
        <vscode-toolbar-button
          slot="addons"
          icon="discard"
          label=${strings.restoreExample}
          title=${strings.restoreExample}
          @click=${() => actions.restoreExample()}
        ></vscode-toolbar-button>
        <vscode-tab-panel panel class="body-panel">${bodyView(screen, actions)}</vscode-tab-panel>
        <vscode-tab-panel panel class="form-panel">${metadataView(screen, actions)}</vscode-tab-panel>
        <vscode-tab-panel panel class="form-panel">${optionsView(screen, actions)}</vscode-tab-panel>
      </panel-tabs>
    </section>
  `;
}

function bodyView(screen: Screen, actions: PanelActions): TemplateResult {
  const { model, method, messageIndex } = screen;
  const onChange = (event: Event): void => actions.setBody((event.target as JsonEditor).value);
  return html`
    ${messageStrip(screen, actions)}
    ${loadingView(model)}
    <json-editor
      id="body"
      data-testid="body"
      .label=${fill(model.strings.bodyLabel, method?.request.typeName ?? '')}
      .language=${method?.request}
      .value=${model.draft.messages[messageIndex] ?? ''}
      @change=${onChange}
    ></json-editor>
    ${problemsView(screen)}
  `;
}

function loadingView({ schema, draft, strings }: PanelModel): TemplateResult | typeof nothing {
  if (schema.kind !== 'loading' || draft.messages.length > 0) return nothing;
  return html`<p class="empty">${strings.loading}</p>`;
}

/** Shows buttons that select one of several messages, for methods that receive a stream. */
function messageStrip(screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  if (!sendsMany(screen)) return nothing;
  const { model, messageIndex } = screen;
  const { strings, draft } = model;
  return html`
    <div class="message-strip">
      ${draft.messages.map(
        (_, index) => html`
          <button type="button" class="chip" data-testid="request-message" aria-pressed=${index === messageIndex} @click=${() => actions.showMessage(index)}>
            ${fill(strings.messageTab, index + 1)}
          </button>
        `,
      )}
      <vscode-toolbar-button icon="add" data-testid="add-message" label=${strings.addMessage} title=${strings.addMessage} @click=${() => actions.addMessage()}></vscode-toolbar-button>
      ${removeButton(screen, actions)}
    </div>
    <p class="hint strip-hint">${strings.messagesHint}</p>
  `;
}

function removeButton({ model, messageIndex }: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  if (model.draft.messages.length < 2) return nothing;
  const label = fill(model.strings.removeMessage, messageIndex + 1);
  return html`<vscode-toolbar-button icon="trash" label=${label} title=${label} @click=${() => actions.removeMessage(messageIndex)}></vscode-toolbar-button>`;
}

/** Shows the text of the first problem, because some users do not point at the marks in the body. */
function problemsView({ bodyProblems, model }: Screen): TemplateResult | typeof nothing {
  const [first] = bodyProblems;
  if (first === undefined) return nothing;
  const select = (event: Event): void => {
    const editor = (event.currentTarget as HTMLElement).parentElement?.querySelector('json-editor');
    editor?.select(first.start, first.end);
  };
  return html`
    <button type="button" class="problem-line" data-testid="body-problem" @click=${select}>
      ${icon('error')}<span class="problem-text">${first.message}</span>
      ${moreView(bodyProblems.length - 1, model.strings)}
    </button>
  `;
}

function moreView(count: number, strings: PanelStrings): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<span class="muted">${fill(strings.moreProblems, count)}</span>`;
}

function optionsView({ model }: Screen, actions: PanelActions): TemplateResult {
  const { strings, draft } = model;
  const problem = deadlineMessage(draft.deadline, strings);
  return html`
    <div class="field">
      <label for="deadline">${strings.deadline}</label>
      <vscode-textfield
        id="deadline"
        data-testid="deadline"
        class="deadline"
        .label=${strings.deadline}
        placeholder=${strings.deadlinePlaceholder}
        ?invalid=${problem !== undefined}
        .value=${draft.deadline}
        @input=${(event: Event) => actions.setDeadline((event.target as HTMLInputElement).value)}
      ></vscode-textfield>
      <p class=${problem === undefined ? 'hint' : 'field-problem'} aria-live="polite" data-testid="deadline-note">${problem ?? strings.deadlineHint}</p>
    </div>
  `;
}
