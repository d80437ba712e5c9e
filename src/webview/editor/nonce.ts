/**
 * The nonce of this page's content security policy, which the style elements of the editor must carry. A script can
 * read it only while it starts.
 */
export const pageNonce = document.currentScript?.nonce ?? '';
