/** The interface between panels and the rest of the extension. */
import type { MethodKind, SourcePlace } from '../../contract/schemaNode.ts';
import type { SetReference } from '../../contract/sets.ts';
import type { LocalServer, NamedServer } from '../../contract/panel/messages.ts';
import type { CallEnd, CallEvent, CallRequest } from '../../contract/calls.ts';

/** `vscode.Event<void>` has this type. */
type Listen = (listener: () => void) => { dispose(): void };

/** The schema of a method's panel, or the reason why there is none. */
export type MethodSchema =
  /** A serialized FileDescriptorSet: the method's file and everything that it imports. */
  | { readonly kind: 'schema'; readonly reference: SetReference; readonly set: Uint8Array }
  /** The method is not there, or its file has errors; the message tells the user which. */
  | {
      readonly kind: 'missing';
      readonly message: string;
      readonly place?: SourcePlace;
      /** The text of the file may say it nevertheless. */
      readonly methodKind?: MethodKind;
    };

/** A server that the panel has asked for. `address` is `host:port`. */
export type StartedServer =
  | { readonly kind: 'started'; readonly address: string }
  /** The user stopped it while it started, so there is nothing to report. */
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly place?: SourcePlace;
      /** Its terminal says more. */
      readonly hasTerminal?: boolean;
    };

/** A call with the schema that the page has. */
export interface PanelCall extends CallRequest {
  readonly schema: Extract<MethodSchema, { readonly kind: 'schema' }>;
}

/** Methods are named as in `greeter.v1.Greeter/SayHello`. */
export interface PanelServices {
  /** Returns `known` with its bytes if nothing has changed. */
  methodSchema(method: string, known?: MethodSchema): Promise<MethodSchema>;
  readonly onDidChangeSchema: Listen;
  /**
   * The running servers that serve the method, the preferred one first; then the other servers of the same module,
   * which leave the method out.
   */
  localServers(method: string): readonly LocalServer[];
  readonly onDidChangeServers: Listen;
  /** Asks the user whether calls may go to this address. The page cannot answer for them. */
  confirmTarget(address: string): Promise<boolean>;
  startLocalServer(method: string): Promise<StartedServer>;
  /** Starts exactly this server. Fails if the window has no such server, because the name comes from the page. */
  startServer(method: string, server: NamedServer): Promise<StartedServer>;
  /** Builds and starts a Go server again. The servers tell the user of a failure. */
  restartServer(server: NamedServer): Promise<void>;
  /** Shows the terminal of a Go server, if it has one. */
  showTerminal(server: NamedServer): void;
  /** Aborting the signal cancels the call, which then ends with CANCELLED. Rejects only if the runner is gone. */
  call(call: PanelCall, onEvent: (event: CallEvent) => void, signal: AbortSignal): Promise<CallEnd>;
  /** Shows where the method is declared. */
  revealMethod(method: string): Promise<void>;
  /** Shows the method in the user's Go, or the type that has to have it. */
  goToImplementation(method: string): Promise<void>;
  /** Shows the place of an error. */
  revealError(place: SourcePlace): Promise<void>;
}
