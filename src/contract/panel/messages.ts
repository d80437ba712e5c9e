/** The messages between the panel's page and the extension, and the stored state of a panel. */
import type { PanelStrings } from './strings.ts';
import type { CallEnd, CallEvent, Hint, Metadata, Target } from '../calls.ts';
import type { MethodKind } from '../schemaNode.ts';

/** The page and the extension keep at most this many messages of one call. They drop the oldest ones first. */
export const KEPT_MESSAGES = 10_000;
/**
 * The factor by which a list may exceed its limits before we cut it. If we cut one element at a time, we would copy the
 * whole list each time.
 */
export const KEPT_SLACK = 1.2;
/** The maximum length of all kept messages of one call together, in UTF-16 code units. */
export const KEPT_TEXT = 32 * 1024 * 1024;

/** The maximum length of a reply that the history keeps, in UTF-16 code units. */
export const KEPT_REPLY = 16 * 1024;

/** A server that this window can start. It keeps its name while it is not running, and after the window is reloaded. */
export interface NamedServer {
  /** `go` is a Go server of the user. `local` is the local server, which replies with example data. */
  readonly kind: 'local' | 'go';
  /** The folder of a local server's module, or of a Go server's program. */
  readonly id: string;
  /** The name that the user sees: the name of the module or of the folder. */
  readonly label: string;
}

/** A running server on this machine that the page may offer as a target. */
export interface LocalServer extends NamedServer {
  readonly address: string;
  /** Whether the server belongs to the method's module, but leaves out the method's service because of errors. */
  readonly lacksService?: boolean;
}

/**
 * The target that the user chose. A chosen server stays chosen after it stops, because another server would send other
 * replies.
 */
export type TargetChoice =
  /**
   * The user chose no particular server. Without `isChosen`, the target is the first running server of any kind. With
   * `isChosen`, it is the first local server, and never a Go server. If there is no such server, the extension starts
   * the local server. Earlier versions stored the address of a chosen server in `address`.
   */
  | { readonly kind: 'local'; readonly address?: string; readonly isChosen?: boolean }
  /** A particular server of this window. Its port may change. */
  | { readonly kind: 'server'; readonly server: NamedServer }
  | { readonly kind: 'remote'; readonly address: string; readonly security: Target['security'] };

/**
 * One row of the metadata table, as the user typed it. A binary value is base64. We store a row that is not enabled,
 * but do not send it.
 */
export interface MetadataRow {
  readonly key: string;
  readonly value: string;
  readonly enabled: boolean;
}

/** A request as the user left it, valid or not. */
export interface Draft {
  readonly target: TargetChoice;
  /** The JSON of each message. If the list is empty, the page adds an example when it has a schema. */
  readonly messages: readonly string[];
  readonly metadata: readonly MetadataRow[];
  /** The deadline as the user typed it, such as `500ms` or `10s`. It is empty if there is no deadline. */
  readonly deadline: string;
}

/** A call that ended with a status. The user can restore its request. */
export interface HistoryEntry {
  /** The id of the call in messages between page and extension. It also identifies the history entry. */
  readonly call: string;
  /** The time of the call, in milliseconds since the epoch. */
  readonly time: number;
  /** The duration of the call in milliseconds. */
  readonly duration: number;
  readonly code: number;
  /** The name of the status. */
  readonly status: string;
  readonly request: Draft;
  /** The address of the server that was called. */
  readonly target?: string;
  /** The number of replies. */
  readonly received?: number;
  /**
   * The last reply, if it is not longer than KEPT_REPLY. The reply may contain tokens, so we keep it in the secret
   * storage.
   */
  readonly reply?: string;
  /** The text of the status, which we also keep in the secret storage. */
  readonly details?: string;
  /** The hint about the status, which we also keep in the secret storage. Earlier versions did not store it. */
  readonly hint?: Hint;
}

/** The layout of the panel. */
export interface PanelView {
  /** The part of the width that the request takes, from 0 to 1. */
  readonly split: number;
  readonly historyOpen: boolean;
}

/** A method, and the file and module that declare it. */
export interface MethodInFile {
  /** The service and the method: `greeter.v1.Greeter/SayHello`. */
  readonly method: string;
  /** The URI of the file that declares the method. It is undefined if we have only the name of the method. */
  readonly file?: string;
  /**
   * The folder of the method's module. It is set if other modules declared the same service when the panel was opened.
   */
  readonly module?: string;
}

/** The state of one method's panel. It remains after the page is closed. */
export interface PanelState extends MethodInFile {
  readonly draft: Draft;
  /** The calls of the past, the newest first. */
  readonly history: readonly HistoryEntry[];
  readonly view: PanelView;
}

