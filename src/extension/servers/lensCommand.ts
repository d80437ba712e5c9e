/** What a lens of a server says and does. It knows nothing of `vscode`; other files make VS Code's lenses from it. */

/** The command of a lens. */
export interface LensCommand {
  readonly title: string;
  readonly command: string;
  readonly tooltip?: string;
  readonly arguments?: readonly unknown[];
}
