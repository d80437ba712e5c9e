/** What a lens of a server says and does. It knows nothing of `vscode`, whose lenses are made of it. */

/** The command of a lens. */
export interface LensCommand {
  readonly title: string;
  readonly command: string;
  readonly tooltip?: string;
  readonly arguments?: readonly unknown[];
}
