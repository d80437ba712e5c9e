/** The HTML that a panel loads first. It has no inline script or style, and loads nothing from the network. */

/** The values that the HTML of a panel contains. */
export interface PanelPage {
  /** The source of the webview's own files, for the content security policy. */
  readonly cspSource: string;
  /** A random value that only this page uses. */
  readonly nonce: string;
  /** The language of the page, such as `en` or `pt-br`. */
  readonly language: string;
  readonly title: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconsUri: string;
}

/** Returns the HTML of a page, with each value escaped. */
export function panelHtml(page: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${page.nonce}'`,
    // The editor's style elements carry the nonce. The other components use constructed style sheets, which need no
    // permission.
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
