/**
 * The type of a panel's webview. The activation events of package.json have it too, as
 * `onWebviewPanel:grpcWorkbench.panel`.
 */
export const PANEL_TYPE = 'grpcWorkbench.panel';
