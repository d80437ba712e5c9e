/** The messages between the panel's page and the extension, and the stored state of a panel. */
import type { PanelStrings } from './strings.ts';
import type { CallEnd, CallEvent, Hint, Metadata, Target } from '../calls.ts';

/** How many messages of one call the page and the extension keep. The oldest are dropped first. */
export const KEPT_MESSAGES = 10_000;
/**
 * How far a list may grow beyond the limits before we cut it. Cutting one element at a time would copy the whole list
 * each time.
 */
export const KEPT_SLACK = 1.2;
/** The limit of their text, in UTF-16 code units. */
export const KEPT_TEXT = 32 * 1024 * 1024;

/** The longest reply that the history keeps, in UTF-16 code units. */
export const KEPT_REPLY = 16 * 1024;

/** A server that this window can start. It keeps its name while it does not run, and after a reload of the window. */
export interface NamedServer {
  /** `go` is a Go server of the user's; `local` is ours and replies with example data. */
  readonly kind: 'local' | 'go';
  /** The folder of the module of a local server, or of the program of a Go server. */
  readonly id: string;
  /** The name that the user knows: the name of the module or of the folder. */
  readonly label: string;
}

/** A server of this machine that runs and that the page may offer as a target. */
export interface LocalServer extends NamedServer {
  readonly address: string;
  /** Set on a server of the method's module that leaves the method's service out, because of errors. */
  readonly lacksService?: boolean;
}

/** What the user chose. A chosen server that is gone stays chosen: another one would reply with something else. */
export type TargetChoice =
  /**
   * Nothing chosen: the first running server, whatever its kind. With `isChosen`, the first local server, and no Go
   * server. If none runs, the extension starts the local server. Earlier versions stored the address of a server that
   * was chosen.
   */
  | { readonly kind: 'local'; readonly address?: string; readonly isChosen?: boolean }
  /** One server of this window, whatever its port. */
  | { readonly kind: 'server'; readonly server: NamedServer }
  | { readonly kind: 'remote'; readonly address: string; readonly security: Target['security'] };

/**
 * One row of the metadata table, as typed. A binary value is base64. A row that is not enabled is stored, but not sent.
 */
export interface MetadataRow {
  readonly key: string;
  readonly value: string;
  readonly enabled: boolean;
}

/** A request as the user left it, valid or not. */
export interface Draft {
  readonly target: TargetChoice;
  /** Each message as JSON. If the list is empty, the page adds an example once there is a schema. */
  readonly messages: readonly string[];
  readonly metadata: readonly MetadataRow[];
  /** As typed: `500ms`, `10s`; empty for no deadline. */
  readonly deadline: string;
}

/** A call that has ended with a status. The request can be restored from it. */
export interface HistoryEntry {
  /** The id of the call in messages between page and extension. It identifies the entry. */
  readonly call: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly code: number;
  /** Name of the status. */
  readonly status: string;
  readonly request: Draft;
  /** The address that was called. */
  readonly target?: string;
  /** The number of replies. */
  readonly received?: number;
  /** The last reply, if it is not longer than KEPT_REPLY. It may hold tokens, so the secret storage keeps it. */
  readonly reply?: string;
  /** The text of the status. The secret storage keeps it too. */
  readonly details?: string;
  /** What it meant. The secret storage keeps it too. Missing in what earlier versions have stored. */
  readonly hint?: Hint;
}

/** The layout of the panel. */
export interface PanelView {
  /** The request's share of the width, 0–1. */
  readonly split: number;
  readonly historyOpen: boolean;
}

/** A method, and where it is declared. */
export interface MethodInFile {
  /** `greeter.v1.Greeter/SayHello` */
  readonly method: string;
  /** The URI of the file that declares it; missing if we know only its name. */
  readonly file?: string;
  /** The folder of its module. It is set if other modules declared the same service when the panel was opened. */
  readonly module?: string;
}

/** The state that outlives the page, for one method. */
export interface PanelState extends MethodInFile {
  readonly draft: Draft;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  readonly view: PanelView;
}

