/**
 * Shows in the language status of .proto documents whether the language server reads files, is ready or is not running.
 */
import * as vscode from 'vscode';
import type { Reading } from '../../contract/languageServer.ts';
import type { SchemaClient } from './languageClient.ts';

/** Shows the state of the client's language server until it is disposed of. */
export function createLanguageStatus(client: SchemaClient): vscode.Disposable {
  const status = vscode.languages.createLanguageStatusItem('grpcWorkbench.languageServer', [
    { language: 'proto' },
    { language: 'proto3' },
  ]);
  status.name = vscode.l10n.t('gRPC Workbench: .proto Files');
  status.text = vscode.l10n.t('Reading .proto files…');
  status.busy = true;
  const listening = [
    client.onDidRead((reading) => showReading(status, reading)),
    client.onDidFail((message) => showFailure(status, message)),
  ];
  return vscode.Disposable.from(status, ...listening);
}

function showReading(status: vscode.LanguageStatusItem, { total, left }: Reading): void {
  status.severity = vscode.LanguageStatusSeverity.Information;
  status.busy = left > 0;
  status.text = left > 0 ? readingWords({ total, left }) : readWords(total);
  status.detail = '';
  status.command = undefined;
}

function showFailure(status: vscode.LanguageStatusItem, message: string): void {
  status.severity = vscode.LanguageStatusSeverity.Error;
  status.busy = false;
  status.text = vscode.l10n.t('The schema is unknown');
  status.detail = message;
  status.command = { command: 'grpcWorkbench.restartLanguageServer', title: vscode.l10n.t('Restart') };
}

/** The text of the status and of the schema view while the language server reads files. */
export function readingWords({ total, left }: Reading): string {
  return vscode.l10n.t('Reading {0} files… ({1} read)', total, total - left);
}

function readWords(total: number): string {
  if (total === 1) return vscode.l10n.t('1 .proto file');
  return vscode.l10n.t('{0} .proto files', total);
}
