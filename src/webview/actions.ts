/** The actions of the user in the panel. Views call these functions, and the panel element implements them. */
import type { HistoryEntry, MetadataRow, NamedServer, TargetChoice } from '../contract/panel/messages.ts';
import type { Target } from '../contract/calls.ts';
import type { LoggedMessage } from './messageStore.ts';

/**
 * The function for each control of the panel. Indexes are zero-based, and `share` has the same unit as `split` of
 * PanelView.
 */
export interface PanelActions {
  setTarget(choice: TargetChoice): void;
  /** Chooses another target, and sends the request to it. */
  sendTo(choice: TargetChoice): void;
  /** Starts the chosen server, which is not running. */
  startServer(server: NamedServer): void;
  /** Builds and starts the Go server again. */
  restartServer(server: NamedServer): void;
  showTerminal(server: NamedServer): void;
  setSecurity(security: Target['security']): void;
  send(): void;
  cancel(): void;
  reveal(): void;
  goToImplementation(): void;
  /** Opens the place of the error that makes the schema unusable, or that stopped the last call. */
  goToError(of: 'schema' | 'call'): void;
  /** Moves the focus to the field that keeps the request from being sent. */
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
  /** Copies the whole reply, or all replies of a stream. */
  copy(): void;
  save(): void;
  resize(share: number): void;
  toggleHistory(): void;
  restore(entry: HistoryEntry): void;
  clearHistory(): void;
}
