/** The response's half of the panel: the status, the reply or the messages, the headers, the trailers and the times. */
import '../elements/elapsedTime.ts';
import '../elements/messageLog.ts';
import '../elements/panelTabs.ts';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelActions } from '../actions.ts';
import { ARROWS, type LoggedMessage } from '../messageStore.ts';
import type { CallModel } from '../callModel.ts';
import { isOutdated } from '../model.ts';
import type { Metadata } from '../../contract/calls.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { isStreaming, type Screen } from '../screen.ts';
import { fill, formatCount } from '../text.ts';
import { counterView } from './counter.ts';
import { icon } from './icon.ts';
import { sendKey } from './keys.ts';
import { outcomeView } from './outcome.ts';
import { refusalView } from './refusal.ts';
import { statusView } from './status.ts';
import { metadataTable, timeline } from './tables.ts';

/** Shows the response's half of the panel, in tabs. */
export function responseView(screen: Screen, actions: PanelActions): TemplateResult {
  const { strings, call } = screen.model;
  const headers = call?.headers?.metadata;
  const trailers = trailersOf(call);
  return html`
    <section class="half response ${isPast(screen) ? 'outdated' : ''}" aria-label=${strings.response}>
      <panel-tabs panel id="response-tabs">
        <vscode-tab-header slot="header" panel>${isStreaming(screen) ? strings.log : strings.reply}</vscode-tab-header>
        <vscode-tab-header slot="header" panel>${strings.headers}${counterView(headers?.length)}</vscode-tab-header>
        <vscode-tab-header slot="header" panel>${strings.trailers}${counterView(trailers?.length)}</vscode-tab-header>
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
      </panel-tabs>
    </section>
  `;
}

function trailersOf(call: CallModel | undefined): Metadata | undefined {
  if (call?.outcome?.kind !== 'status') return undefined;
  return call.outcome.trailers;
}

/**
 * Whether the reply on screen does not belong to the current request, because the user has changed the request or it
 * was just refused.
 */
function isPast(screen: Screen): boolean {
  return isOutdated(screen.model) || screen.refusal !== undefined;
}

/** Shows the outcome of the call, or the reason why the request was not sent. */
function resultView(screen: Screen, actions: PanelActions): TemplateResult {
  if (screen.refusal !== undefined) return refusalView(screen, screen.refusal, actions);
  return html`${statusView(screen)}${outcomeView(screen, actions)}`;
}

/** Returns the reason why the table of headers or trailers has no rows. */
function noMetadata(call: CallModel | undefined, yet: string, none: string, strings: PanelStrings): string {
  if (call?.restored !== undefined) return strings.metadataNotKept;
  if (call?.outcome === undefined) return yet;
  return none;
}

function toolbar(screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const { strings, call } = screen.model;
  if (call === undefined || call.messages.received === 0) return nothing;
  const labels = toolbarLabels(strings, isStreaming(screen));
  const copy = copyLooks(screen, labels.copy);
  return html`
    <span slot="addons" class="toolbar">
      <vscode-toolbar-button icon=${copy.icon} data-testid="copy" label=${copy.label} title=${copy.label} @click=${() => actions.copy()}></vscode-toolbar-button>
      <vscode-toolbar-button icon="save" data-testid="save" label=${labels.save} title=${labels.save} @click=${() => actions.save()}></vscode-toolbar-button>
    </span>
  `;
}

function toolbarLabels(strings: PanelStrings, streaming: boolean): { readonly copy: string; readonly save: string } {
  if (streaming) return { copy: strings.copyMessages, save: strings.saveMessages };
  return { copy: strings.copyReply, save: strings.saveReply };
}

function copyLooks({ copied, model }: Screen, label: string): { readonly icon: string; readonly label: string } {
  if (copied) return { icon: 'check', label: model.strings.copied };
  return { icon: 'copy', label };
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
  const text = json ?? formerReply(call);
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

/** Returns the reply of the previous call while this call has none. Without it, quick calls would flicker. */
function formerReply(call: CallModel): string | undefined {
  if (call.outcome !== undefined) return undefined;
  return call.formerReply;
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
    ${droppedView(messages.dropped, strings)}
    <message-log
      data-testid="log"
      .strings=${strings}
      .store=${messages}
      .version=${call.version}
      .ended=${call.outcome !== undefined}
      .selected=${screen.logged}
      @select=${(event: CustomEvent<LoggedMessage>) => actions.selectLogged(event.detail)}
    ></message-log>
    ${loggedView(screen, actions)}
  `;
}

function droppedView(count: number, strings: PanelStrings): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<p class="hint log-dropped">${fill(strings.messagesDropped, formatCount(count))}</p>`;
}

/** Shows one message of a stream in full. */
function loggedView(screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const message = screen.logged;
  if (message === undefined) return nothing;
  const { strings } = screen.model;
  const type = typeOf(message, screen);
  return html`
    <div class="logged">
      <div class="logged-bar">
        ${icon(ARROWS[message.direction], message.direction)}
        <span>${fill(strings.messageTab, message.index + 1)}</span>
        <span class="muted">${type}</span>
        <vscode-toolbar-button icon="close" label=${strings.closeMessage} title=${strings.closeMessage} @click=${() => actions.selectLogged(undefined)}></vscode-toolbar-button>
      </div>
      <json-editor readonly id="reply" data-testid="reply" .label=${fill(strings.replyLabel, type ?? '')} .value=${message.json}></json-editor>
    </div>
  `;
}

function typeOf({ direction }: LoggedMessage, { method }: Screen): string | undefined {
  if (direction === 'sent') return method?.request.typeName;
  return method?.reply;
}
