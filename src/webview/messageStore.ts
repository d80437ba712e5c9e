/**
 * The messages of a call, up to a limit: a stream may never end, but memory is limited. Mutable, because it may grow
 * ten thousand times.
 */
import { KEPT_MESSAGES, KEPT_SLACK, KEPT_TEXT } from '../contract/panel/messages.ts';

/** One message of a call, sent or received. */
export interface LoggedMessage {
  readonly direction: 'sent' | 'received';
  /** From 0, counted for each direction. */
  readonly index: number;
  readonly json: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the call was started. */
  readonly time: number;
}

/** The codicon of each direction. */
export const ARROWS = { sent: 'arrow-up', received: 'arrow-down' } as const;

/** The newest messages of a call. The caller calls `trim` after it has added messages. */
export class MessageStore {
  #messages: LoggedMessage[] = [];
  #textLength = 0;
  #dropped = 0;
  #received = 0;
  #receivedSize = 0;
  #lastTime = 0;

  /** The kept messages, oldest first. */
  get messages(): readonly LoggedMessage[] {
    return this.#messages;
  }

  /** How many messages were dropped, from the oldest on. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Received since the start of the call, including dropped ones. */
  get received(): number {
    return this.#received;
  }

  /** Bytes received. */
  get receivedSize(): number {
    return this.#receivedSize;
  }

  get lastTime(): number {
    return this.#lastTime;
  }

  add(message: LoggedMessage): void {
    this.#messages.push(message);
    this.#textLength += message.json.length;
    this.#lastTime = message.time;
    if (message.direction === 'received') {
      // The numbers have gaps if the extension dropped messages while the page was hidden.
      this.#dropped += Math.max(0, message.index - this.#received);
      this.#received = message.index + 1;
      this.#receivedSize += message.size;
    }
  }

  /** Drops the oldest messages over the limit. Call it once per batch, since it moves the whole list. */
  trim(): void {
    if (this.#messages.length <= KEPT_MESSAGES * KEPT_SLACK && this.#textLength <= KEPT_TEXT * KEPT_SLACK) return;
    let from = 0;
    while (
      from < this.#messages.length - 1 &&
      (this.#messages.length - from > KEPT_MESSAGES || this.#textLength > KEPT_TEXT)
    ) {
      this.#textLength -= this.#messages[from]?.json.length ?? 0;
      from++;
    }
    this.#messages = this.#messages.slice(from);
    this.#dropped += from;
  }

  lastReceived(): LoggedMessage | undefined {
    return this.#messages.findLast((message) => message.direction === 'received');
  }
}
