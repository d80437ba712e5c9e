/** The page's end of the connection to the extension. */
import type { FromPanel, PanelState, ToPanel } from '../contract/panel/messages.ts';
import { readPanelState, readToPanel } from '../contract/panel/reader.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/**
 * Sends messages to the extension, receives its messages, and keeps the state that remains while the page is hidden.
 * Create only one, because VS Code throws an error at the second.
 */
export class Extension {
  readonly #api = acquireVsCodeApi();

  post(message: FromPanel): void {
    this.#api.postMessage(message);
  }

  listen(listener: (message: ToPanel) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = readToPanel(event.data);
      if (message !== undefined) listener(message);
    });
  }

  get state(): PanelState | undefined {
    return readPanelState(this.#api.getState());
  }

  set state(state: PanelState | undefined) {
    this.#api.setState(state);
  }
}
