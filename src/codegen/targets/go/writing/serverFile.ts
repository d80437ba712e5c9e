/** Writes `server/<service>.go`: the file that the user completes, with one method per rpc. */
import type { GoMethod, GoService } from './services.ts';
import { getter, messageExpression, plainString } from './services.ts';
import type { GoFile } from './writer.ts';

/** Writes the type of a server, a check that the type has all methods, and the methods. */
export function writeServer(file: GoFile, service: GoService, type: string): void {
  file.comment(`${type} implements ${service.fullName}.`);
  if (service.comment !== '') file.comment(`\n${service.comment}`);
  file.line(`type ${type} struct {`);
  file.line(`\t${file.ref(service.package, `Unimplemented${service.goName}Server`)}`);
  file.line('}');
  file.line();
  file.line(`var _ ${file.ref(service.package, `${service.goName}Server`)} = (*${type})(nil)`);
  for (const method of service.methods) {
    file.line();
    writeMethod(file, method, { name: 's', type: `*${type}` });
  }
}

/** The receiver of new methods, as the type's existing methods write it. */
export interface Receiver {
  readonly name: string;
  /** The type of the receiver, such as `*Greeter`. */
  readonly type: string;
}

/** Writes a method that returns a greeting, or the status UNIMPLEMENTED. */
export function writeMethod(file: GoFile, method: GoMethod, receiver: Receiver): void {
  file.comment(method.comment);
  file.line(`func (${receiver.name} ${receiver.type}) ${method.goName}${signature(file, method)} {`);
  file.line(`\treturn ${result(file, method)}`);
  file.line('}');
}

/** The names of a method's parameters in Go. */
export interface ParameterNames {
  readonly ctx: string;
  readonly req: string;
  readonly stream: string;
}

const NAMES: ParameterNames = { ctx: 'ctx', req: 'req', stream: 'stream' };

/** Returns the parameters and results of a method, as the generated interface has them. */
export function signature(file: GoFile, method: GoMethod, { ctx, req, stream: name } = NAMES): string {
  const request = file.ref(method.input.package, method.input.goName);
  const reply = file.ref(method.output.package, method.output.goName);
  const stream = (type: string, types: string): string => `${file.use('google.golang.org/grpc', type)}[${types}]`;
  switch (method.kind) {
    case 'unary':
      return `(${ctx} ${file.use('context', 'Context')}, ${req} *${request}) (*${reply}, error)`;
    case 'server_streaming':
      return `(${req} *${request}, ${name} ${stream('ServerStreamingServer', reply)}) error`;
    case 'client_streaming':
      return `(${name} ${stream('ClientStreamingServer', `${request}, ${reply}`)}) error`;
    case 'bidi_streaming':
      return `(${name} ${stream('BidiStreamingServer', `${request}, ${reply}`)}) error`;
  }
}

function result(file: GoFile, method: GoMethod): string {
  const name = plainString(method.input.desc, 'name');
  const message = plainString(method.output.desc, 'message');
  if (method.greets && name !== undefined && message !== undefined) {
    return `${messageExpression(file, method.output, { field: message, value: `"Hello " + ${getter('req', name)}` })}, nil`;
  }
  const status = file.use('google.golang.org/grpc/status', 'Error');
  const code = file.use('google.golang.org/grpc/codes', 'Unimplemented');
  const error = `${status}(${code}, "method ${method.name} not implemented")`;
  if (method.kind === 'unary') return `nil, ${error}`;
  return error;
}
