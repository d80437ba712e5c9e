/** What the diagnostics of the language server and of the extension have in common. */

/** The source that the Problems view shows with each diagnostic of ours. */
export const DIAGNOSTIC_SOURCE = 'grpc-workbench';
