/** The input of the views: the model, and state that only this page needs. */
import type { MethodLanguage } from './language.ts';
import type { LoggedMessage } from './messageStore.ts';
import type { PanelModel } from './model.ts';
import type { Refusal } from './refusal.ts';

/** Everything that a view needs in order to draw. */
export interface Screen {
  readonly model: PanelModel;
  /** Missing until there is a schema. */
  readonly method: MethodLanguage | undefined;
  /** Why the request was not sent when the user tried, until the request changes. */
  readonly refusal: Refusal | undefined;
  /** Problems of the visible body. */
  readonly bodyProblems: readonly { readonly start: number; readonly end: number; readonly message: string }[];
  /** The index of the request's visible message. */
  readonly messageIndex: number;
  /** The message of the stream that is shown in full. */
  readonly logged: LoggedMessage | undefined;
  readonly copied: boolean;
}

/** Whether the method sends a stream of replies; false until there is a schema. */
export function isStreaming(screen: Screen): boolean {
  const kind = screen.method?.kind;
  return kind === 'serverStreaming' || kind === 'bidiStreaming';
}

/** Whether the method takes a stream of requests; false until there is a schema. */
export function sendsMany(screen: Screen): boolean {
  const kind = screen.method?.kind;
  return kind === 'clientStreaming' || kind === 'bidiStreaming';
}
