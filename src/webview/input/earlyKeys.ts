/**
 * The text that the user types before there is a field for it. A page needs a moment to get its schema, and a user who
 * knows the panel does not wait.
 */

/** More than a user types in that time. */
const MOST = 1_000;

/** Collects text until it is taken for the first time. */
export class EarlyKeys {
  #text = '';

  listen(): void {
    window.addEventListener('keydown', this.#onKey, { capture: true });
  }

  /** Returns the text and stops collecting. */
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
