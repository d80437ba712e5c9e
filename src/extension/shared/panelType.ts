/** The type of a panel's webview. Also in package.json's activation events, as `onWebviewPanel:grpcWorkbench.panel`. */
export const PANEL_TYPE = 'grpcWorkbench.panel';
