/** Makes the code of a diagnostic a link to its explanation, as the language server does for its own diagnostics. */
import * as vscode from 'vscode';
import type { Explanations } from '../../host/files/explanations.ts';
import type { DiagnosticCode } from '../../text/diagnosticCodes.ts';

export function linkedCode(code: DiagnosticCode, explanations: Explanations): NonNullable<vscode.Diagnostic['code']> {
  const link = explanations.linkTo(code);
  if (link === undefined) return code;
  return { value: code, target: vscode.Uri.parse(link) };
}
