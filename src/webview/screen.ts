/** What the views draw from: the model, and what only this page needs to know. */
import type { MethodLanguage } from './language.ts';
import type { LoggedMessage } from './messageStore.ts';
import type { PanelModel } from './model.ts';
import type { Refusal } from './refusal.ts';

/** All that a view needs in order to draw. */
export interface Screen {
  readonly model: PanelModel;
  /** Missing until the schema is there. */
  readonly method: MethodLanguage | undefined;
  /** Why the request was not sent when the user wanted it to be, until something is changed. */
  readonly refusal: Refusal | undefined;
  /** Problems of the body that is shown. */
  readonly bodyProblems: readonly { readonly start: number; readonly end: number; readonly message: string }[];
  /** Which of the request's messages is shown. */
  readonly messageIndex: number;
  /** The stream's message that is shown in full. */
  readonly logged: LoggedMessage | undefined;
  readonly copied: boolean;
}

/** Whether the method sends a stream of replies; false until the schema is there. */
export function isStreaming(screen: Screen): boolean {
  const kind = screen.method?.kind;
  return kind === 'serverStreaming' || kind === 'bidiStreaming';
}

/** Whether the method takes a stream of requests; false until the schema is there. */
export function sendsMany(screen: Screen): boolean {
  const kind = screen.method?.kind;
  return kind === 'clientStreaming' || kind === 'bidiStreaming';
}
