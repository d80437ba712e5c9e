/** A call as the page knows it. */
import type { CallOutcome, CallPhase, Draft } from '../contract/panel/messages.ts';
import type { Metadata } from '../contract/calls.ts';
import type { ResolvedTarget } from '../panel/target.ts';
import type { MessageStore } from './messageStore.ts';

/** The current or last call, as far as its events are known. */
export interface CallModel {
  readonly call: string;
  readonly request: Draft;
  /** Where it went when it was sent. Missing on a call that this page has not sent. */
  readonly sentTo?: ResolvedTarget;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly phase: CallPhase;
  readonly cancelling: boolean;
  readonly headers?: { readonly metadata: Metadata; readonly time: number };
  readonly messages: MessageStore;
  /** Rises with every message, since the store itself stays the same. */
  readonly version: number;
  readonly outcome?: CallOutcome;
  /** The reply before this one: it stays visible until there is a new one. */
  readonly formerReply?: string;
  /** Set on a call that was restored from the history: headers, trailers and long replies are not kept. */
  readonly restored?: { readonly isReplyKept: boolean };
}
