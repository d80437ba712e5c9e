/**
 * Collects the text that the user types before the page has a field for it. A page needs a moment to get its schema,
 * and a user who knows the panel does not wait.
 */

/** We collect at most this many characters. No user types more before the page has a field. */
const MOST = 1_000;

/** Collects typed text until `take` is called for the first time. */
export class EarlyKeys {
  #text = '';

  listen(): void {
    window.addEventListener('keydown', this.#onKey, { capture: true });
  }

  /** Returns the collected text and stops collecting. */
  take(): string {
    window.removeEventListener('keydown', this.#onKey, { capture: true });
    const text = this.#text;
    this.#text = '';
    return text;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const hasField = document.activeElement !== null && document.activeElement !== document.body;
    if (hasField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Backspace') this.#text = this.#text.slice(0, -1);
    else if (event.key.length === 1 && this.#text.length < MOST) this.#text += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
