/** The input of the views: the model, and state that only the page has. */
import type { MethodLanguage } from './language.ts';
import type { LoggedMessage } from './messageStore.ts';
import type { PanelModel } from './model.ts';
import type { Refusal } from './refusal.ts';

/** All values that a view needs for drawing. */
export interface Screen {
  readonly model: PanelModel;
  /** The method; undefined until the page has a schema. */
  readonly method: MethodLanguage | undefined;
  /** The reason why the last request was not sent; undefined once the request changes. */
  readonly refusal: Refusal | undefined;
  /** The problems of the body that is visible. */
  readonly bodyProblems: readonly { readonly start: number; readonly end: number; readonly message: string }[];
  /** The index of the request message that is visible. */
  readonly messageIndex: number;
  /** The message of the stream that the page shows in full. */
  readonly logged: LoggedMessage | undefined;
  readonly copied: boolean;
}

/** Whether the method sends a stream of replies; false until the page has a schema. */
export function isStreaming(screen: Screen): boolean {
  const kind = screen.method?.kind;
  return kind === 'serverStreaming' || kind === 'bidiStreaming';
}

/** Whether the method receives a stream of requests; false until the page has a schema. */
export function sendsMany(screen: Screen): boolean {
  const kind = screen.method?.kind;
  return kind === 'clientStreaming' || kind === 'bidiStreaming';
}
