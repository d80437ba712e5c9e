/** What the user can do in the panel. Views call these functions; the panel element carries them out. */
import type { HistoryEntry, MetadataRow, NamedServer, TargetChoice } from '../contract/panel/messages.ts';
import type { Target } from '../contract/calls.ts';
import type { LoggedMessage } from './messageStore.ts';

/** One function per control of the panel. Indexes are zero-based; `share` is the `split` of PanelView. */
export interface PanelActions {
  setTarget(choice: TargetChoice): void;
  /** Chooses another target, and sends the request to it. */
  sendTo(choice: TargetChoice): void;
  /** Starts the chosen server, which does not run. */
  startServer(server: NamedServer): void;
  /** Builds and starts the Go server again. */
  restartServer(server: NamedServer): void;
  showTerminal(server: NamedServer): void;
  setSecurity(security: Target['security']): void;
  send(): void;
  cancel(): void;
  reveal(): void;
  goToImplementation(): void;
  /** Goes to the error that makes the schema unusable, or that stopped the last call. */
  goToError(of: 'schema' | 'call'): void;
  /** Goes to the field that stops the request. */
  mend(field: 'target' | 'metadata' | 'deadline'): void;
  forgetTarget(address: string): void;
  setBody(text: string): void;
  restoreExample(): void;
  showMessage(index: number): void;
  addMessage(): void;
  removeMessage(index: number): void;
  setMetadata(rows: readonly MetadataRow[]): void;
  setDeadline(text: string): void;
  selectLogged(message: LoggedMessage | undefined): void;
  showInBody(): void;
  /** The whole reply, or all messages of a stream. */
  copy(): void;
  save(): void;
  resize(share: number): void;
  toggleHistory(): void;
  restore(entry: HistoryEntry): void;
  clearHistory(): void;
}
