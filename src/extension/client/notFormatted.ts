/**
 * Says why *Format Document* did nothing. VS Code does not tell an extension whether the user asked or the file is being
 * saved, so the words go into the status bar, where they are in nobody's way.
 */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { whyNotFormatted } from '../../contract/languageServer.ts';
import { showBriefly } from '../shared/notify.ts';

export async function sayWhyNotFormatted(client: LanguageClient, document: vscode.TextDocument): Promise<void> {
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const why = await client.sendRequest(whyNotFormatted, { uri });
  if (why === null) return;
  const { reason, line } = why;
  if (line === undefined) showBriefly(vscode.l10n.t('Not formatted. {0}', reason));
  else showBriefly(vscode.l10n.t('Not formatted. Line {0}: {1}', line, reason));
}
