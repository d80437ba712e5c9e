/** The first HTML of a panel. It has no inline script or style, and loads nothing from the network. */

/** The values that the page is made from. */
export interface PanelPage {
  /** The webview's own source for the content policy. */
  readonly cspSource: string;
  /** Random, for this page alone. */
  readonly nonce: string;
  /** For example `en` or `pt-br`. */
  readonly language: string;
  readonly title: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconsUri: string;
}

/** The HTML. It escapes each value. */
export function panelHtml(page: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${page.nonce}'`,
    // The editor's own style elements carry the nonce; components use constructed style sheets.
    `style-src ${page.cspSource} 'nonce-${page.nonce}'`,
    `font-src ${page.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escape(page.language)}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(page.title)}</title>
    <link rel="stylesheet" href="${escape(page.codiconsUri)}" id="vscode-codicon-stylesheet">
    <link rel="stylesheet" href="${escape(page.styleUri)}">
  </head>
  <body>
    <grpc-panel></grpc-panel>
    <script nonce="${page.nonce}" src="${escape(page.scriptUri)}"></script>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
