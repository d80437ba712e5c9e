/** What the page knows of a call. */
import type { CallOutcome, CallPhase, Draft } from '../contract/panel/messages.ts';
import type { Metadata } from '../contract/calls.ts';
import type { ResolvedTarget } from '../panel/target.ts';
import type { MessageStore } from './messageStore.ts';

/** The current call or the last one, with the events that the page has received. */
export interface CallModel {
  readonly call: string;
  readonly request: Draft;
  /** The target that the page resolved when it sent the call. It is missing if another page sent the call. */
  readonly sentTo?: ResolvedTarget;
  /** The start of the call in milliseconds since the epoch. */
  readonly started: number;
  readonly phase: CallPhase;
  readonly cancelling: boolean;
  readonly headers?: { readonly metadata: Metadata; readonly time: number };
  readonly messages: MessageStore;
  /**
   * Increases with each batch of messages. The page needs it to see a change, because the store itself stays the same
   * object.
   */
  readonly version: number;
  readonly outcome?: CallOutcome;
  /** The reply of the previous call. It stays visible until this call has a reply. */
  readonly formerReply?: string;
  /** Set on a call from the history. The history does not keep headers, trailers and long replies. */
  readonly restored?: { readonly isReplyKept: boolean };
}
