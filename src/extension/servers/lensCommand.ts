/**
 * The text and the command of a server's lens. Does not import `vscode`; other files turn it into a lens of VS Code.
 */

/** The command that a lens shows and runs. */
export interface LensCommand {
  readonly title: string;
  readonly command: string;
  readonly tooltip?: string;
  readonly arguments?: readonly unknown[];
}
