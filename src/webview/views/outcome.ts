/** What went wrong: cause and way out first, the raw words below. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CallOutcome } from '../../contract/panel/messages.ts';
import type { PanelActions } from '../actions.ts';
import type { Screen } from '../screen.ts';

/** The problem; nothing while the call runs, or if its status is OK. */
export function outcomeView(screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const outcome = screen.model.call?.outcome;
  if (outcome === undefined || (outcome.kind === 'status' && outcome.code === 0)) return nothing;
  const content = describe(outcome, screen, actions);
  if (content === nothing) return nothing;
  return html`<div class="outcome" data-testid="problem">${content}</div>`;
}

function describe(outcome: CallOutcome, screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const { strings } = screen.model;
  switch (outcome.kind) {
    case 'failed':
      return html`<p class="cause">${outcome.message}</p>`;
    case 'invalid':
      return html`
        <p class="cause">${outcome.message}</p>
        <vscode-button secondary @click=${() => actions.showInBody()}>${strings.showInBody}</vscode-button>
      `;
    case 'status': {
      const { hint, details } = outcome;
      if (hint === undefined && details === '') return nothing;
      return html`
        ${hint === undefined ? nothing : html`<p class="cause">${hint.cause}</p><p class="fix">${hint.fix}</p>`}
        ${details === '' ? nothing : html`<p class=${hint === undefined ? 'cause' : 'details'} data-testid="details">${details}</p>`}
      `;
    }
  }
}
