/** The last calls, at the bottom of the panel. The user can restore each of them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryEntry, TargetChoice } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { PanelActions } from '../actions.ts';
import { firstField } from '../restored.ts';
import type { Screen } from '../screen.ts';
import { formatClock, formatDuration, oneLine } from '../text.ts';
import { icon } from './icon.ts';
import { statusClass, statusIcon } from './status.ts';

/** Shows the history. Shows nothing if it is empty. */
export function historyView({ model }: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const { strings, history, view } = model;
  if (history.length === 0) return nothing;
  return html`
    <section class="history" data-testid="history" aria-label=${strings.history}>
      <div class="history-bar">
        <button type="button" class="history-toggle" aria-expanded=${view.historyOpen} aria-controls="history-list" @click=${() => actions.toggleHistory()}>
          ${icon(view.historyOpen ? 'chevron-down' : 'chevron-right')}<span>${strings.history}</span>
        </button>
        <vscode-toolbar-button icon="clear-all" label=${strings.clearHistory} title=${strings.clearHistory} @click=${() => actions.clearHistory()}></vscode-toolbar-button>
      </div>
      <ul id="history-list" class="history-list" ?hidden=${!view.historyOpen}>
        ${history.map((entry) => html`<li>${entryView(entry, strings, actions)}</li>`)}
      </ul>
    </section>
  `;
}

function entryView(entry: HistoryEntry, strings: PanelStrings, actions: PanelActions): TemplateResult {
  return html`
    <button type="button" class="history-entry" title=${strings.restore} data-testid="history-entry" @click=${() => actions.restore(entry)}>
      <span class="status ${statusClass(entry.code)}">${icon(statusIcon(entry.code))}</span>
      <span class="history-time">${formatClock(entry.time)}</span>
      <span class="history-target">${targetOf(entry, strings)}</span>
      <span class="history-status">${entry.status}</span>
      <span class="history-duration">${formatDuration(entry.duration)}</span>
      <span class="history-request">${requestOf(entry)}</span>
    </button>
  `;
}

/** Returns the target of an entry. Entries of earlier versions lack the address of a local server. */
function targetOf({ target, request }: HistoryEntry, strings: PanelStrings): string {
  return target ?? nameOf(request.target) ?? strings.localServer;
}

function nameOf(choice: TargetChoice): string | undefined {
  if (choice.kind === 'server') return choice.server.label;
  return choice.address;
}

/** Returns the text of a request in the list: its first field, which often distinguishes it from other requests. */
function requestOf({ request }: HistoryEntry): string {
  const [first = ''] = request.messages;
  return oneLine(firstField(first) ?? first, 200);
}
