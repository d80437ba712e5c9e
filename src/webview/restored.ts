/** Converts a call to a history entry, and a history entry to a call. */
import { defined } from '../base/defined.ts';
import { KEPT_REPLY, type HistoryEntry, type LocalServer, type TargetChoice } from '../contract/panel/messages.ts';
import { choiceOf, resolveTarget, type ResolvedTarget } from '../panel/target.ts';
import type { CallModel } from './callModel.ts';
import { MessageStore } from './messageStore.ts';

/** Returns the history entry of a call that has ended with a status. Returns undefined for any other call. */
export function entryOf(call: CallModel, servers: readonly LocalServer[]): HistoryEntry | undefined {
  if (call.outcome?.kind !== 'status') return undefined;
  const { code, name, time, details, hint } = call.outcome;
  const sentTo = sentToOf(call, servers);
  return defined({
    call: call.call,
    time: call.started,
    duration: time,
    code,
    status: name,
    request: { ...call.request, target: choiceAgain(call.request.target, sentTo) },
    target: addressOf(sentTo),
    received: call.messages.received,
    hint,
    details: details.slice(0, KEPT_REPLY) || undefined,
    reply: keptReply(call),
  });
}

function addressOf(sentTo: ResolvedTarget): string | undefined {
  if (sentTo.kind !== 'address') return undefined;
  return sentTo.target.address;
}

function keptReply({ messages }: CallModel): string | undefined {
  const reply = messages.lastReceived()?.json;
  if (reply === undefined || reply.length > KEPT_REPLY) return undefined;
  return reply;
}

/**
 * Returns the target that a call was sent to. If the target was known at the start, it must come from there, because
 * the server may have ended since. If a server had to start, only the current list has it.
 */
function sentToOf({ sentTo, request }: CallModel, servers: readonly LocalServer[]): ResolvedTarget {
  if (sentTo?.kind === 'address') return sentTo;
  return resolveTarget(request.target, servers);
}

/**
 * Returns the choice that leads to the same server again. The user may have chosen no particular server for the
 * request.
 */
function choiceAgain(choice: TargetChoice, sentTo: ResolvedTarget): TargetChoice {
  if (sentTo.kind !== 'address' || sentTo.server === undefined) return choice;
  return choiceOf(sentTo.server);
}

/** Returns the call of a history entry, as far as the history keeps it. Entries of earlier versions have no reply. */
export function callOf(entry: HistoryEntry): CallModel {
  const messages = new MessageStore();
  const received = entry.received ?? 0;
  // The page computes the number of dropped messages from the index of the last message.
  if (entry.reply !== undefined)
    messages.add({ direction: 'received', index: received - 1, json: entry.reply, size: 0, time: entry.duration });
  return {
    call: entry.call,
    request: entry.request,
    started: entry.time,
    phase: 'calling',
    cancelling: false,
    messages,
    version: 0,
    outcome: defined({
      kind: 'status',
      code: entry.code,
      name: entry.status,
      details: entry.details ?? '',
      trailers: [],
      time: entry.duration,
      hint: entry.hint,
    }),
    restored: { isReplyKept: received === 0 || entry.reply !== undefined },
  };
}

/**
 * Returns the first field of a JSON object, as in `name: "world"`. Returns undefined if the text is not an object with
 * a field.
 */
export function firstField(json: string): string | undefined {
  const [entry] = fieldsOf(json);
  if (entry === undefined) return undefined;
  return `${entry[0]}: ${JSON.stringify(entry[1])}`;
}

function fieldsOf(json: string): readonly (readonly [string, unknown])[] {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value);
  } catch {
    return [];
  }
}
