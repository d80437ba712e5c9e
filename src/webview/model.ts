/** The state of the panel as plain data, and how messages from the extension change it. */
import { defined } from '../base/defined.ts';
import type {
  MethodInFile,
  CallSnapshot,
  Draft,
  HistoryEntry,
  LocalServer,
  PanelState,
  PanelView,
  TargetChoice,
  ToPanel,
} from '../contract/panel/messages.ts';
import type { MethodKind } from '../contract/schemaNode.ts';
import { choiceToSend, resolveTarget } from '../panel/target.ts';
import { NO_SECRETS, secretsOf, withSecrets } from '../panel/secrets.ts';
import type { PanelStrings } from '../contract/panel/strings.ts';
import type { CallEvent, Target } from '../contract/calls.ts';
import type { CallModel } from './callModel.ts';
import { MessageStore } from './messageStore.ts';
import { callOf, entryOf } from './restored.ts';

/** The reason why the current schema is not usable. `hasPlace` says whether the user can go to the error. */
export interface ProblemOfSchema {
  readonly message: string;
  readonly hasPlace: boolean;
}

type SchemaModel =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly hash: string; readonly set: Uint8Array; readonly problem?: ProblemOfSchema }
  | { readonly kind: 'missing'; readonly problem: ProblemOfSchema };

/** Returns the problem of the schema. Returns undefined while the schema is loading, or without a problem. */
export function schemaProblem(schema: SchemaModel): ProblemOfSchema | undefined {
  if (schema.kind === 'loading') return undefined;
  return schema.problem;
}

/** The state of starting the chosen server: the start is in progress, or has failed with a message. */
type ServerStart = { readonly kind: 'starting' } | { readonly kind: 'failed'; readonly message: string };

/** The whole state of the page. Each change creates a new model, but the MessageStore in it stays the same object. */
export interface PanelModel extends MethodInFile {
  readonly strings: PanelStrings;
  readonly schema: SchemaModel;
  /** The kind of the method, if it is known although the schema is missing. */
  readonly methodKind?: MethodKind;
  readonly servers: readonly LocalServer[];
  readonly targets: readonly Target[];
  readonly draft: Draft;
  readonly history: readonly HistoryEntry[];
  readonly view: PanelView;
  readonly call?: CallModel;
  /** The start of the chosen server, if the user pressed the button that starts it. */
  readonly start?: ServerStart;
}

const KEPT_HISTORY = 30;

type Init = Extract<ToPanel, { readonly kind: 'init' }>;
/** The message that moves the focus. It does not change the model, because the model does not contain the focus. */
type FocusBody = Extract<ToPanel, { readonly kind: 'focusBody' }>;

function restoredState({ state, method }: Init, own: PanelState | undefined): PanelState | undefined {
  if (own?.method !== method) return state;
  if (state === undefined) return withSecrets(own, NO_SECRETS);
  return withSecrets(own, secretsOf(state));
}

/**
 * Creates the model of a page that has loaded. `own` is the state that the page stored before the panel was hidden or
 * the window reloaded. It is newer than the state from the extension, except for metadata values, which the page never
 * stores.
 */
export function startPanel(init: Init, own: PanelState | undefined): PanelModel {
  const state = restoredState(init, own);
  const model: PanelModel = defined({
    method: init.method,
    file: init.file,
    module: init.module,
    strings: init.strings,
    schema: { kind: 'loading' },
    servers: init.servers,
    targets: init.targets,
    draft: state?.draft ?? emptyDraft(init.defaultTarget),
    history: state?.history ?? [],
    view: state?.view ?? { split: 0.5, historyOpen: true },
    call: init.call && resumeCall(init.call),
  });
  // A call may have ended while the page was hidden, so we add it to the history now.
  return remember(model);
}

function emptyDraft(target: TargetChoice): Draft {
  return { target, messages: [], metadata: [], deadline: '' };
}

/** Returns the part of the model that the extension keeps, including metadata values. */
export function stateOf(model: PanelModel): PanelState {
  const { method, file, module, draft, history, view } = model;
  return defined({ method, file, module, draft, history, view });
}

/** Whether a call has started and has not ended. */
export function isRunning(model: PanelModel): boolean {
  return model.call !== undefined && model.call.outcome === undefined;
}

/** Whether the reply on screen belongs to a different request from the current draft. */
export function isOutdated({ call, draft }: PanelModel): boolean {
  if (call?.outcome === undefined) return false;
  const { target, metadata, messages, deadline } = call.request;
  return (
    deadline !== draft.deadline ||
    !isSame(target, draft.target) ||
    !isSame(metadata, draft.metadata) ||
    messages.length !== draft.messages.length ||
    messages.some((message, index) => message !== draft.messages[index])
  );
}

