/** The line below the target if the chosen server does not run: what happened, and the button that starts it again. */
import { html, nothing, type TemplateResult } from 'lit';
import type { NamedServer } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { resolveTarget } from '../../panel/target.ts';
import type { PanelActions } from '../actions.ts';
import { isRunning, type PanelModel } from '../model.ts';
import type { Screen } from '../screen.ts';
import { fill } from '../text.ts';
import { icon } from './icon.ts';

/** The line. Its element is always there, so that a screen reader announces a new text in it. */
export function stoppedView({ model }: Screen, actions: PanelActions): TemplateResult {
  const server = stoppedServer(model);
  return html`<div role="status">${server === undefined ? nothing : lineOf(model, server, actions)}</div>`;
}

/** The chosen server, if it does not run. */
export function stoppedServer({ draft, servers }: PanelModel): NamedServer | undefined {
  const resolved = resolveTarget(draft.target, servers);
  if (resolved.kind !== 'stopped') return undefined;
  return resolved.server;
}

function lineOf(model: PanelModel, server: NamedServer, actions: PanelActions): TemplateResult {
  const { strings } = model;
  if (isStarting(model))
    return html`<p class="target-note" data-testid="target-note">${icon('loading', 'codicon-modifier-spin')}<span>${fill(strings.startingNamed, server.label)}</span></p>`;
  return html`
    <p class="target-note" data-testid="target-note">
      ${icon('circle-slash')}<span>${textOf(model, server)}</span>
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
