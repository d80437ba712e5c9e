/**
 * `<panel-sash>`: the border between the two halves of the panel. The user drags it, or moves it with the arrow keys.
 * Fires `resize` with the share of the first half. The style sheet sets `--stacked` if one half is above the other.
 */

const STEP = 0.02;
const LEAST = 0.2;

/** The label and the keys of the sash in one arrangement of the halves. */
interface Layout {
  readonly label: 'beside' | 'stacked';
  readonly less: string;
  readonly more: string;
  /** The orientation of the sash, which is at a right angle to its movement. */
  readonly orientation: 'vertical' | 'horizontal';
}

const BESIDE: Layout = { label: 'beside', less: 'ArrowLeft', more: 'ArrowRight', orientation: 'vertical' };
const STACKED: Layout = { label: 'stacked', less: 'ArrowUp', more: 'ArrowDown', orientation: 'horizontal' };

/** The element. `share` is a number from 0 to 1, the same as `split` of PanelView. */
export class PanelSash extends HTMLElement {
  #share = 0.5;
  #layout = BESIDE;
  #labels = { beside: '', stacked: '' };
  readonly #resized = new ResizeObserver(() => this.#readLayout());

  set share(share: number) {
    this.#share = share;
    this.setAttribute('aria-valuenow', String(Math.round(share * 100)));
  }

  /**
   * Sets the names of what the user changes: a width if the halves are side by side, and a height if they are stacked.
   */
  set labels(labels: { readonly beside: string; readonly stacked: string }) {
    this.#labels = labels;
    this.#showLayout();
  }

  connectedCallback(): void {
    this.tabIndex = 0;
    this.setAttribute('role', 'separator');
    this.setAttribute('aria-valuemin', String(LEAST * 100));
    this.setAttribute('aria-valuemax', String((1 - LEAST) * 100));
    this.#showLayout();
    this.#resized.observe(document.documentElement);
    this.addEventListener('pointerdown', this.#start);
    this.addEventListener('pointermove', this.#drag);
    this.addEventListener('keydown', this.#key);
    this.addEventListener('dblclick', this.#reset);
  }

  disconnectedCallback(): void {
    this.#resized.disconnect();
    this.removeEventListener('pointerdown', this.#start);
    this.removeEventListener('pointermove', this.#drag);
    this.removeEventListener('keydown', this.#key);
    this.removeEventListener('dblclick', this.#reset);
  }

  #readLayout(): void {
    const isStacked = getComputedStyle(this).getPropertyValue('--stacked').trim() === '1';
    this.#layout = isStacked ? STACKED : BESIDE;
    this.#showLayout();
  }

  #showLayout(): void {
    this.setAttribute('aria-orientation', this.#layout.orientation);
    this.setAttribute('aria-label', this.#labels[this.#layout.label]);
  }

  readonly #start = (event: PointerEvent): void => {
    this.setPointerCapture(event.pointerId);
    event.preventDefault();
  };

  readonly #drag = (event: PointerEvent): void => {
    if (!this.hasPointerCapture(event.pointerId) || this.parentElement === null) return;
    const { left, top, width, height } = this.parentElement.getBoundingClientRect();
    if (this.#layout === STACKED) this.#move((event.clientY - top) / height);
    else this.#move((event.clientX - left) / width);
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === this.#layout.more) this.#move(this.#share + STEP);
    else if (event.key === this.#layout.less) this.#move(this.#share - STEP);
    else return;
    event.preventDefault();
  };

  readonly #reset = (): void => this.#move(0.5);

  #move(share: number): void {
    this.dispatchEvent(new CustomEvent('resize', { detail: Math.min(1 - LEAST, Math.max(LEAST, share)) }));
  }
}

customElements.define('panel-sash', PanelSash);
