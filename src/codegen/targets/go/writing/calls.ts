/** Writes a Go call for each method kind. The client and the tests of a server use it. */
import { present } from '../../../../base/present.ts';
import type { DescField } from '@bufbuild/protobuf';
import { messageExpression, plainString, type GoMethod } from './services.ts';
import type { GoFile } from './writer.ts';

/** The Go code that a written call needs: its inputs, and what to do with its reply. */
export interface CallSite {
  /** A Go expression for the context of the call. */
  readonly context: string;
  /** A Go expression for the name in a request. It is used if the request has a name field. */
  readonly name: string;
  /** Go code that checks the variable `err` after a reply of the server. */
  readonly check: string;
  /** Go code that ends the function if the call could not reach the server. The reason is in the variable `err`. */
  readonly fail: string;
  /** Go code that uses the variable `reply`. */
  readonly take: string;
  /** Go code that leaves the function after the last reply. */
  readonly leave: string;
}

/** Returns the field of the request that takes a name, if there is such a field. */
export function nameField(method: GoMethod): DescField | undefined {
  return plainString(method.input.desc, 'name');
}

/** Whether the written code receives replies in a loop. Such a loop ends only when the function returns. */
export function repliesInStream({ kind }: GoMethod): boolean {
  return kind === 'server_streaming' || kind === 'bidi_streaming';
}

/** Writes a call of the method on `client`, up to its last reply. */
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
