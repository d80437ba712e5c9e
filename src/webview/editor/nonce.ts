/** The nonce of this page's content policy: the editor's style elements must carry it. Only readable while the script starts. */
export const pageNonce = document.currentScript?.nonce ?? '';
