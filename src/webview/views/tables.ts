/** The tables of headers, of trailers and of times. */
import { html, type TemplateResult } from 'lit';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { Metadata } from '../../contract/calls.ts';
import type { LoggedMessage } from '../messageStore.ts';
import type { CallModel } from '../callModel.ts';
import { isStreaming, sendsMany, type Screen } from '../screen.ts';
import { fill, formatClock, formatDuration } from '../text.ts';

/** Shows headers or trailers in their order, or the text `empty` if there are none. */
export function metadataTable(metadata: Metadata | undefined, strings: PanelStrings, empty: string): TemplateResult {
  if (metadata === undefined || metadata.length === 0) return html`<p class="hint">${empty}</p>`;
  return html`
    <table class="pairs">
      <thead class="visually-hidden">
        <tr><th scope="col">${strings.name}</th><th scope="col">${strings.value}</th></tr>
      </thead>
      <tbody>
        ${metadata.map(([key, value]) => html`<tr><th scope="row">${key}</th><td>${value}</td></tr>`)}
      </tbody>
    </table>
  `;
}

/**
 * Returns the name of a step for a message. If the method has only one such message, its number would say nothing, so
 * it has none.
 */
function messageStep(screen: Screen, { direction, index }: LoggedMessage): string {
  const { strings } = screen.model;
  const name = fill(strings.messageTab, index + 1);
  if (direction === 'sent') return fill(strings.timelineSent, sendsMany(screen) ? name : strings.request);
  return fill(strings.timelineReceived, isStreaming(screen) ? name : strings.reply);
}

/** The table of times lists at most this many messages. The log shows more. */
const LISTED = 20;

/** Shows the events of the call in order of time. If there are many messages, the table shows only the first ones. */
export function timeline(screen: Screen): TemplateResult {
  const { call, strings } = screen.model;
  if (call === undefined) return html`<p class="hint">${strings.empty}</p>`;
  if (call.restored !== undefined) return table(strings.timelineStarted, call.started, endOf(call, strings));
  const steps: Step[] = [];
  if (call.headers !== undefined) steps.push({ label: strings.timelineHeaders, time: call.headers.time });
  for (const message of call.messages.messages.slice(0, LISTED)) {
    steps.push({ label: messageStep(screen, message), time: message.time });
  }
  steps.sort((a, b) => a.time - b.time);
  return table(strings.timelineStarted, call.started, [...steps, ...endOf(call, strings)]);
}

interface Step {
  readonly label: string;
  /** Milliseconds from the start of the call to this step. */
  readonly time: number;
}

function endOf({ outcome }: CallModel, strings: PanelStrings): readonly Step[] {
  if (outcome?.kind !== 'status') return [];
  return [{ label: strings.timelineEnded, time: outcome.time }];
}

function table(startLabel: string, started: number, steps: readonly Step[]): TemplateResult {
  return html`
    <table class="pairs times">
      <tbody>
        <tr><th scope="row">${startLabel}</th><td>${formatClock(started)}</td></tr>
        ${steps.map((step) => html`<tr><th scope="row">${step.label}</th><td>${formatDuration(step.time)}</td></tr>`)}
      </tbody>
    </table>
  `;
}
