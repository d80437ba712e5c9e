/**
 * Adds the last answer of a panel to the hover of its rpc. The language server has no answers, so this is a second
 * hover, which VS Code shows below the first one.
 */
import * as vscode from 'vscode';
import type { SourceRange } from '../../contract/schemaNode.ts';
import type { NameInFile } from '../../contract/languageServer.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { PROTO } from '../go/protoSymbols.ts';
import type { LastAnswer, LastAnswers } from './lastAnswers.ts';

const SEND = 'grpcWorkbench.sendRequest';

export function registerAnswerHover(client: SchemaClient, answers: LastAnswers): vscode.Disposable {
  return vscode.languages.registerHoverProvider(PROTO, {
    provideHover: (document, position) => hoverAt(client, answers, document, position),
  });
}

async function hoverAt(
  client: SchemaClient,
  answers: LastAnswers,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const word = document.getWordRangeAtPosition(position);
  // Most hovers are about a word that is not the name of a called method. They need no request.
  if (word === undefined || !answers.hasNamed(document.getText(word))) return undefined;
  const uri = document.uri.toString();
  const parts = await client.servicesIn(uri);
  const found = parts.find(({ kind, name }) => kind === 'method' && rangeOf(name).contains(position));
  if (found === undefined) return undefined;
  const method = found.fullName.replace(/\.(?=[^.]*$)/, '/');
  const answer = answers.of(method, document.uri.fsPath);
  return answer && new vscode.Hover(contentOf(answer, { name: method, file: uri }), rangeOf(found.name));
}

/**
 * The content of the hover. The reply is in a code block, because a link, a picture or a command in it must not work.
 */
function contentOf(answer: LastAnswer, subject: NameInFile): vscode.MarkdownString {
  const { status, code, time, duration, received, excerpt } = answer;
  const content = new vscode.MarkdownString();
  content.isTrusted = { enabledCommands: [SEND] };
  const at = new Date(time).toLocaleTimeString(vscode.env.language);
  content.appendText(
    vscode.l10n.t('Last call: {0} ({1}) at {2}, after {3} ms', status, code, at, Math.round(duration)),
  );
  if (received > 1) content.appendText(` · ${vscode.l10n.t('the last of {0} replies', received)}`);
  if (excerpt !== '') content.appendCodeblock(excerpt, received > 0 ? 'json' : 'text');
  const argument = encodeURIComponent(JSON.stringify([subject]));
  content.appendMarkdown(`\n\n[${vscode.l10n.t('Show Panel')}](command:${SEND}?${argument})`);
  return content;
}

function rangeOf({ startLine, startCharacter, endLine, endCharacter }: SourceRange): vscode.Range {
  return new vscode.Range(startLine, startCharacter, endLine, endCharacter);
}
