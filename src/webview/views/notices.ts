/**
 * A line below the method's name with what the user should know before sending. The line is always there, so that the
 * page does not move. A notice about the target has priority over a notice about an older schema, because the target
 * decides where a request goes.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { PanelActions } from '../actions.ts';
import type { Screen } from '../screen.ts';
import { errorAt } from '../text.ts';
import { icon } from './icon.ts';
import { stoppedView } from './stopped.ts';

/** Shows a box if there is no schema, and the line. */
export function noticesView(screen: Screen, actions: PanelActions): TemplateResult {
  return html`${missingView(screen, actions)}<div class="notice-line" role="status">${lineView(screen, actions)}</div>`;
}

function lineView(screen: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  return targetView(screen) ?? stoppedView(screen, actions) ?? staleView(screen, actions) ?? nothing;
}

/** Shows that the page has no schema at all. */
function missingView({ model: { schema, strings } }: Screen, actions: PanelActions): TemplateResult | typeof nothing {
  if (schema.kind !== 'missing') return nothing;
  const { message, hasPlace } = schema.problem;
  return html`<p class="notice" role="status" data-testid="schema-problem">${icon('warning')}<span>${message === '' ? strings.schemaMissing : message}</span>${errorLink(hasPlace, strings, actions)}</p>`;
}

/** Shows why the request was not sent if the target is the reason. */
function targetView({ refusal }: Screen): TemplateResult | undefined {
  if (refusal?.at !== 'target') return undefined;
  return html`<p id="target-problem" class="line-text field-problem" role="alert" title=${refusal.message}>${refusal.message}</p>`;
}

/**
 * Shows that an older schema is in use. The place of the error comes last, because the end of the line may be cut off.
 */
function staleView({ model: { schema, strings } }: Screen, actions: PanelActions): TemplateResult | undefined {
  if (schema.kind !== 'ready' || schema.problem === undefined) return undefined;
  const { message, hasPlace } = schema.problem;
  const { words, place } = errorAt(message);
  return html`<span class="lasting" data-testid="schema-problem" title="${strings.schemaStale} ${message}">${icon('warning')}<span class="short">${strings.schemaStale}</span><span class="cut">${words} ${place}</span>${errorLink(hasPlace, strings, actions)}</span>`;
}

function errorLink(hasPlace: boolean, strings: PanelStrings, actions: PanelActions): TemplateResult | typeof nothing {
  if (!hasPlace) return nothing;
  return html`<button type="button" class="link" data-testid="go-to-error" @click=${() => actions.goToError('schema')}>${strings.goToError}</button>`;
}