/** How a call ended, as the page shows it. */
export type CallOutcome =
  | CallEnd
  /**
   * There was no call: for example, no server could be started, or the schema is missing. `hasPlace`: the user can go
   * to the error. `hasTerminal`: the terminal of the chosen server says more.
   */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly hasPlace?: boolean;
      readonly hasTerminal?: boolean;
    };

/** What a running call waits for: its local server, or the reply. */
export type CallPhase = 'startingServer' | 'calling';

/** The state of a running call, for a page that was closed in the meantime. */
export interface CallSnapshot {
  readonly call: string;
  readonly request: Draft;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly phase: CallPhase;
  readonly events: readonly CallEvent[];
  readonly outcome?: CallOutcome;
}

/**
 * A message from the extension to the page. `init` comes first, and only once per page, in reply to the page's `ready`.
 */
export type ToPanel =
  | {
      readonly kind: 'init';
      readonly method: string;
      /** The page stores both with its state, for a panel that is restored. */
      readonly file?: string;
      readonly module?: string;
      readonly strings: PanelStrings;
      /** For a panel without its own target. */
      readonly state?: PanelState;
      readonly defaultTarget: TargetChoice;
      readonly servers: readonly LocalServer[];
      readonly targets: readonly Target[];
      readonly call?: CallSnapshot;
    }
  /** `set` contains the method and everything that it needs. */
  | { readonly kind: 'schema'; readonly hash: string; readonly set: Uint8Array }
  /** There is no schema now. The page keeps the one that it has. `hasPlace`: the user can go to the error. */
  | { readonly kind: 'schemaMissing'; readonly message: string; readonly hasPlace?: boolean }
  /** The user has opened the panel again, so the next typed text belongs in the body. */
  | { readonly kind: 'focusBody' }
  | { readonly kind: 'servers'; readonly servers: readonly LocalServer[] }
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  /** The reply to `startServer`. `problem`: why the server does not run; missing too if the user stopped it. */
  | { readonly kind: 'serverStarted'; readonly problem?: string }
  | { readonly kind: 'callPhase'; readonly call: string; readonly phase: CallPhase }
  | { readonly kind: 'callEvents'; readonly call: string; readonly events: readonly CallEvent[] }
  /** The last events come with the outcome: each message costs a round trip, and the page one more drawing. */
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
      /** Chosen by the page, and never used twice. */
      readonly call: string;
      readonly request: Draft;
      /** The part of the request's metadata that is sent. */
      readonly metadata: Metadata;
      /** Milliseconds. */
      readonly deadline?: number;
    }
  | { readonly kind: 'cancel'; readonly call: string }
  /** Start the chosen server, which does not run. */
  | { readonly kind: 'startServer'; readonly server: NamedServer }
  /** Stop the Go server and start it again, so that it is built again. */
  | { readonly kind: 'restartServer'; readonly server: NamedServer }
  /** Show the terminal of the Go server. */
  | { readonly kind: 'showTerminal'; readonly server: NamedServer }
  | { readonly kind: 'save'; readonly state: PanelState }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'saveFile'; readonly name: string; readonly text: string }
  /** Show the declaration of the method. */
  | { readonly kind: 'reveal' }
  /** Show the Go code of the method. */
  | { readonly kind: 'goToImplementation' }
  /** Go to the error that makes the schema unusable or stopped the last call. The extension knows the place. */
  | { readonly kind: 'goToError'; readonly of: 'schema' | 'call' }
  /** Remove an address from the earlier targets. */
  | { readonly kind: 'forgetTarget'; readonly address: string };

/** Key and value of each metadata row whose value is stored separately. */
export type SecretValues = readonly (readonly [key: string, value: string])[];

/** The metadata values of a panel, which are in the secret storage. */
export interface PanelSecrets {
  readonly draft: SecretValues;
  /** One list per history entry. */
  readonly history: readonly SecretValues[];
  /** The replies, per history entry; missing in data of earlier versions. */
  readonly replies?: readonly SecretReply[];
}

/** The part of a history entry that a server wrote. */
export type SecretReply = Pick<HistoryEntry, 'reply' | 'details' | 'hint'>;
