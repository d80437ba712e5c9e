/**
 * Keeps the messages of a call, up to a limit, because a stream may never end. The store is mutable, because a stream
 * may add ten thousand messages.
 */
import { KEPT_MESSAGES, KEPT_SLACK, KEPT_TEXT } from '../contract/panel/messages.ts';

/** A message that the call has sent or received. */
export interface LoggedMessage {
  readonly direction: 'sent' | 'received';
  /** The zero-based index of the message among the messages of its direction. */
  readonly index: number;
  readonly json: string;
  /** The size of the message in bytes. */
  readonly size: number;
  /** Milliseconds from the start of the call to this message. */
  readonly time: number;
}

/** The name of the codicon for each direction. */
export const ARROWS = { sent: 'arrow-up', received: 'arrow-down' } as const;

/** The newest messages of a call. The caller must call `trim` after it has added a batch. */
export class MessageStore {
  #messages: LoggedMessage[] = [];
  #textLength = 0;
  #dropped = 0;
  #received = 0;
  #receivedSize = 0;
  #lastTime = 0;

  /** The messages that the store still has, oldest first. */
  get messages(): readonly LoggedMessage[] {
    return this.#messages;
  }

  /** How many of the oldest messages were dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The number of messages received since the start of the call, including dropped ones. */
  get received(): number {
    return this.#received;
  }

  /** The number of bytes received, without messages that the extension dropped. */
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
      // If the extension dropped messages while the page was hidden, the indexes have a gap.
      this.#dropped += Math.max(0, message.index - this.#received);
      this.#received = message.index + 1;
      this.#receivedSize += message.size;
    }
  }

  /** Drops the oldest messages above the limit. Call it once per batch, because it copies the whole list. */
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
