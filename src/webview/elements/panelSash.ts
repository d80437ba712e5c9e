/** `<panel-sash>`: the border between two halves, to be dragged or moved with the arrow keys. Fires `resize` with the left half's share. */

const STEP = 0.02;
const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -STEP],
  ['ArrowRight', STEP],
]);
const LEAST = 0.2;

/** `share` is 0 to 1, as `split` of PanelView. */
export class PanelSash extends HTMLElement {
  #share = 0.5;

  set share(share: number) {
    this.#share = share;
    this.setAttribute('aria-valuenow', String(Math.round(share * 100)));
  }

  connectedCallback(): void {
    this.tabIndex = 0;
    this.setAttribute('role', 'separator');
    this.setAttribute('aria-orientation', 'vertical');
    this.setAttribute('aria-valuemin', String(LEAST * 100));
    this.setAttribute('aria-valuemax', String((1 - LEAST) * 100));
    this.addEventListener('pointerdown', this.#start);
    this.addEventListener('pointermove', this.#drag);
    this.addEventListener('keydown', this.#key);
    this.addEventListener('dblclick', this.#reset);
  }

  disconnectedCallback(): void {
    this.removeEventListener('pointerdown', this.#start);
    this.removeEventListener('pointermove', this.#drag);
    this.removeEventListener('keydown', this.#key);
    this.removeEventListener('dblclick', this.#reset);
  }

  readonly #start = (event: PointerEvent): void => {
    this.setPointerCapture(event.pointerId);
    event.preventDefault();
  };

  readonly #drag = (event: PointerEvent): void => {
    if (!this.hasPointerCapture(event.pointerId) || this.parentElement === null) return;
    const { left, width } = this.parentElement.getBoundingClientRect();
    this.#move((event.clientX - left) / width);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const step = STEPS.get(event.key);
    if (step === undefined) return;
    event.preventDefault();
    this.#move(this.#share + step);
  };

  readonly #reset = (): void => this.#move(0.5);

  #move(share: number): void {
    this.dispatchEvent(new CustomEvent('resize', { detail: Math.min(1 - LEAST, Math.max(LEAST, share)) }));
  }
}

customElements.define('panel-sash', PanelSash);
