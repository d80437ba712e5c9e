/** One line about the state of the call: its status, the number of messages, the time and the size. */
import { html, nothing, type TemplateResult } from 'lit';
import type { TargetChoice } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { CallModel } from '../callModel.ts';
import { isOutdated } from '../model.ts';
import { isStreaming, type Screen } from '../screen.ts';
import { fill, formatClock, formatCount, formatDuration, formatSize } from '../text.ts';
import { icon } from './icon.ts';

/** Shows the line. Shows nothing before the first call. */
export function statusView(screen: Screen): TemplateResult | typeof nothing {
  const { call } = screen.model;
  if (call === undefined) return nothing;
  return html`<div class="status-line">${call.outcome === undefined ? runningView(screen, call) : endedView(screen, call, call.outcome)}</div>`;
}

function runningView(screen: Screen, call: CallModel): TemplateResult {
  return html`
    <span class="late running" data-testid="status">${icon('loading', 'codicon-modifier-spin')}<span>${runningText(screen, call)}</span></span>
    <elapsed-time class="late muted" data-testid="time" .started=${call.started}></elapsed-time>
    ${sizeView(screen, call)}
  `;
}

function runningText(screen: Screen, call: CallModel): string {
  const { strings } = screen.model;
  if (call.cancelling) return strings.cancelling;
  if (call.phase === 'startingServer') return startingText(call.request.target, strings);
  if (call.messages.received > 0) return fill(strings.messageCount, formatCount(call.messages.received));
  if (isStreaming(screen)) return strings.waitingFirst;
  return strings.waiting;
}

/** Returns the text while a server starts. It contains the name of the server if the user chose one. */
function startingText(target: TargetChoice, strings: PanelStrings): string {
  if (target.kind === 'server') return fill(strings.startingNamed, target.server.label);
  return strings.startingServer;
}

function endedView(screen: Screen, call: CallModel, outcome: NonNullable<CallModel['outcome']>): TemplateResult {
  const { strings } = screen.model;
  if (outcome.kind !== 'status') {
    return html`<span class="status failed" data-testid="status">${icon('error')}<span>${strings.notSent}</span></span>`;
  }
  return html`
    <span class="status ${statusClass(outcome.code)}" data-testid="status">
      ${icon(statusIcon(outcome.code))}<span class="status-name">${outcome.name}</span><span class="status-code">${outcome.code}</span>
    </span>
    <span class="muted" data-testid="time">${formatDuration(outcome.time)}</span>
    ${countView(screen, call)}
    ${sizeOrTime(screen, call)} ${startedAgainView(screen, call)} ${outdatedView(screen)}
  `;
}

function countView(screen: Screen, { messages }: CallModel): TemplateResult | typeof nothing {
  if (!isStreaming(screen)) return nothing;
  return html`<span class="muted">${fill(screen.model.strings.messageCount, formatCount(messages.received))}</span>`;
}

/** Says that the call has started the server again, because the user may have stopped it on purpose. */
function startedAgainView({ model: { strings } }: Screen, { sentTo }: CallModel): TemplateResult | typeof nothing {
  if (sentTo?.kind !== 'stopped') return nothing;
  const words = sentTo.server.kind === 'go' ? strings.goServerStartedAgain : strings.localServerStartedAgain;
  return html`<span class="muted" data-testid="started-again">${words}</span>`;
}

function outdatedView({ model }: Screen): TemplateResult | typeof nothing {
  if (!isOutdated(model)) return nothing;
  return html`<span class="muted" data-testid="outdated">${model.strings.earlierRequest}</span>`;
}

/**
 * Shows the size of the reply. For a reply from the history, shows its time instead, because the user must not mistake
 * it for a new reply.
 */
function sizeOrTime(screen: Screen, call: CallModel): TemplateResult | typeof nothing {
  if (call.restored === undefined) return sizeView(screen, call);
  return earlierView(screen, call);
}

function earlierView({ model: { strings } }: Screen, { started }: CallModel): TemplateResult {
  return html`<span class="earlier" data-testid="earlier">${icon('history')}<span>${fill(strings.fromEarlier, formatClock(started))}</span></span>`;
}

function sizeView(_screen: Screen, call: CallModel): TemplateResult | typeof nothing {
  if (call.messages.received === 0) return nothing;
  return html`<span class="muted" data-testid="size">${formatSize(call.messages.receivedSize)}</span>`;
}

/** Returns the codicon for a status code. */
export function statusIcon(code: number): string {
  if (code === 0) return 'pass';
  if (code === 1) return 'circle-slash';
  return 'error';
}

/** Returns the style class for a status code. CANCELLED does not look like an error, because the user wanted it. */
export function statusClass(code: number): string {
  if (code === 0) return 'ok';
  if (code === 1) return 'cancelled';
  return 'failed';
}
