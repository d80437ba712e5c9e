/** Checks each message between the panel's page and the extension before we use it. */
import {
  isAnyOf,
  isArrayOf,
  isBoolean,
  isBytes,
  isMissingOr,
  isNumber,
  isObjectOf,
  isOneOf,
  isPairOf,
  isString,
  type Check,
} from '../../base/check.ts';
import type {
  PanelSecrets,
  SecretReply,
  CallOutcome,
  CallSnapshot,
  Draft,
  FromPanel,
  HistoryEntry,
  LocalServer,
  MetadataRow,
  PanelState,
  PanelView,
  NamedServer,
  TargetChoice,
  ToPanel,
} from './messages.ts';
import { PANEL_STRING_NAMES, type PanelStrings } from './strings.ts';
import type { CallEnd, CallEvent, Hint, Metadata, Target } from '../calls.ts';

type OfKind<Union, Kind> = Extract<Union, { readonly kind: Kind }>;

const isSecurity = isOneOf('plaintext', 'tls');
const isTarget = isObjectOf<Target>({ address: isString, security: isSecurity });
const isTargets = isArrayOf(isTarget);
const isMetadata: Check<Metadata> = isArrayOf(isPairOf(isString, isString));
const isNamedServer = isObjectOf<NamedServer>({ kind: isOneOf('local', 'go'), id: isString, label: isString });
const isLocalServer = isObjectOf<LocalServer>({
  kind: isOneOf('local', 'go'),
  id: isString,
  label: isString,
  address: isString,
  lacksService: isMissingOr(isBoolean),
});

const isTargetChoice: Check<TargetChoice> = isAnyOf(
  isObjectOf<OfKind<TargetChoice, 'local'>>({
    kind: isOneOf('local'),
    address: isMissingOr(isString),
    isChosen: isMissingOr(isBoolean),
  }),
  isObjectOf<OfKind<TargetChoice, 'server'>>({ kind: isOneOf('server'), server: isNamedServer }),
  isObjectOf<OfKind<TargetChoice, 'remote'>>({ kind: isOneOf('remote'), address: isString, security: isSecurity }),
);

const isHint = isObjectOf<Hint>({
  cause: isString,
  fix: isString,
  security: isMissingOr(isSecurity),
  change: isMissingOr(isOneOf('target', 'deadline', 'build', 'code')),
});

const isDraft = isObjectOf<Draft>({
  target: isTargetChoice,
  messages: isArrayOf(isString),
  metadata: isArrayOf(isObjectOf<MetadataRow>({ key: isString, value: isString, enabled: isBoolean })),
  deadline: isString,
});

const isPanelState = isObjectOf<PanelState>({
  method: isString,
  file: isMissingOr(isString),
  module: isMissingOr(isString),
  draft: isDraft,
  history: isArrayOf(
    isObjectOf<HistoryEntry>({
      call: isString,
      time: isNumber,
      duration: isNumber,
      code: isNumber,
      status: isString,
      request: isDraft,
      target: isMissingOr(isString),
      received: isMissingOr(isNumber),
      reply: isMissingOr(isString),
      details: isMissingOr(isString),
      hint: isMissingOr(isHint),
    }),
  ),
  view: isObjectOf<PanelView>({ split: isNumber, historyOpen: isBoolean }),
});

const isSecrets = isObjectOf<PanelSecrets>({
  draft: isMetadata,
  history: isArrayOf(isMetadata),
  replies: isMissingOr(
    isArrayOf(
      isObjectOf<SecretReply>({
        reply: isMissingOr(isString),
        details: isMissingOr(isString),
        hint: isMissingOr(isHint),
      }),
    ),
  ),
});

const isPhase = isOneOf('startingServer', 'calling');

const isCallEvent: Check<CallEvent> = isAnyOf(
  isObjectOf<OfKind<CallEvent, 'headers'>>({ kind: isOneOf('headers'), metadata: isMetadata, time: isNumber }),
  isObjectOf<OfKind<CallEvent, 'sent'>>({ kind: isOneOf('sent'), index: isNumber, size: isNumber, time: isNumber }),
  isObjectOf<OfKind<CallEvent, 'received'>>({
    kind: isOneOf('received'),
    index: isNumber,
    json: isString,
    size: isNumber,
    time: isNumber,
  }),
);

const isOutcome: Check<CallOutcome> = isAnyOf(
  isObjectOf<OfKind<CallEnd, 'invalid'>>({
    kind: isOneOf('invalid'),
    message: isString,
    index: isNumber,
    start: isNumber,
    end: isNumber,
  }),
  isObjectOf<OfKind<CallEnd, 'status'>>({
    kind: isOneOf('status'),
    code: isNumber,
    name: isString,
    details: isString,
    trailers: isMetadata,
    time: isNumber,
    hint: isMissingOr(isHint),
  }),
  isObjectOf<OfKind<CallOutcome, 'failed'>>({
    kind: isOneOf('failed'),
    message: isString,
    hasPlace: isMissingOr(isBoolean),
    hasTerminal: isMissingOr(isBoolean),
  }),
);

const isSnapshot = isObjectOf<CallSnapshot>({
  call: isString,
  request: isDraft,
  started: isNumber,
  phase: isPhase,
  events: isArrayOf(isCallEvent),
  outcome: isMissingOr(isOutcome),
});

