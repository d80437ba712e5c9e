/** The response's half: status, then reply or messages, headers, trailers, times. */
import '../elements/elapsedTime.ts';
import '../elements/messageLog.ts';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelActions } from '../actions.ts';
import type { LoggedMessage } from '../messageStore.ts';
import type { CallModel } from '../callModel.ts';
import { isOutdated } from '../model.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { isStreaming, type Screen } from '../screen.ts';
import { fill, formatCount } from '../text.ts';
import { icon } from './icon.ts';
import { sendKey } from './keys.ts';
import { outcomeView } from './outcome.ts';
import { refusalView } from './refusal.ts';
import { statusView } from './status.ts';
import { metadataTable, timeline } from './tables.ts';

/** The right half, in tabs. */
export function responseView(screen: Screen, actions: PanelActions): TemplateResult {
  const { strings, call } = screen.model;
  const headers = call?.headers?.metadata;
  const trailers = call?.outcome?.kind === 'status' ? call.outcome.trailers : undefined;
  const counter = (count: number | undefined): TemplateResult | typeof nothing =>
    count === undefined || count === 0 ? nothing : html`<span class="count" slot="content-after">${count}</span>`;
  return html`
    <section class="half response ${isPast(screen) ? 'outdated' : ''}" aria-label=${strings.response}>
      <vscode-tabs panel id="response-tabs">
        <vscode-tab-header slot="header" panel>${isStreaming(screen) ? strings.log : strings.reply}</vscode-tab-header>
        <vscode-tab-header slot="header" panel>${strings.headers}${counter(headers?.length)}</vscode-tab-header>
        <vscode-tab-header slot="header" panel>${strings.trailers}${counter(trailers?.length)}</vscode-tab-header>
        <vscode-tab-header slot="header" panel>${strings.timeline}</vscode-tab-header>
        ${toolbar(screen, actions)}
        <vscode-tab-panel panel class="reply-panel">${resultView(screen, actions)}${contentView(screen, actions)}</vscode-tab-panel>
        <vscode-tab-panel panel class="form-panel" data-testid="headers">
          ${statusView(screen)}${metadataTable(headers, strings, noMetadata(call, strings.noHeadersYet, strings.noHeaders, strings))}
        </vscode-tab-panel>
        <vscode-tab-panel panel class="form-panel" data-testid="trailers">
          ${statusView(screen)}${metadataTable(trailers, strings, noMetadata(call, strings.noTrailersYet, strings.noTrailers, strings))}
        </vscode-tab-panel>
        <vscode-tab-panel panel class="form-panel" data-testid="timeline">${statusView(screen)}${timeline(screen)}</vscode-tab-panel>
      </vscode-tabs>
    </section>
  `;
}

/**
 * Whether the shown reply belongs to a different request from the current one, or from the one that was just refused.
 */
function isPast(screen: Screen): boolean {
  return isOutdated(screen.model) || screen.refusal !== undefined;
}

/** The outcome, or the reason why nothing was sent. */
function resultView(screen: Screen, actions: PanelActions): TemplateResult {
  if (screen.refusal !== undefined) return refusalView(screen, screen.refusal, actions);
  return html`${statusView(screen)}${outcomeView(screen, actions)}`;
}

/** Why a table of headers or trailers has no rows. */
function noMetadata(call: CallModel | undefined, yet: string, none: string, strings: PanelStrings): string {
  if (call?.restored !== undefined) return strings.metadataNotKept;
  if (call?.outcome === undefined) return yet;
  return none;
}

function toolbar(screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const { strings, call } = screen.model;
  if (call === undefined || call.messages.received === 0) return nothing;
  const streaming = isStreaming(screen);
  const copyStrings = streaming ? strings.copyMessages : strings.copyReply;
  const copyLabel = screen.copied ? strings.copied : copyStrings;
  const saveLabel = streaming ? strings.saveMessages : strings.saveReply;
  return html`
    <span slot="addons" class="toolbar">
      <vscode-toolbar-button icon=${screen.copied ? 'check' : 'copy'} data-testid="copy" label=${copyLabel} title=${copyLabel} @click=${() => actions.copy()}></vscode-toolbar-button>
      <vscode-toolbar-button icon="save" data-testid="save" label=${saveLabel} title=${saveLabel} @click=${() => actions.save()}></vscode-toolbar-button>
    </span>
  `;
}

function contentView(screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const { strings, call } = screen.model;
  if (call?.restored?.isReplyKept === false) return html`<p class="hint not-kept">${strings.replyNotKept}</p>`;
  if (call === undefined) {
    if (screen.refusal !== undefined) return nothing;
    return html`<div class="empty"><p>${isStreaming(screen) ? strings.emptyStream : strings.empty}</p><kbd>${sendKey(strings)}</kbd></div>`;
  }
  if (isStreaming(screen)) return streamView(screen, call, actions);
  return replyView(screen, call);
}

function replyView(screen: Screen, call: CallModel): TemplateResult | typeof nothing {
  const { strings } = screen.model;
  const json = call.messages.lastReceived()?.json;
  const running = call.outcome === undefined;
  // The last reply stays until this call has one, so that quick calls do not flicker.
  const text = json ?? (running ? call.formerReply : undefined);
  if (text === undefined) return nothing;
  return html`
    <json-editor
      readonly
      id="reply"
      data-testid="reply"
      class=${json === undefined ? 'former' : ''}
      .label=${fill(strings.replyLabel, screen.method?.reply ?? '')}
      .value=${text}
    ></json-editor>
  `;
}

function streamView(screen: Screen, call: CallModel, actions: PanelActions): TemplateResult | typeof nothing {
  const { strings } = screen.model;
  const { messages } = call;
  if (messages.messages.length === 0) {
    const isEmpty = call.outcome?.kind === 'status' && call.outcome.code === 0;
    if (isEmpty) return html`<div class="empty"><p>${strings.noMessages}</p></div>`;
    return nothing;
  }
  return html`
    ${messages.dropped === 0 ? nothing : html`<p class="hint log-dropped">${fill(strings.messagesDropped, formatCount(messages.dropped))}</p>`}
    <message-log
      data-testid="log"
      .strings=${strings}
      .store=${messages}
      .version=${call.version}
      .ended=${call.outcome !== undefined}
      .selected=${screen.logged}
      @select=${(event: CustomEvent<LoggedMessage>) => actions.selectLogged(event.detail)}
    ></message-log>
    ${screen.logged === undefined ? nothing : loggedView(screen, screen.logged, actions)}
  `;
}

/** One message of a stream in full. */
function loggedView(screen: Screen, message: LoggedMessage, actions: PanelActions): TemplateResult {
  const { strings } = screen.model;
  const type = message.direction === 'sent' ? screen.method?.request.typeName : screen.method?.reply;
  return html`
    <div class="logged">
      <div class="logged-bar">
        ${icon(message.direction === 'sent' ? 'arrow-up' : 'arrow-down', message.direction)}
        <span>${fill(strings.messageTab, message.index + 1)}</span>
        <span class="muted">${type}</span>
        <vscode-toolbar-button icon="close" label=${strings.closeMessage} title=${strings.closeMessage} @click=${() => actions.selectLogged(undefined)}></vscode-toolbar-button>
      </div>
      <json-editor readonly id="reply" data-testid="reply" .label=${fill(strings.replyLabel, type ?? '')} .value=${message.json}></json-editor>
    </div>
  `;
}
