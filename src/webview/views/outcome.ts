/** The error of a call: first the cause and the fix, then the original text. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CallOutcome, LocalServer } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { choiceOf } from '../../panel/target.ts';
import type { PanelActions } from '../actions.ts';
import type { Screen } from '../screen.ts';
import { fill } from '../text.ts';
import { stoppedServer } from './stopped.ts';

type StatusOutcome = Extract<CallOutcome, { readonly kind: 'status' }>;

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
      return html`
        <p class="cause">${outcome.message}</p>
        ${goToError(outcome, strings, actions)}
      `;
    case 'invalid':
      return html`
        <p class="cause">${outcome.message}</p>
        <vscode-button secondary @click=${() => actions.showInBody()}>${strings.showInBody}</vscode-button>
      `;
    case 'status':
      return statusProblem(outcome, screen, actions);
  }
}

function goToError(
  { hasPlace = false }: Extract<CallOutcome, { readonly kind: 'failed' }>,
  strings: PanelStrings,
  actions: PanelActions,
): TemplateResult | typeof nothing {
  if (!hasPlace) return nothing;
  return html`<vscode-button secondary data-testid="go-to-call-error" @click=${() => actions.goToError('call')}>${strings.goToError}</vscode-button>`;
}

/** Without a hint, the server's own text is all that we know about the cause. */
function statusProblem(outcome: StatusOutcome, screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  const { hint, details } = outcome;
  if (hint === undefined) {
    if (details === '') return nothing;
    return html`${detailsView(details, 'cause')} ${waysOut(screen, outcome, actions)}`;
  }
  return html`
    <p class="cause">${hint.cause}</p><p class="fix">${hint.fix}</p>
    ${waysOut(screen, outcome, actions)}
    ${detailsView(details, 'details')}
  `;
}

function detailsView(details: string, className: 'cause' | 'details'): TemplateResult | typeof nothing {
  if (details === '') return nothing;
  return html`<p class=${className} data-testid="details">${details}</p>`;
}

const UNAVAILABLE = 14;

/** Buttons that do what the text says: change the target, or start it. The user decides when to send again. */
function waysOut(
  { model }: Screen,
  { code, hint }: StatusOutcome,
  actions: PanelActions,
): TemplateResult | typeof nothing {
  const { strings, draft, servers } = model;
  const stopped = stoppedServer(model);
  if (stopped !== undefined && code === UNAVAILABLE)
    return html`<vscode-button secondary data-testid="start-again" @click=${() => actions.startServer(stopped)}>${strings.startServer}</vscode-button>`;
  if (draft.target.kind !== 'remote') return nothing;
  const security = hint?.security;
  if (security !== undefined && security !== draft.target.security) {
    const label = fill(strings.switchTo, strings[security]);
    return html`<vscode-button secondary data-testid="switch-security" @click=${() => actions.setSecurity(security)}>${label}</vscode-button>`;
  }
  const server = servers.find(({ lacksService }) => lacksService !== true);
  if (code !== UNAVAILABLE || server === undefined) return nothing;
  return html`<vscode-button secondary data-testid="use-local-server" @click=${() => actions.setTarget(choiceOf(server))}>${useLabel(server, strings)}</vscode-button>`;
}

function useLabel({ kind }: LocalServer, strings: PanelStrings): string {
  if (kind === 'go') return strings.useGoServer;
  return strings.useLocalServer;
}