const isStrings = isObjectOf<PanelStrings>(
  Object.fromEntries(PANEL_STRING_NAMES.map((name) => [name, isString])) as Record<keyof PanelStrings, Check<string>>,
);

const isFromPanel: Check<FromPanel> = isAnyOf(
  isObjectOf<OfKind<FromPanel, 'ready'>>({ kind: isOneOf('ready') }),
  isObjectOf<OfKind<FromPanel, 'reveal'>>({ kind: isOneOf('reveal') }),
  isObjectOf<OfKind<FromPanel, 'goToImplementation'>>({ kind: isOneOf('goToImplementation') }),
  isObjectOf<OfKind<FromPanel, 'goToError'>>({ kind: isOneOf('goToError'), of: isOneOf('schema', 'call') }),
  isObjectOf<OfKind<FromPanel, 'forgetTarget'>>({ kind: isOneOf('forgetTarget'), address: isString }),
  isObjectOf<OfKind<FromPanel, 'send'>>({
    kind: isOneOf('send'),
    call: isString,
    request: isDraft,
    metadata: isMetadata,
    deadline: isMissingOr(isNumber),
  }),
  isObjectOf<OfKind<FromPanel, 'startServer'>>({ kind: isOneOf('startServer'), server: isNamedServer }),
  isObjectOf<OfKind<FromPanel, 'restartServer'>>({ kind: isOneOf('restartServer'), server: isNamedServer }),
  isObjectOf<OfKind<FromPanel, 'showTerminal'>>({ kind: isOneOf('showTerminal'), server: isNamedServer }),
  isObjectOf<OfKind<FromPanel, 'cancel'>>({ kind: isOneOf('cancel'), call: isString }),
  isObjectOf<OfKind<FromPanel, 'save'>>({ kind: isOneOf('save'), state: isPanelState }),
  isObjectOf<OfKind<FromPanel, 'copy'>>({ kind: isOneOf('copy'), text: isString }),
  isObjectOf<OfKind<FromPanel, 'saveFile'>>({ kind: isOneOf('saveFile'), name: isString, text: isString }),
);

const isToPanel: Check<ToPanel> = isAnyOf(
  isObjectOf<OfKind<ToPanel, 'init'>>({
    kind: isOneOf('init'),
    method: isString,
    file: isMissingOr(isString),
    module: isMissingOr(isString),
    strings: isStrings,
    state: isMissingOr(isPanelState),
    defaultTarget: isTargetChoice,
    servers: isArrayOf(isLocalServer),
    targets: isTargets,
    call: isMissingOr(isSnapshot),
  }),
  isObjectOf<OfKind<ToPanel, 'schema'>>({ kind: isOneOf('schema'), hash: isString, set: isBytes }),
  isObjectOf<OfKind<ToPanel, 'schemaMissing'>>({
    kind: isOneOf('schemaMissing'),
    message: isString,
    hasPlace: isMissingOr(isBoolean),
    methodKind: isMissingOr(isOneOf('unary', 'serverStreaming', 'clientStreaming', 'bidiStreaming')),
  }),
  isObjectOf<OfKind<ToPanel, 'focusBody'>>({ kind: isOneOf('focusBody') }),
  isObjectOf<OfKind<ToPanel, 'servers'>>({ kind: isOneOf('servers'), servers: isArrayOf(isLocalServer) }),
  isObjectOf<OfKind<ToPanel, 'targets'>>({ kind: isOneOf('targets'), targets: isTargets }),
  isObjectOf<OfKind<ToPanel, 'serverStarted'>>({ kind: isOneOf('serverStarted'), problem: isMissingOr(isString) }),
  isObjectOf<OfKind<ToPanel, 'callPhase'>>({ kind: isOneOf('callPhase'), call: isString, phase: isPhase }),
  isObjectOf<OfKind<ToPanel, 'callEvents'>>({
    kind: isOneOf('callEvents'),
    call: isString,
    events: isArrayOf(isCallEvent),
  }),
  isObjectOf<OfKind<ToPanel, 'callEnd'>>({
    kind: isOneOf('callEnd'),
    call: isString,
    events: isArrayOf(isCallEvent),
    outcome: isOutcome,
  }),
);

/** Returns a message from the page; undefined if it is not valid. */
export function readFromPanel(value: unknown): FromPanel | undefined {
  if (isFromPanel(value)) return value;
  return undefined;
}

/** Returns a message from the extension; undefined if it is not valid. Anything in the page can post messages. */
export function readToPanel(value: unknown): ToPanel | undefined {
  if (isToPanel(value)) return value;
  return undefined;
}

/** Returns the stored state of a panel; undefined if there is none, or if it has the form of an earlier version. */
export function readPanelState(value: unknown): PanelState | undefined {
  if (isPanelState(value)) return value;
  return undefined;
}

/** Returns the values of a panel in the secret storage; undefined if they are not valid. */
export function readPanelSecrets(value: unknown): PanelSecrets | undefined {
  if (isSecrets(value)) return value;
  return undefined;
}

/** Returns the last target; undefined if it is not valid. */
export function readTargetChoice(value: unknown): TargetChoice | undefined {
  if (isTargetChoice(value)) return value;
  return undefined;
}

/** Returns the earlier targets; undefined if one of them is not valid. */
export function readTargets(value: unknown): readonly Target[] | undefined {
  if (isTargets(value)) return value;
  return undefined;
}
