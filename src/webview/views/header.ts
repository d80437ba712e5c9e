/** The header of the panel: the name and the kind of the method. */
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelActions } from '../actions.ts';
import type { Screen } from '../screen.ts';
import { noticesView } from './notices.ts';

/** The signs for the kinds of methods, the same as in the schema tree. */
const KIND_SIGNS = { unary: '→', serverStreaming: '⇉', clientStreaming: '⇇', bidiStreaming: '⇄' } as const;

/** Shows the header, and the notices that the user should read before sending. */
export function headerView(screen: Screen, actions: PanelActions): TemplateResult {
  const { strings, method: name } = screen.model;
  const slash = name.lastIndexOf('/');
  const kind = screen.method?.kind ?? screen.model.methodKind;
  return html`
    <header class="header">
      <h1 class="method-name">
        <span class="service" title=${name.slice(0, slash)}>${name.slice(0, slash)}</span><span class="separator">/</span>
        <span class="method">${name.slice(slash + 1)}</span>
      </h1>
      <vscode-toolbar-button icon="go-to-file" label=${strings.goToDefinition} title=${strings.goToDefinition} @click=${() => actions.reveal()}></vscode-toolbar-button>
      ${kind === undefined ? nothing : html`<span class="kind" data-testid="kind"><span aria-hidden="true">${KIND_SIGNS[kind]}</span>${strings[kind]}</span>`}
    </header>
    ${noticesView(screen, actions)}
  `;
}
