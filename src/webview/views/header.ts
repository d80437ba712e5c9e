/** The method's name and kind. */
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelActions } from '../actions.ts';
import { schemaProblem, type SchemaProblem } from '../model.ts';
import type { Screen } from '../screen.ts';
import { icon } from './icon.ts';

/** The same signs as in the schema tree. */
const KIND_SIGNS = { unary: '→', serverStreaming: '⇉', clientStreaming: '⇇', bidiStreaming: '⇄' } as const;

/** The header, and a notice if the schema is missing or out of date. */
export function headerView(screen: Screen, actions: PanelActions): TemplateResult {
  const { strings, method: name } = screen.model;
  const slash = name.lastIndexOf('/');
  return html`
    <header class="header">
      <h1 class="method-name">
        <span class="service" title=${name.slice(0, slash)}>${name.slice(0, slash)}</span><span class="separator">/</span>
        <span class="method">${name.slice(slash + 1)}</span>
      </h1>
      <vscode-toolbar-button icon="go-to-file" label=${strings.goToDefinition} title=${strings.goToDefinition} @click=${() => actions.reveal()}></vscode-toolbar-button>
      ${kindView(screen)}
    </header>
    ${schemaNotice(screen, actions)}
  `;
}

function kindView({ method, model: { strings } }: Screen): TemplateResult | typeof nothing {
  if (method === undefined) return nothing;
  const { kind } = method;
  return html`<span class="kind" data-testid="kind"><span aria-hidden="true">${KIND_SIGNS[kind]}</span>${strings[kind]}</span>`;
}

/**
 * Shown if there is no schema, or only an older one. The line for an older schema is always there, so that the page
 * does not move with each short-lived mistake. The line says first which schema is in use, because its end may be cut.
 */
function schemaNotice(screen: Screen, actions: PanelActions): TemplateResult {
  const { schema, strings } = screen.model;
  const problem = schemaProblem(schema);
  if (problem === undefined) return html`<p class="stale" role="status"></p>`;
  const button = goToError(problem, strings.goToError, actions);
  if (schema.kind === 'missing')
    return html`<p class="notice" role="status" data-testid="schema-problem">${icon('warning')}<span>${problem.message || strings.schemaMissing}</span>${button}</p>`;
  const whole = `${strings.schemaStale} ${problem.message}`;
  return html`<p class="stale" role="status"><span class="lasting" data-testid="schema-problem" title=${whole}>${icon('warning')}<span class="short">${strings.schemaStale}</span><span class="cut">${problem.message}</span>${button}</span></p>`;
}

function goToError({ hasPlace }: SchemaProblem, label: string, actions: PanelActions): TemplateResult | typeof nothing {
  if (!hasPlace) return nothing;
  return html`<button type="button" class="link" data-testid="go-to-error" @click=${() => actions.goToError('schema')}>${label}</button>`;
}
