/** Converts the fields of a message literal to the parameters of a function. */
import type { ParameterInformation, SignatureHelp } from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { Signature } from '../../../../language/completion/signature.ts';
import { markdownOf } from './markup.ts';

/** Converts a message to the signature of a function, because editors have nothing closer to a message literal. */
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
