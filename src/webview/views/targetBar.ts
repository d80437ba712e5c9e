/** The target, its security and the Send button. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '../elements/targetPicker.ts';
import { html, type TemplateResult } from 'lit';
import type { TargetChoice } from '../../contract/panel/messages.ts';
import type { PanelActions } from '../actions.ts';
import { isRunning } from '../model.ts';
import type { Screen } from '../screen.ts';
import { sendKey } from './keys.ts';

/** Shows the bar. The notices above the bar say what is wrong with the target. */
export function targetBarView(screen: Screen, actions: PanelActions): TemplateResult {
  const { model, refusal } = screen;
  const { strings, draft } = model;
  return html`
    <section class="target-bar" aria-label=${strings.target}>
      <target-picker
        .choice=${draft.target}
        .servers=${model.servers}
        .targets=${model.targets}
        .strings=${strings}
        .problem=${refusal?.at === 'target' ? 'target-problem' : undefined}
        @pick=${(event: CustomEvent<TargetChoice>) => actions.setTarget(event.detail)}
        @forget=${(event: CustomEvent<string>) => actions.forgetTarget(event.detail)}
      ></target-picker>
      ${securityView(screen, actions)} ${sendView(screen, actions)}
    </section>
  `;
}

function securityView({ model }: Screen, actions: PanelActions): TemplateResult {
  const { strings, draft } = model;
  const security = draft.target.kind === 'remote' ? draft.target.security : 'plaintext';
  return html`
    <vscode-single-select
      data-testid="security"
      class="security"
      label=${strings.security}
      title=${strings.security}
      ?disabled=${draft.target.kind !== 'remote'}
      .value=${security}
      @change=${(event: Event) => actions.setSecurity((event.target as HTMLSelectElement).value === 'tls' ? 'tls' : 'plaintext')}
    >
      <vscode-option value="plaintext" ?selected=${security === 'plaintext'}>${strings.plaintext}</vscode-option>
      <vscode-option value="tls" ?selected=${security === 'tls'}>${strings.tls}</vscode-option>
    </vscode-single-select>
  `;
}

/** Shows the button that sends or cancels. It is one button with two states, so that it keeps the focus. */
function sendView({ model }: Screen, actions: PanelActions): TemplateResult {
  const { strings } = model;
  const running = isRunning(model);
  const key = running ? strings.cancelKey : sendKey(strings);
  const label = running ? strings.cancel : strings.send;
  const onClick = (event: MouseEvent): void => {
    // The second click of a double click on Send must not cancel the call.
    if (running && event.detail < 2) actions.cancel();
    else if (!running) actions.send();
  };
  return html`
    <vscode-button
      class="send"
      data-testid=${running ? 'cancel' : 'send'}
      icon=${running ? 'debug-stop' : 'play'}
      ?secondary=${running}
      aria-label=${label}
      title="${label} (${key})"
      @click=${onClick}
    >${label}<span class="key" aria-hidden="true">${key}</span></vscode-button>
  `;
}
