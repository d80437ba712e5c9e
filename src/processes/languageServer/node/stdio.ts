/**
 * Makes the connection over standard input and output. The library's own connection would make the JSON of a
 * LastingResult anew for each reply.
 */
import { Console } from 'node:console';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type Message,
} from 'vscode-languageserver/node';
import { LastingResult } from '../core/lastingResult.ts';

export function stdioConnection(): ProposedFeatures.Connection {
  // A line of text on standard output would break the protocol, so the console prints to standard error.
  globalThis.console = new Console(process.stderr);
  for (const event of ['end', 'close']) process.stdin.once(event, () => process.exit());
  const reader = new StreamMessageReader(process.stdin);
  const writer = new StreamMessageWriter(process.stdout, {
    contentTypeEncoder: {
      name: 'application/json',
      encode: (message) => new Promise((resolve) => resolve(encoded(message))),
    },
  });
  return createConnection(ProposedFeatures.all, reader, writer);
}

/** Returns the JSON of a message, in UTF-8. */
export function encoded(message: Message): Uint8Array {
  const { result, ...others } = message as Message & { readonly result?: unknown };
  if (!(result instanceof LastingResult)) return Buffer.from(JSON.stringify(message));
  const head = JSON.stringify(others).slice(0, -1);
  return Buffer.concat([Buffer.from(`${head},"result":`), result.json, Buffer.from('}')]);
}
