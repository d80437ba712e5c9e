/**
 * The line that appears if the chosen server is not running. It says what happened, and has a button that starts the
 * server again.
 */
import { html, type TemplateResult } from 'lit';
import type { NamedServer } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { resolveTarget } from '../../panel/target.ts';
import type { PanelActions } from '../actions.ts';
import { isRunning, type PanelModel } from '../model.ts';
import type { Screen } from '../screen.ts';
import { fill } from '../text.ts';
import { icon } from './icon.ts';

/** Shows the line. Returns undefined unless the target is a server that has stopped. */
export function stoppedView({ model }: Screen, actions: PanelActions): TemplateResult | undefined {
  const server = stoppedServer(model);
  if (server === undefined) return undefined;
  return lineOf(model, server, actions);
}

/** Returns the chosen server if it is not running. */
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

/** Whether the server is starting, because the user pressed the button or because a request waits for the server. */
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
