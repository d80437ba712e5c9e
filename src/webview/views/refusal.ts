/**
 * Replaces the status if a request cannot be sent. It shows the reason, and a button that leads to the field to fix.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { PanelActions } from '../actions.ts';
import type { Refusal } from '../refusal.ts';
import type { Screen } from '../screen.ts';
import { icon } from './icon.ts';

/**
 * Shows a status line and a card with the reason. The field also shows the reason, but after pressing Send the user
 * looks here.
 */
export function refusalView({ model: { strings } }: Screen, refusal: Refusal, actions: PanelActions): TemplateResult {
  return html`
    <div class="status-line refused"><span class="status failed" data-testid="status">${icon('error')}<span>${strings.notSent}</span></span></div>
    <div class="outcome refused" data-testid="problem">
      <p class="cause">${refusal.message}</p>
      ${wayOut(strings, refusal, actions)}
    </div>
  `;
}

const LABELS = {
  target: 'changeTarget',
  metadata: 'changeMetadata',
  deadline: 'changeDeadline',
  schemaError: 'goToError',
} as const;

function wayOut(strings: PanelStrings, { at }: Refusal, actions: PanelActions): TemplateResult | typeof nothing {
  if (at === 'schema') return nothing;
  const onClick = (): void => {
    if (at === 'schemaError') actions.goToError('schema');
    else actions.mend(at);
  };
  return html`<vscode-button secondary data-testid="mend" @click=${onClick}>${strings[LABELS[at]]}</vscode-button>`;
}
