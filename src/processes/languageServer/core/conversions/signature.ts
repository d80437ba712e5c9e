/** The fields of a message literal, as the parameters of a function. */
import type { ParameterInformation, SignatureHelp } from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { Signature } from '../../../../language/completion/signature.ts';
import { markdownOf } from './markup.ts';

/** A message as a function's signature: editors know nothing closer. */
export function toSignatureHelp(found: Signature): SignatureHelp {
  const { label, documentation, fields, active, activeDocumentation } = found;
  const parameters = fields.map(
    ({ start, end }, index): ParameterInformation =>
      defined({
        label: [start, end] as [number, number],
        documentation: index === active ? markdownOf(activeDocumentation) : undefined,
      }),
  );
  const signature = defined({ label, documentation: markdownOf(documentation), parameters });
  return { signatures: [signature], activeSignature: 0, activeParameter: active };
}
