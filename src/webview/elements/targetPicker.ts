/**
 * `<target-picker>`: the field for the target of the call. It is a combobox: the user chooses from a list, or types any
 * `host:port`. Fires `pick` with a TargetChoice.
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { LocalServer, NamedServer, TargetChoice } from '../../contract/panel/messages.ts';
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { choiceOf, resolveTarget } from '../../panel/target.ts';
import type { Target } from '../../contract/calls.ts';
import { readAddress } from '../input/address.ts';
import { fill } from '../text.ts';
import { LightElement } from './lightElement.ts';

interface Option {
  readonly choice: TargetChoice;
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  /** The address that the user can remove from the list; missing if the user cannot remove this option. */
  readonly forget?: string;
}

/** The combobox. It follows the pattern of the ARIA Authoring Practices. */
export class TargetPicker extends LightElement {
  static override readonly properties: PropertyDeclarations = {
    choice: { attribute: false },
    servers: { attribute: false },
    targets: { attribute: false },
    strings: { attribute: false },
    problem: { attribute: false },
    open: { state: true },
    typed: { state: true },
    active: { state: true },
  };

  declare choice: TargetChoice;
  declare servers: readonly LocalServer[];
  declare targets: readonly Target[];
  declare strings: PanelStrings;
  /** The id of the element that says what is wrong with the target. */
  declare problem: string | undefined;
  declare open: boolean;
  /** The text while the user types in the field; otherwise undefined. */
  declare typed: string | undefined;
  declare active: number;
  /** The choice when the field got the focus. */
  #before: TargetChoice | undefined;

  constructor() {
    super();
    this.open = false;
    this.active = -1;
  }

  override focus(): void {
    this.querySelector('input')?.focus();
  }

  override render(): TemplateResult {
    const { strings } = this;
    const options = this.#options();
    const shown = this.#shown();
    return html`
      <div class="picker ${this.problem === undefined ? '' : 'invalid'}">
        <span class="picker-icon codicon codicon-${shown.icon}" aria-hidden="true"></span>
        <input
          data-testid="target"
          type="text"
          role="combobox"
          spellcheck="false"
          autocomplete="off"
          aria-label=${strings.target}
          aria-expanded=${this.open}
          aria-controls="targets"
          aria-autocomplete="list"
          aria-activedescendant=${this.#activeId()}
          aria-invalid=${this.problem !== undefined}
          aria-describedby=${this.problem ?? nothing}
          placeholder=${strings.targetPlaceholder}
          .value=${this.typed ?? shown.label}
          @focus=${this.#onFocus}
          @blur=${this.#onBlur}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @click=${this.#onInputClick}
        />
        ${this.#detailView(shown)}
        <button
          type="button"
          class="picker-toggle codicon codicon-chevron-down"
          tabindex="-1"
          aria-label=${strings.targetToggle}
          @mousedown=${this.#onToggle}
        ></button>
      </div>
      <ul id="targets" class="picker-list" role="listbox" aria-label=${strings.target} ?hidden=${!this.open}>
        ${options.map((option, index) => this.#option(option, index, shown.label))}
      </ul>
    `;
  }

