/** The target, its security, and the Send button. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '../elements/targetPicker.ts';
import { html, type TemplateResult } from 'lit';
import type { TargetChoice } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import type { PanelActions } from '../actions.ts';
import { isRunning } from '../model.ts';
import type { Refusal } from '../refusal.ts';
import type { Screen } from '../screen.ts';
import { sendKey } from './keys.ts';

/** The bar. The notices above it say what is wrong with the target. */
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

function targetProblem(refusal: Refusal | undefined): string | undefined {
  if (refusal?.at !== 'target') return undefined;
  return refusal.message;
}

function problemView(problem: string | undefined): TemplateResult | typeof nothing {
  if (problem === undefined) return nothing;
  return html`<p id="target-problem" class="field-problem" role="alert">${problem}</p>`;
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

interface ButtonLooks {
  readonly testId: string;
  readonly sign: string;
  readonly label: string;
  readonly key: string;
}

function sendLooks(running: boolean, strings: PanelStrings): ButtonLooks {
  if (running) return { testId: 'cancel', sign: 'debug-stop', label: strings.cancel, key: strings.cancelKey };
  return { testId: 'send', sign: 'play', label: strings.send, key: sendKey(strings) };
}

/** One button in two states, so that the focus stays where it is. */
function sendView({ model }: Screen, actions: PanelActions): TemplateResult {
  const { strings } = model;
  const running = isRunning(model);
  const { testId, sign, label, key } = sendLooks(running, strings);
  const onClick = (event: MouseEvent): void => {
    // The second click of a double click on Send should not cancel.
    if (running && event.detail < 2) actions.cancel();
    else if (!running) actions.send();
  };
  return html`
    <vscode-button
      class="send"
      data-testid=${testId}
      icon=${sign}
      ?secondary=${running}
      aria-label=${label}
      title="${label} (${key})"
      @click=${onClick}
    >${label}<span class="key" aria-hidden="true">${key}</span></vscode-button>
  `;
}
