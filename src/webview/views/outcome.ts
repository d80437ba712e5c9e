/** The error of a call. It shows the cause and the fix first, and then the original text. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CallOutcome } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { choiceOf, resolveTarget, type ResolvedTarget } from '../../panel/target.ts';
import type { PanelActions } from '../actions.ts';
import type { PanelModel } from '../model.ts';
import type { Screen } from '../screen.ts';
import { fill } from '../text.ts';

/** Shows the error of the call. Shows nothing while the call runs, or if its status is OK. */
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
        <div class="ways">
          ${outcome.hasPlace === true ? button('go-to-call-error', strings.goToError, () => actions.goToError('call')) : nothing}
          ${outcome.hasTerminal === true ? terminalButton(screen.model, actions) : nothing}
        </div>
      `;
    case 'invalid':
      return html`
        <p class="cause">${outcome.message}</p>
        ${button('show-in-body', strings.showInBody, () => actions.showInBody())}
      `;
    case 'status': {
      const { hint, details } = outcome;
      if (hint === undefined && details === '') return nothing;
      return html`
        ${hint === undefined ? nothing : html`<p class="cause">${hint.cause}</p><p class="fix">${hint.fix}</p>`}
        ${hint === undefined ? detailsView(details, 'cause') : nothing} ${waysOut(screen, outcome, actions)}
        ${hint === undefined ? nothing : detailsView(details, 'details')}
      `;
    }
  }
}

function detailsView(details: string, className: 'cause' | 'details'): TemplateResult | typeof nothing {
  if (details === '') return nothing;
  return html`<p class=${className} data-testid="details">${details}</p>`;
}

const UNAVAILABLE = 14;

function button(id: string, label: string, act: () => void): TemplateResult {
  return html`<vscode-button secondary data-testid=${id} @click=${act}>${label}</vscode-button>`;
}

function terminalButton({ call, strings }: PanelModel, actions: PanelActions): TemplateResult | typeof nothing {
  const target = call?.request.target;
  if (target?.kind !== 'server') return nothing;
  return button('show-terminal', strings.showTerminal, () => actions.showTerminal(target.server));
}

/**
 * Shows a button for the fix that the text suggests. The button depends on the failed request and not on the draft, so
 * that no other button appears under the mouse.
 */
function waysOut(
  { model }: Screen,
  { code, hint }: Extract<CallOutcome, { readonly kind: 'status' }>,
  actions: PanelActions,
): TemplateResult | typeof nothing {
  const { strings, servers, call } = model;
  if (call === undefined) return nothing;
  const { target } = call.request;
  const resolved = resolveTarget(target, servers);
  if (resolved.kind === 'stopped' && code === UNAVAILABLE)
    return button('start-again', strings.startServer, () => actions.startServer(resolved.server));
  if (hint?.change === 'deadline')
    return button('change-deadline', strings.changeDeadline, () => actions.mend('deadline'));
  if (hint?.change === 'build' || hint?.change === 'code')
    return goServerButton(hint.change, resolved, strings, actions);
  if (target.kind !== 'remote') return nothing;
  const security = hint?.security;
  if (security !== undefined && security !== target.security)
    return button('switch-security', fill(strings.switchTo, strings[security]), () => actions.setSecurity(security));
  return html`<div class="ways">${code === UNAVAILABLE ? otherServerButton(model, actions) : nothing}
    ${hint?.change === 'target' ? button('change-target', strings.changeTarget, () => actions.mend('target')) : nothing}</div>`;
}

/**
 * Shows the fix for a Go server of this window: the server may run an older build, or its code in the workspace has to
 * change.
 */
function goServerButton(
  change: 'build' | 'code',
  resolved: ResolvedTarget,
  strings: PanelStrings,
  actions: PanelActions,
): TemplateResult | typeof nothing {
  const server = resolved.kind === 'address' ? resolved.server : undefined;
  if (server?.kind !== 'go') return nothing;
  if (change === 'code')
    return button('go-to-implementation', strings.goToImplementation, () => actions.goToImplementation());
  const { kind, id, label } = server;
  return button('restart-go-server', strings.restartGoServer, () => actions.restartServer({ kind, id, label }));
}

function otherServerButton({ servers, strings }: PanelModel, actions: PanelActions): TemplateResult | typeof nothing {
  const server = servers.find(({ lacksService }) => lacksService !== true);
  if (server === undefined) return nothing;
  const label = server.kind === 'go' ? strings.useGoServer : strings.useLocalServer;
  return button('use-local-server', label, () => actions.sendTo(choiceOf(server)));
}
