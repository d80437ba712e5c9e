/**
 * Handles LSP requests for signature help. In the value of an option, it shows the fields of the innermost message at
 * the cursor.
 */
import type {
  CancellationToken,
  Connection,
  SignatureHelp,
  SignatureHelpOptions,
  SignatureHelpParams,
} from 'vscode-languageserver';
import { signature, SIGNATURE_CHARACTERS } from '../../../language/completion/signature.ts';
import type { RequestContext } from './context.ts';
import { toSignatureHelp } from './conversions/signature.ts';
import { DOCUMENT, needing, POSITION } from './params.ts';
import { answerAt } from './places.ts';

/** The options for signature help that the server announces to the client. */
export const SIGNATURE_OPTIONS: SignatureHelpOptions = { triggerCharacters: [...SIGNATURE_CHARACTERS] };

/** Replies to `textDocument/signatureHelp`. */
export function handleSignatures(connection: Connection, context: RequestContext): void {
  connection.onSignatureHelp(
    needing([DOCUMENT, POSITION], async (params: SignatureHelpParams, token: CancellationToken) => {
      const found = await answerAt(context, params, token, ({ path, file, offset }): SignatureHelp | undefined => {
        const around = signature(context.workspace, path, file, offset);
        return around && toSignatureHelp(around);
      });
      return found ?? null;
    }),
  );
}
