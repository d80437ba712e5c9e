/** The language server's process. `--stdio` serves any editor; VS Code starts it over IPC. */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { visible } from '../../../base/strings.ts';
import { inlineLittle } from '../../../host/engine.ts';
import { EXPLANATIONS_PAGE } from '../../../host/files/explanations.ts';
import { surviveRejections } from '../../../host/processes/rejections.ts';
import { LanguageServer } from '../core/languageServer.ts';
import { NodeMachine } from './nodeMachine.ts';
import { stdioConnection } from './stdio.ts';

const HELP = `The language server of gRPC Workbench for .proto files.

  node languageServer.js --stdio       speak LSP on standard input and output
  node languageServer.js --node-ipc    speak LSP over Node IPC
`;

if (process.argv.includes('--help')) {
  process.stdout.write(HELP);
} else {
  // V8 lets a heap grow to several times its live size before it collects garbage, and linking a large folder makes
  // much garbage. Earlier collection costs 5 % more CPU time and saves between a third and a half of the memory.
  setFlagsFromString('--heap-growing-percent=50');
  inlineLittle();
  const isStdio = process.argv.includes('--stdio');
  const connection = isStdio ? stdioConnection() : createConnection(ProposedFeatures.all);
  // If an editor refuses a request, or if one of our replies fails, the server must still send its other replies.
  surviveRejections((line) => connection.console.error(line));
  // The lines contain names from an untrusted folder.
  const log = (line: string): void => connection.console.warn(visible(line));
  const machine = new NodeMachine(join(__dirname, 'include'), join(__dirname, EXPLANATIONS_PAGE), log);
  new LanguageServer(connection, machine).listen();
}
