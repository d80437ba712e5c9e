/** The interface between panels and the rest of the extension. */
import type { MethodKind, SourcePlace } from '../../contract/schemaNode.ts';
import type { SetReference } from '../../contract/sets.ts';
import type { LocalServer, NamedServer } from '../../contract/panel/messages.ts';
import type { CallEnd, CallEvent, CallRequest } from '../../contract/calls.ts';

/** The type of `vscode.Event<void>`, without an import of `vscode`. */
type Listen = (listener: () => void) => { dispose(): void };

/** The schema for a method's panel, or the reason why there is no schema. */
export type MethodSchema =
  /** `set` is a serialized FileDescriptorSet: the method's file and all files that it imports. */
  | { readonly kind: 'schema'; readonly reference: SetReference; readonly set: Uint8Array }
  /** The method is not there, or its file has errors; the message tells the user which. */
  | {
      readonly kind: 'missing';
      readonly message: string;
      readonly place?: SourcePlace;
      /** The text of the file may say it nevertheless. */
      readonly methodKind?: MethodKind;
    };

/** The result of starting a server for a panel. `address` has the form `host:port`. */
export type StartedServer =
  | { readonly kind: 'started'; readonly address: string }
  /** The user stopped the server while it started, so there is nothing to report. */
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly place?: SourcePlace;
      /** Whether the server has a terminal with more details. */
      readonly hasTerminal?: boolean;
    };

/** A call that uses the schema that the page has. */
export interface PanelCall extends CallRequest {
  readonly schema: Extract<MethodSchema, { readonly kind: 'schema' }>;
}

/** What a panel needs from the rest of the extension. Names of methods have the form `greeter.v1.Greeter/SayHello`. */
export interface PanelServices {
  /** Returns the current schema of the method. If it has not changed since `known`, returns the same bytes. */
  methodSchema(method: string, known?: MethodSchema): Promise<MethodSchema>;
  readonly onDidChangeSchema: Listen;
  /**
   * Returns the running servers that serve the method, the preferred one first. They are followed by the other running
   * servers of the same module, which leave the method out.
   */
  localServers(method: string): readonly LocalServer[];
  readonly onDidChangeServers: Listen;
  /** Asks the user whether calls may go to this address. The page cannot answer the question. */
  confirmTarget(address: string): Promise<boolean>;
  startLocalServer(method: string): Promise<StartedServer>;
  /**
   * Starts the server of this name and no other. The name comes from the page, so the start fails if the window has no
   * such server.
   */
  startServer(method: string, server: NamedServer): Promise<StartedServer>;
  /** Builds and starts a Go server again. If that fails, the user gets a message. */
  restartServer(server: NamedServer): Promise<void>;
  /** Shows the terminal of a Go server if the server has one. */
  showTerminal(server: NamedServer): void;
  /**
   * Makes a call. If the signal aborts, the call ends with CANCELLED. Rejects only if the runner's process has ended.
   */
  call(call: PanelCall, onEvent: (event: CallEvent) => void, signal: AbortSignal): Promise<CallEnd>;
  /** Opens the declaration of the method. */
  revealMethod(method: string): Promise<void>;
  /** Opens the method in the user's Go, or the type that has to implement it. */
  goToImplementation(method: string): Promise<void>;
  /** Opens the place of an error. */
  revealError(place: SourcePlace): Promise<void>;
}
