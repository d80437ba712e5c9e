/** The language server's process. `--stdio` serves any editor; VS Code starts it over IPC. */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { visible } from '../../../base/strings.ts';
import { inlineLittle } from '../../../host/engine.ts';
import { surviveRejections } from '../../../host/processes/rejections.ts';
import { LanguageServer } from '../core/languageServer.ts';
import { NodeMachine } from './nodeMachine.ts';

const HELP = `The language server of gRPC Workbench for .proto files.

  node languageServer.js --stdio       speak LSP on standard input and output
  node languageServer.js --node-ipc    speak LSP over Node IPC
`;

if (process.argv.includes('--help')) {
  process.stdout.write(HELP);
} else {
  // V8 lets a heap grow to several times what is alive before it looks for garbage, and linking a large folder makes much
  // of it. Looking sooner costs a twentieth more CPU and takes a third to a half less memory.
  setFlagsFromString('--heap-growing-percent=50');
  inlineLittle();
  const connection = createConnection(ProposedFeatures.all);
  // An editor that refuses something, or a fault of ours in one answer, must not take all the others with it.
  surviveRejections((line) => connection.console.error(line));
  // The lines have names in them that came with a folder.
  const log = (line: string): void => connection.console.warn(visible(line));
  const machine = new NodeMachine(join(__dirname, 'include'), log);
  new LanguageServer(connection, machine).listen();
}
