/** Writes Go calls for each kind of method. The client and the tests of a server share it. */
import { present } from '../../../../base/present.ts';
import type { DescField } from '@bufbuild/protobuf';
import { messageExpression, plainString, type GoMethod } from './services.ts';
import type { GoFile } from './writer.ts';

/** What surrounds a call, as lines of Go. */
export interface CallSite {
  /** The context of the call. */
  readonly context: string;
  /** The name to send in requests that have a name field. */
  readonly name: string;
  /** Checks `err` from the server's reply. */
  readonly check: string;
  /** Ends the function with an `err` from a call that did not reach the server. */
  readonly fail: string;
  /** Uses `reply`. */
  readonly take: string;
  /** Leaves the function after the last reply. */
  readonly leave: string;
}

/** The request field for the name. */
export function nameField(method: GoMethod): DescField | undefined {
  return plainString(method.input.desc, 'name');
}

/** Whether replies are received in a loop that ends only when the function returns. */
export function repliesInStream({ kind }: GoMethod): boolean {
  return kind === 'server_streaming' || kind === 'bidi_streaming';
}

/** Calls `client` once, up to the last reply. */
export function writeCallOf(file: GoFile, method: GoMethod, site: CallSite): void {
  const field = nameField(method);
  const request = messageExpression(file, method.input, field && { field, value: site.name });
  const open = (request?: string): string =>
    `stream, err := client.${method.goName}(${present(site.context, request).join(', ')})\n${site.check}`;
  switch (method.kind) {
    case 'unary':
      file.code(`reply, err := client.${method.goName}(${site.context}, ${request})\n${site.check}\n${site.take}`);
      break;
    case 'server_streaming':
      file.code(`${open(request)}\n${receiveAll(file, site)}`);
      break;
    case 'client_streaming':
      file.code(
        `${open()}\n${send(file, request, site)}\nreply, err := stream.CloseAndRecv()\n${site.check}\n${site.take}`,
      );
      break;
    case 'bidi_streaming':
      file.code(
        `${open()}\n${send(file, request, site)}\nif err := stream.CloseSend(); err != nil {\n${site.fail}\n}\n${receiveAll(file, site)}`,
      );
      break;
  }
}

function send(file: GoFile, request: string, { fail }: CallSite): string {
  return `
    // io.EOF means that the server has ended the call; receiving says why.
    if err := stream.Send(${request}); err != nil && !${isEnd(file)} {
      ${fail}
    }`.trim();
}

function receiveAll(file: GoFile, { check, take, leave }: CallSite): string {
  return `
    for {
      reply, err := stream.Recv()
      if ${isEnd(file)} {
        ${leave}
      }
      ${check}
      ${take}
    }`.trim();
}

function isEnd(file: GoFile): string {
  return `${file.use('errors', 'Is')}(err, ${file.use('io', 'EOF')})`;
}
