/**
 * Sends the events of a running call to the page in batches, because a fast stream would flood the page and the channel
 * to it. While the page is hidden, it keeps the latest events, up to a limit.
 */
import { defined } from '../../base/defined.ts';
import { inBackground } from '../../base/background.ts';
import {
  KEPT_MESSAGES,
  KEPT_SLACK,
  KEPT_TEXT,
  type CallOutcome,
  type CallPhase,
  type CallSnapshot,
  type Draft,
  type ToPanel,
} from '../../contract/panel/messages.ts';
import type { CallEvent } from '../../contract/calls.ts';

/** Milliseconds between two batches. */
const PAUSE = 30;
const BATCH = 1_000;

/** Sends the events of one call to the page, from the start of the call to its outcome. */
export class CallFeed {
  readonly call: string;
  readonly #request: Draft;
  readonly #started = Date.now();
  readonly #post: (message: ToPanel) => PromiseLike<unknown>;
  readonly #warn: (line: string) => void;
  #events: CallEvent[] = [];
  #textLength = 0;
  /** The number of events in `#events` that the page has received. */
  #delivered = 0;
  #phase: CallPhase = 'calling';
  #outcome: CallOutcome | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #posting = false;

  constructor(
    call: string,
    request: Draft,
    post: (message: ToPanel) => PromiseLike<unknown>,
    warn: (line: string) => void,
  ) {
    this.call = call;
    this.#request = request;
    this.#post = post;
    this.#warn = warn;
  }

  get running(): boolean {
    return this.#outcome === undefined;
  }

  /** The last reply that the call has received. */
  get lastReply(): Extract<CallEvent, { readonly kind: 'received' }> | undefined {
    return this.#events.findLast((event) => event.kind === 'received');
  }

  enter(phase: CallPhase): void {
    this.#phase = phase;
    this.#inBackground(this.#post({ kind: 'callPhase', call: this.call, phase }));
  }

  add(event: CallEvent): void {
    this.#events.push(event);
    this.#textLength += textLength(event);
    if (this.#events.length > KEPT_MESSAGES * KEPT_SLACK || this.#textLength > KEPT_TEXT * KEPT_SLACK) this.#drop();
    this.#schedule();
  }

  end(outcome: CallOutcome): void {
    this.#outcome = outcome;
    // The user waits for the outcome, so we send it now.
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#posting) this.#inBackground(this.#flush());
  }

  /** Returns the whole call, for a page that has loaded again. After this, we send only new events. */
  snapshot(): CallSnapshot {
    this.#delivered = this.#events.length;
    return defined({
      call: this.call,
      request: this.#request,
      started: this.#started,
      phase: this.#phase,
      events: [...this.#events],
      outcome: this.#outcome,
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #inBackground(posting: PromiseLike<unknown>): void {
    inBackground(posting, 'A page was not told of its call', this.#warn);
  }

  #drop(): void {
    let from = 0;
    let length = this.#textLength;
    while (from < this.#events.length - 1 && (this.#events.length - from > KEPT_MESSAGES || length > KEPT_TEXT)) {
      const event = this.#events[from];
      if (event !== undefined && event.kind !== 'headers') length -= textLength(event);
      from++;
    }
    const headers = this.#events.slice(0, from).filter((event) => event.kind === 'headers');
    const undelivered = Math.max(0, this.#events.length - Math.max(from, this.#delivered));
    this.#events = [...headers, ...this.#events.slice(from)];
    this.#textLength = length;
    this.#delivered = this.#events.length - undelivered;
  }

  #schedule(): void {
    if (this.#posting || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#inBackground(this.#flush());
    }, PAUSE);
  }

  async #flush(): Promise<void> {
    this.#posting = true;
    try {
      while (this.#undelivered > this.#nextMessageHolds) {
        await this.#post({ kind: 'callEvents', call: this.call, events: this.#nextBatch() });
      }
      const outcome = this.#outcome;
      if (outcome === undefined) return;
      await this.#post({ kind: 'callEnd', call: this.call, events: this.#nextBatch(), outcome });
    } finally {
      this.#posting = false;
    }
  }

  get #undelivered(): number {
    return this.#events.length - this.#delivered;
  }

  /**
   * The number of events that we leave for the last message of the call. Once the call has an outcome, the last message
   * brings the outcome together with one batch of events.
   */
  get #nextMessageHolds(): number {
    return this.#outcome === undefined ? 0 : BATCH;
  }

  #nextBatch(): readonly CallEvent[] {
    const events = this.#events.slice(this.#delivered, this.#delivered + BATCH);
    this.#delivered += events.length;
    return events;
  }
}

function textLength(event: CallEvent): number {
  if (event.kind === 'received') return event.json.length;
  return 0;
}
