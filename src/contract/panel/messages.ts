/** What the panel's page and the extension say to each other, and what is kept of a panel. */
import type { PanelStrings } from './strings.ts';
import type { CallEnd, CallEvent, Metadata, Target } from '../calls.ts';

/** Messages of one call that are kept, in the page and behind it; older ones go first. */
export const KEPT_MESSAGES = 10_000;
/** How far over the limits a list may grow before it is cut: cutting one by one would cost the whole list each time. */
export const KEPT_SLACK = 1.2;
/** Their text, in UTF-16 code units. */
export const KEPT_TEXT = 32 * 1024 * 1024;

/** A server of this machine that runs and that the page may offer as a target. */
export interface LocalServer {
  /** `go` is a Go server of the user's; missing: `local`, which is ours and replies with example data. */
  readonly kind?: 'local' | 'go';
  readonly address: string;
  /** The name that the user knows: the module's, or the folder's. */
  readonly label: string;
}

/**
 * `local` follows the local server, whatever its port: without an address, or when that one is gone, the first that
 * runs; if none runs, one is started.
 */
export type TargetChoice =
  | { readonly kind: 'local'; readonly address?: string }
  | { readonly kind: 'remote'; readonly address: string; readonly security: Target['security'] };

/**
 * One row of the metadata table, as typed; a binary value is base64. A row that is not enabled is kept but not sent.
 */
export interface MetadataRow {
  readonly key: string;
  readonly value: string;
  readonly enabled: boolean;
}

/** A request as the user left it, right or wrong. */
export interface Draft {
  readonly target: TargetChoice;
  /** JSON texts. Empty: the page fills in an example as soon as the schema is there. */
  readonly messages: readonly string[];
  readonly metadata: readonly MetadataRow[];
  /** As typed: `500ms`, `10s`; empty for none. */
  readonly deadline: string;
}

/** A call that has ended with a status. The request can be restored from it. */
export interface HistoryEntry {
  /** The call's name between page and extension, which tells entries apart. */
  readonly call: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly code: number;
  /** Name of the status. */
  readonly status: string;
  readonly request: Draft;
}

/** How the panel is laid out. */
export interface PanelView {
  /** Share of the width that the request has, 0–1. */
  readonly split: number;
  readonly historyOpen: boolean;
}

/** What outlives the page, for one method. */
export interface PanelState {
  /** `greeter.v1.Greeter/SayHello` */
  readonly method: string;
  readonly draft: Draft;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  readonly view: PanelView;
}

/** How a call ended, as the page shows it. */
export type CallOutcome =
  | CallEnd
  /** There was no call: no server could be started, the schema is missing. */
  | { readonly kind: 'failed'; readonly message: string };

/** What a call that runs waits for: the local server that it goes to, or the reply. */
export type CallPhase = 'startingServer' | 'calling';

/** A call as far as it has come, for a page that was away. */
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
 * A message from the extension to the page. `init` comes first, and once per page; each page asks for it by `ready`.
 */
export type ToPanel =
  | {
      readonly kind: 'init';
      readonly method: string;
      readonly strings: PanelStrings;
      /** For a panel that has none of its own yet. */
      readonly state?: PanelState;
      readonly defaultTarget: TargetChoice;
      readonly servers: readonly LocalServer[];
      readonly targets: readonly Target[];
      readonly call?: CallSnapshot;
    }
  /** `set` holds the method and all that it needs. */
  | { readonly kind: 'schema'; readonly hash: string; readonly set: Uint8Array }
  /** There is no schema now. The page keeps the one that it has. */
  | { readonly kind: 'schemaMissing'; readonly message: string }
  | { readonly kind: 'servers'; readonly servers: readonly LocalServer[] }
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  | { readonly kind: 'callPhase'; readonly call: string; readonly phase: CallPhase }
  | { readonly kind: 'callEvents'; readonly call: string; readonly events: readonly CallEvent[] }
  | { readonly kind: 'callEnd'; readonly call: string; readonly outcome: CallOutcome };

/** A message from the page to the extension. `call` tells calls apart. */
export type FromPanel =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'send';
      /** Chosen by the page, never used twice. */
      readonly call: string;
      readonly request: Draft;
      /** The part of the request's metadata that goes out. */
      readonly metadata: Metadata;
      /** Milliseconds. */
      readonly deadline?: number;
    }
  | { readonly kind: 'cancel'; readonly call: string }
  | { readonly kind: 'save'; readonly state: PanelState }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'saveFile'; readonly name: string; readonly text: string }
  /** Show where the method is declared. */
  | { readonly kind: 'reveal' };

/** Key and value of each metadata row whose value is kept apart. */
export type SecretValues = readonly (readonly [key: string, value: string])[];

/** The metadata values of a panel, which the secret storage keeps. */
export interface PanelSecrets {
  readonly draft: SecretValues;
  /** One list per history entry. */
  readonly history: readonly SecretValues[];
}