/** Whether two values are equal. Both are short plain data, so we compare their JSON. */
function isSame(a: TargetChoice | Draft['metadata'], b: TargetChoice | Draft['metadata']): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Returns the model after a message of the extension. A message about an earlier call is late and changes nothing. */
export function applyMessage(model: PanelModel, message: Exclude<ToPanel, Init | FocusBody>): PanelModel {
  switch (message.kind) {
    case 'schema':
      // If the schema is the same, we keep the same bytes, so that the page does not read them again.
      if (model.schema.kind === 'ready' && model.schema.hash === message.hash) {
        return { ...model, schema: { kind: 'ready', hash: model.schema.hash, set: model.schema.set } };
      }
      return { ...model, schema: { kind: 'ready', hash: message.hash, set: message.set } };
    case 'schemaMissing':
      return defined({
        ...model,
        schema: withoutSchema(model.schema, message),
        methodKind: message.methodKind,
      });
    case 'servers':
      return withServers(model, message.servers);
    case 'targets':
      return { ...model, targets: message.targets };
    case 'serverStarted':
      return withStart(model, message.problem);
    case 'callPhase':
      return changeCall(model, message.call, (call) => ({ ...call, phase: message.phase }));
    case 'callEvents':
      return changeCall(model, message.call, (call) => addEvents(call, message.events));
    case 'callEnd': {
      const { events, outcome } = message;
      const ended = changeCall(model, message.call, (call) => ({ ...addEvents(call, events), outcome }));
      if (ended === model) return model;
      return remember(ended);
    }
  }
}

/** Returns the model without the start of the chosen server, for example after the user has chosen another target. */
export function withoutStart(model: PanelModel): PanelModel {
  return defined({ ...model, start: undefined });
}

function withServers(before: PanelModel, servers: readonly LocalServer[]): PanelModel {
  const model = { ...before, servers };
  if (resolveTarget(model.draft.target, servers).kind === 'stopped') return model;
  return withoutStart(model);
}

function withStart(model: PanelModel, problem: string | undefined): PanelModel {
  if (model.start === undefined) return model;
  if (problem === undefined) return withoutStart(model);
  return { ...model, start: { kind: 'failed', message: problem } };
}

/** Returns the schema after it became unusable. The last good schema stays in use. */
function withoutSchema(
  schema: SchemaModel,
  { message, hasPlace = false }: { readonly message: string; readonly hasPlace?: boolean },
): SchemaModel {
  const problem = { message, hasPlace };
  if (schema.kind === 'ready') return { ...schema, problem };
  return { kind: 'missing', problem };
}

function changeCall(model: PanelModel, id: string, change: (call: CallModel) => CallModel): PanelModel {
  if (model.call?.call !== id || model.call.outcome !== undefined) return model;
  return { ...model, call: change(model.call) };
}

/** Returns the model with a new call of the current draft. `now` is in milliseconds since the epoch. */
export function startCall(before: PanelModel, id: string, now: number): PanelModel {
  const { draft, servers } = before;
  const target = choiceToSend(draft.target, servers);
  const model = { ...withoutStart(before), draft: { ...draft, target } };
  const former = model.call?.messages.lastReceived()?.json ?? model.call?.formerReply;
  const call: CallModel = defined({
    call: id,
    request: model.draft,
    sentTo: resolveTarget(model.draft.target, model.servers),
    started: now,
    phase: 'calling',
    cancelling: false,
    messages: new MessageStore(),
    version: 0,
    formerReply: former,
  });
  return { ...model, call };
}

function resumeCall(snapshot: CallSnapshot): CallModel {
  const call: CallModel = defined({
    call: snapshot.call,
    request: snapshot.request,
    started: snapshot.started,
    phase: snapshot.phase,
    cancelling: false,
    messages: new MessageStore(),
    version: 0,
    outcome: snapshot.outcome,
  });
  return addEvents(call, snapshot.events);
}

function addEvents(call: CallModel, events: readonly CallEvent[]): CallModel {
  let headers = call.headers;
  for (const event of events) {
    switch (event.kind) {
      case 'headers':
        headers = { metadata: event.metadata, time: event.time };
        break;
      case 'sent':
        call.messages.add({
          direction: 'sent',
          index: event.index,
          json: call.request.messages[event.index] ?? '',
          size: event.size,
          time: event.time,
        });
        break;
      case 'received':
        call.messages.add({
          direction: 'received',
          index: event.index,
          json: event.json,
          size: event.size,
          time: event.time,
        });
        break;
    }
  }
  call.messages.trim();
  return defined({ ...call, version: call.version + 1, headers });
}

/**
 * Returns the model with the request and the reply of a history entry. If a call is running, it stays in the place of
 * that reply.
 */
export function restoreEntry(model: PanelModel, entry: HistoryEntry): PanelModel {
  const restored = { ...model, draft: entry.request };
  if (isRunning(model)) return restored;
  return { ...restored, call: callOf(entry) };
}

/** Adds a call to the history once it has ended. */
function remember(model: PanelModel): PanelModel {
  const { call } = model;
  if (call === undefined || model.history.some((entry) => entry.call === call.call)) return model;
  const entry = entryOf(call, model.servers);
  if (entry === undefined) return model;
  return { ...model, history: [entry, ...model.history].slice(0, KEPT_HISTORY) };
}
