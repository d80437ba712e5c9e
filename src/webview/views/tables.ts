/** Headers, trailers and times as tables. */
import { html, type TemplateResult } from 'lit';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { Metadata } from '../../contract/calls.ts';
import type { CallModel } from '../model.ts';
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

/** How many messages are listed one by one; more is what the log is for. */
const LISTED = 20;

/** What happened in the call, in order of time. Of many messages it shows the first ones. */
export function timeline(call: CallModel | undefined, strings: PanelStrings): TemplateResult {
  if (call === undefined) return html`<p class="hint">${strings.empty}</p>`;
  const steps: { readonly label: string; readonly time: number }[] = [];
  if (call.headers !== undefined) steps.push({ label: strings.timelineHeaders, time: call.headers.time });
  for (const message of call.messages.messages.slice(0, LISTED)) {
    const label = message.direction === 'sent' ? strings.timelineSent : strings.timelineReceived;
    steps.push({ label: fill(label, fill(strings.messageTab, message.index + 1)), time: message.time });
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
