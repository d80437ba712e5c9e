/** Headers, trailers and times as tables. */
import { html, type TemplateResult } from 'lit';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { Metadata } from '../../contract/calls.ts';
import type { LoggedMessage } from '../messageStore.ts';
import { isStreaming, sendsMany, type Screen } from '../screen.ts';
import { fill, formatClock, formatDuration } from '../text.ts';

/** The pairs in their order, or the text `empty` if there are none. */
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

/** Where there is one message, its number says nothing. */
function messageStep(screen: Screen, { direction, index }: LoggedMessage): string {
  const { strings } = screen.model;
  const name = fill(strings.messageTab, index + 1);
  if (direction === 'sent') return fill(strings.timelineSent, sendsMany(screen) ? name : strings.request);
  return fill(strings.timelineReceived, isStreaming(screen) ? name : strings.reply);
}

/** How many messages are listed one by one; more is what the log is for. */
const LISTED = 20;

/** What happened in the call, in order of time. Of many messages it shows the first ones. */
export function timeline(screen: Screen): TemplateResult {
  const { call, strings } = screen.model;
  if (call === undefined) return html`<p class="hint">${strings.empty}</p>`;
  const steps: { readonly label: string; readonly time: number }[] = [];
  if (call.headers !== undefined) steps.push({ label: strings.timelineHeaders, time: call.headers.time });
  for (const message of call.messages.messages.slice(0, LISTED)) {
    steps.push({ label: messageStep(screen, message), time: message.time });
  }
  steps.sort((a, b) => a.time - b.time);
  if (call.outcome?.kind === 'status') steps.push({ label: strings.timelineEnded, time: call.outcome.time });
  return html`
    <table class="pairs times">
      <tbody>
        <tr><th scope="row">${strings.timelineStarted}</th><td>${formatClock(call.started)}</td></tr>
        ${steps.map((step) => html`<tr><th scope="row">${step.label}</th><td>${formatDuration(step.time)}</td></tr>`)}
      </tbody>
    </table>
  `;
}