/** How a call ended, as the page shows it. */
export type CallOutcome =
  | CallEnd
  /**
   * The call was not made: for example, no server could be started, or the schema is missing. `hasPlace`: the user can
   * go to the error. `hasTerminal`: the terminal of the chosen server has more details.
   */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly hasPlace?: boolean;
      readonly hasTerminal?: boolean;
    };

/** The step of a running call: the extension starts the local server, or waits for the reply. */
export type CallPhase = 'startingServer' | 'calling';

/** The state of a running call. A page that was closed during the call needs it. */
export interface CallSnapshot {
  readonly call: string;
  readonly request: Draft;
  /** The time at which the call started, in milliseconds since the epoch. */
  readonly started: number;
  readonly phase: CallPhase;
  readonly events: readonly CallEvent[];
  readonly outcome?: CallOutcome;
}

/**
 * A message from the extension to the page. `init` is the first one, and each page gets it only once, in reply to its
 * `ready`.
 */
export type ToPanel =
  | {
      readonly kind: 'init';
      readonly method: string;
      /** The page stores `file` and `module` with its state, so that VS Code can restore the panel. */
      readonly file?: string;
      readonly module?: string;
      readonly strings: PanelStrings;
      /** The stored state of the panel. If there is none, the page uses `defaultTarget`. */
      readonly state?: PanelState;
      readonly defaultTarget: TargetChoice;
      readonly servers: readonly LocalServer[];
      readonly targets: readonly Target[];
      readonly call?: CallSnapshot;
    }
  /** `set` contains the method and everything that it needs. */
  | { readonly kind: 'schema'; readonly hash: string; readonly set: Uint8Array }
  /**
   * The schema is missing now. The page keeps the schema that it has. `hasPlace`: the user can go to the error.
   * `methodKind`: the kind of the method, if the text of its file still says it.
   */
  | {
      readonly kind: 'schemaMissing';
      readonly message: string;
      readonly hasPlace?: boolean;
      readonly methodKind?: MethodKind;
    }
  /** The user has opened the panel again. The page moves the focus to the body, so the user can type there. */
  | { readonly kind: 'focusBody' }
  | { readonly kind: 'servers'; readonly servers: readonly LocalServer[] }
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  /**
   * The reply to `startServer`. `problem` says why the server is not running. It is undefined if the server is running,
   * or if the user stopped it.
   */
  | { readonly kind: 'serverStarted'; readonly problem?: string }
  | { readonly kind: 'callPhase'; readonly call: string; readonly phase: CallPhase }
  | { readonly kind: 'callEvents'; readonly call: string; readonly events: readonly CallEvent[] }
  /** The end of a call, with its last events. One message for both saves a round trip, and the page draws only once. */
  | {
      readonly kind: 'callEnd';
      readonly call: string;
      readonly events: readonly CallEvent[];
      readonly outcome: CallOutcome;
    };

/** A message from the page to the extension. `call` identifies the call. */
export type FromPanel =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'send';
      /** The page chooses this id, and never uses it twice. */
      readonly call: string;
      readonly request: Draft;
      /** The metadata to send: the enabled rows of the request. */
      readonly metadata: Metadata;
      /** The deadline in milliseconds. */
      readonly deadline?: number;
    }
  | { readonly kind: 'cancel'; readonly call: string }
  /** Asks the extension to start the chosen server, which is not running. */
  | { readonly kind: 'startServer'; readonly server: NamedServer }
  /** Asks the extension to stop the Go server and start it again, so that it is built again. */
  | { readonly kind: 'restartServer'; readonly server: NamedServer }
  /** Asks the extension to show the terminal of the Go server. */
  | { readonly kind: 'showTerminal'; readonly server: NamedServer }
  | { readonly kind: 'save'; readonly state: PanelState }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'saveFile'; readonly name: string; readonly text: string }
  /** Asks the extension to show the declaration of the method. */
  | { readonly kind: 'reveal' }
  /** Asks the extension to show the Go code of the method. */
  | { readonly kind: 'goToImplementation' }
  /**
   * Asks the extension to go to the error that makes the schema unusable or stopped the last call. The extension has
   * its place.
   */
  | { readonly kind: 'goToError'; readonly of: 'schema' | 'call' }
  /** Asks the extension to remove an address from the earlier targets. */
  | { readonly kind: 'forgetTarget'; readonly address: string };

/** The key and the value of each metadata row whose value is in the secret storage. */
export type SecretValues = readonly (readonly [key: string, value: string])[];

/** The values of a panel that we keep in the secret storage, because they may be secrets. */
export interface PanelSecrets {
  readonly draft: SecretValues;
  /** The metadata values of each history entry. */
  readonly history: readonly SecretValues[];
  /** The reply of each history entry. It is missing in data of earlier versions. */
  readonly replies?: readonly SecretReply[];
}

/** The parts of a history entry that come from a server. */
export type SecretReply = Pick<HistoryEntry, 'reply' | 'details' | 'hint'>;
