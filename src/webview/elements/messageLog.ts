/**
 * `<message-log>`: a list of the messages of a stream. All rows have the same height and only visible rows exist, so
 * ten thousand messages cost as much as fifty. The list follows the newest message until the user scrolls away. Fires
 * `select`.
 */
import type { PanelStrings } from '../../contract/panel/strings.ts';
import { ARROWS, type LoggedMessage, type MessageStore } from '../messageStore.ts';
import { fill, formatCount, formatDuration, formatSize, oneLine } from '../text.ts';

/** The height of a row in pixels, the same as for `.log-row` in panel.css. */
const ROW = 22;
/** The number of rows that we draw above and below the visible area. */
const SPARE = 10;

/** The element. Set `strings` and `store`, and set a new `version` whenever the store has grown. */
export class MessageLog extends HTMLElement {
  readonly #scroller = document.createElement('div');
  readonly #rows = document.createElement('div');
  readonly #follow = document.createElement('button');
  readonly #followCount = document.createElement('span');
  #store: MessageStore | undefined;
  #strings: PanelStrings | undefined;
  #following = true;
  #ended = false;
  /** The message whose row has the keyboard focus. */
  #current: LoggedMessage | undefined;
  #seen = 0;
  #frame: number | undefined;

  constructor() {
    super();
    this.#scroller.className = 'log-scroller';
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute('role', 'listbox');
    this.#rows.className = 'log-rows';
    this.#rows.setAttribute('role', 'presentation');
    this.#scroller.append(this.#rows);
    this.#follow.className = 'log-follow';
    this.#follow.type = 'button';
    const arrow = document.createElement('span');
    arrow.className = 'codicon codicon-arrow-down';
    arrow.setAttribute('aria-hidden', 'true');
    this.#follow.append(arrow, this.#followCount);
    this.#scroller.addEventListener('scroll', this.#onScroll, { passive: true });
    this.#scroller.addEventListener('click', this.#onClick);
    this.#scroller.addEventListener('keydown', this.#onKey);
    this.#follow.addEventListener('click', () => this.#toEnd());
  }

  readonly #resized = new ResizeObserver(() => this.#draw());

  connectedCallback(): void {
    this.append(this.#scroller, this.#follow);
    this.#resized.observe(this.#scroller);
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#resized.disconnect();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  set strings(strings: PanelStrings) {
    this.#strings = strings;
    this.#scroller.setAttribute('aria-label', strings.log);
  }

  /** Sets the messages. A new store belongs to a new call, so the list starts again. */
  set store(store: MessageStore) {
    if (store === this.#store) return;
    this.#store = store;
    this.#following = true;
    this.#current = undefined;
    this.#seen = 0;
    this.#draw();
  }

  /** Draws the list again, because the store has grown. */
  set version(_version: number) {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  /** Sets whether the stream has ended. */
  set ended(ended: boolean) {
    if (ended === this.#ended) return;
    this.#ended = ended;
    this.#draw();
  }

  set selected(message: LoggedMessage | undefined) {
    if (message === this.#current) return;
    this.#current = message;
    this.#draw();
  }

  get #messages(): readonly LoggedMessage[] {
    return this.#store?.messages ?? [];
  }

  /** The position of the current message; -1 without one. */
  get #position(): number {
    if (this.#current === undefined) return -1;
    return this.#messages.indexOf(this.#current);
  }

  readonly #onScroll = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    this.#following = scrollTop + clientHeight >= scrollHeight - ROW;
    this.#draw();
  };

  readonly #onClick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    const row = event.target.closest<HTMLElement>('.log-row');
    if (row !== null) this.#choose(Number(row.dataset['position']));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const last = this.#messages.length - 1;
    const at = this.#position;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / ROW) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? last : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to === undefined || last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#choose(Math.min(last, Math.max(0, to)));
  };

  #choose(position: number): void {
    const message = this.#messages[position];
    if (message === undefined) return;
    this.#current = message;
    const top = position * ROW;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.#scroller.scrollTop = top + ROW - clientHeight;
    this.#following = position === this.#messages.length - 1;
    this.#draw();
    this.dispatchEvent(new CustomEvent('select', { detail: message }));
  }

  #toEnd(): void {
    this.#following = true;
    this.#draw();
    this.#scroller.focus();
  }

  #draw(): void {
    const messages = this.#messages;
    this.#rows.style.height = `${messages.length * ROW}px`;
    if (this.#following) this.#scroller.scrollTop = messages.length * ROW;
    if (this.#following) this.#seen = messages.length;
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / ROW) - SPARE);
    const last = Math.min(messages.length, Math.ceil((scrollTop + clientHeight) / ROW) + SPARE);
    this.#rows.replaceChildren(
      ...messages.slice(first, last).map((message, offset) => this.#row(message, first + offset)),
    );
    this.#showCurrent(first, last);
    this.#showFollow(messages.length);
  }

  #showCurrent(first: number, last: number): void {
    const at = this.#position;
    if (at >= first && at < last) this.#scroller.setAttribute('aria-activedescendant', rowId(at));
    else this.#scroller.removeAttribute('aria-activedescendant');
  }

  #showFollow(count: number): void {
    const unseen = count - this.#seen;
    this.#follow.hidden = this.#following || (this.#ended && unseen === 0);
    this.#followCount.textContent = `${this.#strings?.newMessages ?? ''}${inBrackets(unseen)}`;
  }

  #row(message: LoggedMessage, position: number): HTMLElement {
    const row = document.createElement('div');
    row.className = `log-row ${message.direction}`;
    row.id = rowId(position);
    row.dataset['position'] = String(position);
    row.dataset['testid'] = 'message';
    row.style.transform = `translateY(${position * ROW}px)`;
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', String(message === this.#current));
    row.setAttribute('aria-setsize', String(this.#messages.length));
    row.setAttribute('aria-posinset', String(position + 1));
    const direction = this.#strings?.[message.direction] ?? message.direction;
    const time = formatDuration(message.time);
    row.setAttribute(
      'aria-label',
      `${fill(this.#strings?.messageLabel ?? '', message.index + 1, direction, time)}: ${oneLine(message.json, 120)}`,
    );
    row.append(
      cell('log-number', String(message.index + 1)),
      cell(`log-arrow codicon codicon-${ARROWS[message.direction]}`, ''),
      cell('log-text', oneLine(message.json)),
      cell('log-size', formatSize(message.size)),
      cell('log-time', time),
    );
    return row;
  }
}

function inBrackets(count: number): string {
  if (count <= 0) return '';
  return ` (${formatCount(count)})`;
}

function rowId(position: number): string {
  return `message-${position}`;
}

function cell(className: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

customElements.define('message-log', MessageLog);
