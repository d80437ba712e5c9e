/**
 * `<elapsed-time>`: shows the time since `started`. It is a separate element, so that the page does not draw anything
 * else ten times a second.
 */
import { formatElapsed } from '../text.ts';

/** The element. Set `started` in milliseconds since the epoch. The clock stops when the element leaves the page. */
export class ElapsedTime extends HTMLElement {
  #started = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;

  set started(time: number) {
    this.#started = time;
    this.#show();
  }

  connectedCallback(): void {
    this.#timer = setInterval(() => this.#show(), 100);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  #show(): void {
    this.textContent = formatElapsed(Math.max(0, Date.now() - this.#started));
  }
}

customElements.define('elapsed-time', ElapsedTime);