  #activeId(): string | typeof nothing {
    if (!this.open || this.active < 0) return nothing;
    return `target-${this.active}`;
  }

  #detailView({ detail }: Option): TemplateResult | typeof nothing {
    if (this.typed !== undefined || detail === '') return nothing;
    return html`<span class="picker-detail" aria-hidden="true">${detail}</span>`;
  }

  #option(option: Option, index: number, shown: string): TemplateResult {
    return html`
      <li
        id="target-${index}"
        class="picker-option ${index === this.active ? 'active' : ''}"
        role="option"
        aria-selected=${option.label === shown}
        aria-description=${option.forget === undefined ? nothing : this.strings.forgetTargetHint}
        @mousedown=${(event: MouseEvent) => this.#onOptionDown(event, option)}
        @mousemove=${() => (this.active = index)}
      >
        <span class="codicon codicon-${option.icon}" aria-hidden="true"></span>
        <span class="picker-label">${option.label}</span>
        <span class="picker-detail">${option.detail}</span>
        ${this.#forgetButton(option.forget)}
      </li>
    `;
  }

  /**
   * The button that removes a target, for the mouse. Screen readers find no buttons in a list, so the Delete key does
   * the same.
   */
  #forgetButton(address: string | undefined): TemplateResult | typeof nothing {
    if (address === undefined) return nothing;
    const label = fill(this.strings.forgetTarget, address);
    return html`<span class="picker-forget codicon codicon-close" data-testid="forget-target" aria-hidden="true" title=${label} @mousedown=${(event: MouseEvent) => this.#onForget(event, address)}></span>`;
  }

  /** Returns the option for the current choice. */
  #shown(): Option {
    const { choice } = this;
    const resolved = resolveTarget(choice, this.servers);
    if (resolved.kind === 'start') return this.#startOption();
    if (resolved.kind === 'stopped') return this.#stoppedOption(resolved.server);
    if (resolved.kind === 'lacking') return this.#serverOption(resolved.server);
    if (resolved.server !== undefined) return this.#serverOption(resolved.server);
    return { choice, icon: 'globe', label: resolved.target.address, detail: '' };
  }

  #options(): readonly Option[] {
    const { strings } = this;
    const running = this.servers.map((server) => this.#serverOption(server));
    const recent = this.targets.map(
      (target): Option => ({
        choice: { kind: 'remote', ...target },
        icon: 'globe',
        label: target.address,
        detail: strings[target.security],
        forget: target.address,
      }),
    );
    const options = [...this.#stopped(), ...running, ...this.#startable(), ...recent];
    const typed = this.typed?.trim().toLowerCase() ?? '';
    if (typed === '') return options;
    return options.filter((option) => option.label.toLowerCase().includes(typed));
  }

  /** The option for the chosen server while it is not running, so that it stays in the list. */
  #stopped(): readonly Option[] {
    const resolved = resolveTarget(this.choice, this.servers);
    if (resolved.kind !== 'stopped') return [];
    return [this.#stoppedOption(resolved.server)];
  }

  /** The option that starts a local server. It is missing if a local server is running or chosen. */
  #startable(): readonly Option[] {
    const isThere = this.servers.some(({ kind }) => kind === 'local');
    const isChosen = this.choice.kind === 'server' && this.choice.server.kind === 'local';
    if (isThere || isChosen) return [];
    return [this.#startOption()];
  }

  #startOption(): Option {
    return {
      choice: { kind: 'local', isChosen: true },
      icon: 'play',
      label: this.strings.startLocalServer,
      detail: this.strings.startLocalServerDetail,
    };
  }

  #stoppedOption(server: NamedServer): Option {
    return {
      choice: { kind: 'server', server },
      icon: 'circle-slash',
      label: server.label,
      detail: `${this.strings.stopped} · ${this.#kindOf(server)}`,
    };
  }

  #kindOf({ kind }: NamedServer): string {
    if (kind === 'go') return this.strings.goServer;
    return this.strings.localServer;
  }

  #serverOption(server: LocalServer): Option {
    const option = { choice: choiceOf(server), label: server.address };
    if (server.lacksService === true)
      return { ...option, icon: 'warning', detail: joined(server.label, this.strings.lacksService) };
    return { ...option, icon: 'circle-filled', detail: joined(server.label, this.#kindOf(server)) };
  }

  readonly #onFocus = (event: FocusEvent): void => {
    this.#before = this.choice;
    (event.target as HTMLInputElement).select();
  };

  readonly #onBlur = (): void => {
    if (this.typed?.trim() === '' && this.#before !== undefined) this.#pick(this.#before);
    this.typed = undefined;
    this.#close();
  };

  readonly #onInput = (event: InputEvent): void => {
    const text = (event.target as HTMLInputElement).value;
    this.typed = text;
    this.active = -1;
    this.open = this.#options().length > 0;
    this.#pick(this.#choiceTyped(text));
  };

  #choiceTyped(text: string): TargetChoice {
    const server = this.servers.find((running) => running.address === text.trim());
    if (server === undefined) return readAddress(text, this.#securityBefore());
    return choiceOf(server);
  }

  #securityBefore(): Target['security'] {
    if (this.#before?.kind === 'remote') return this.#before.security;
    return 'plaintext';
  }

  readonly #onInputClick = (): void => {
    if (this.typed === undefined) this.open = true;
  };

  readonly #onToggle = (event: MouseEvent): void => {
    event.preventDefault();
    const open = !this.open;
    this.focus();
    this.typed = undefined;
    this.active = -1;
    this.open = open;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') this.#step(1);
    else if (event.key === 'ArrowUp') this.#step(-1);
    else if (event.key === 'Escape' && (this.open || this.typed !== undefined)) this.#revert();
    else if (event.key === 'Delete' && this.#forgettable() !== undefined) this.#forget(this.#forgettable() ?? '');
    else if (event.key === 'Enter' && isSendKey(event)) this.#close();
    else if (event.key === 'Enter') this.#accept();
    else return;
    event.preventDefault();
  };

  #step(by: number): void {
    const count = this.#options().length;
    if (this.open && count > 0) this.active = (this.#start(by) + by + count) % count;
    this.open = count > 0;
  }

  /** Returns the index from which an arrow key moves: before the first option, or after the last one. */
  #start(by: number): number {
    if (this.active < 0 && by < 0) return 0;
    return this.active;
  }

  #accept(): void {
    const option = this.#activeOption();
    if (option !== undefined) this.#pick(option.choice);
    this.typed = undefined;
    this.#close();
  }

  /** Returns the address of the active option if the user can remove it. */
  #forgettable(): string | undefined {
    return this.#activeOption()?.forget;
  }

  #activeOption(): Option | undefined {
    if (!this.open) return undefined;
    return this.#options()[this.active];
  }

  #forget(address: string): void {
    this.active = -1;
    this.dispatchEvent(new CustomEvent('forget', { detail: address }));
  }

  #onForget(event: MouseEvent, address: string): void {
    // Keeps the click from choosing the row and from taking the focus from the input.
    event.preventDefault();
    event.stopPropagation();
    this.#forget(address);
  }

  #revert(): void {
    if (this.typed !== undefined && this.#before !== undefined) this.#pick(this.#before);
    this.typed = undefined;
    this.#close();
  }

  #onOptionDown(event: MouseEvent, option: Option): void {
    // Keeps the focus in the input.
    event.preventDefault();
    this.#pick(option.choice);
    this.typed = undefined;
    this.#close();
  }

  #close(): void {
    this.open = false;
    this.active = -1;
  }

  #pick(choice: TargetChoice): void {
    this.dispatchEvent(new CustomEvent('pick', { detail: choice }));
  }
}

/**
 * Whether Enter sends the request. Ctrl+Enter sends it to the target in the field, and the list closes because it would
 * cover the reply.
 */
function isSendKey({ ctrlKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

customElements.define('target-picker', TargetPicker);

declare global {
  interface HTMLElementTagNameMap {
    'target-picker': TargetPicker;
  }
}
