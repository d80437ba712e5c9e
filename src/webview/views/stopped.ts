/** The line above the target if the chosen server does not run: what happened, and the button that starts it again. */
import { html, type TemplateResult } from 'lit';
import type { NamedServer } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { resolveTarget } from '../../panel/target.ts';
import type { PanelActions } from '../actions.ts';
import { isRunning, type PanelModel } from '../model.ts';
import type { Screen } from '../screen.ts';
import { fill } from '../text.ts';
import { icon } from './icon.ts';

/** The line; undefined if the target is not a server that has stopped. */
export function stoppedView({ model }: Screen, actions: PanelActions): TemplateResult | undefined {
  const server = stoppedServer(model);
  if (server === undefined) return undefined;
  return lineOf(model, server, actions);
}

/** The chosen server, if it does not run. */
function stoppedServer({ draft, servers }: PanelModel): NamedServer | undefined {
  const resolved = resolveTarget(draft.target, servers);
  if (resolved.kind !== 'stopped') return undefined;
  return resolved.server;
}

function lineOf(model: PanelModel, server: NamedServer, actions: PanelActions): TemplateResult {
  const { strings } = model;
  const words = textOf(model, server);
  if (isStarting(model))
    return html`<p class="target-note" data-testid="target-note">${icon('loading', 'codicon-modifier-spin')}<span>${fill(strings.startingNamed, server.label)}</span></p>`;
  return html`
    <p class="target-note" data-testid="target-note" title=${words}>
      ${icon('circle-slash')}<span class="line-text">${words}</span>
      <button type="button" class="link" data-testid="start-server" @click=${() => actions.startServer(server)}>${strings.startServer}</button>
    </p>
  `;
}

/** Whether the server starts, because of the button or because a request waits for it. */
function isStarting(model: PanelModel): boolean {
  if (model.start?.kind === 'starting') return true;
  return isRunning(model) && model.call?.phase === 'startingServer';
}

function textOf({ start, strings }: PanelModel, server: NamedServer): string {
  if (start?.kind === 'failed') return start.message;
  return stoppedText(server, strings);
}

function stoppedText({ kind, label }: NamedServer, strings: PanelStrings): string {
  if (kind === 'go') return fill(strings.goServerStopped, label);
  return fill(strings.localServerStopped, label);
}
