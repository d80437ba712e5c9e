/** The sentence that a screen reader reads when a call has ended. */
import type { CallOutcome } from '../contract/panel/messages.ts';
import type { PanelModel } from './model.ts';
import { fill, formatCount, formatDuration, formatSize } from './text.ts';

/**
 * Returns the sentence in the language of the page, or an empty text while the call runs. `streaming` says whether the
 * method sends a stream of replies.
 */
export function announcement({ call, strings }: PanelModel, streaming: boolean): string {
  const outcome = call?.outcome;
  if (call === undefined || outcome === undefined) return '';
  if (outcome.kind !== 'status') return fill(strings.announceNotSent, outcome.message);
  const time = formatDuration(outcome.time);
  if (streaming)
    return fill(
      strings.announceStream,
      outcome.name,
      time,
      fill(strings.messageCount, formatCount(call.messages.received)),
    );
  if (outcome.code === 0) return fill(strings.announceOk, time, formatSize(call.messages.receivedSize));
  return fill(strings.announceStatus, outcome.name, time, explanation(outcome));
}

function explanation({ hint, details }: Extract<CallOutcome, { readonly kind: 'status' }>): string {
  if (hint === undefined) return details;
  return `${hint.cause} ${hint.fix}`;
}
