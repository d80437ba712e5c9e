/** `client/main.go`: calls each method once and prints what comes back. */
import type { DescField } from '@bufbuild/protobuf';
import { lowerFirst, NameScope } from './names.ts';
import { messageExpression, plainString, type GoMethod, type GoService } from './services.ts';
import type { GoFile } from './writer.ts';

/** Names of the package that main.go declares besides one function a method. */
export const CLIENT_MAIN_NAMES = ['main', 'run', 'show'];

export const CLIENT_DOCUMENTATION = 'Command client calls each method once and prints what comes back.';

/** A method and the function that calls it. */
export interface ClientCall {
  readonly service: GoService;
  readonly method: GoMethod;
  readonly function: string;
}

/** `greeter.v1.Greeter/SayHello` */
export function methodPath({ service, method }: Pick<ClientCall, 'service' | 'method'>): string {
  return `${service.fullName}/${method.name}`;
}

export function clientCalls(services: readonly GoService[]): readonly ClientCall[] {
  const names = new NameScope(CLIENT_MAIN_NAMES);
  return services.flatMap((service) =>
    service.methods.map((method) => {
      const short = `${lowerFirst(service.goName)}${method.goName}`;
      return { service, method, function: names.take(short, `${service.package.name}${service.goName}${method.goName}`) };
    }),
  );
}

export function writeClientMain(file: GoFile, calls: readonly ClientCall[]): void {
  writeMain(file);
  writeRun(file, calls);
  for (const call of calls) writeCall(file, call);
  writeShow(file);
}

function writeMain(file: GoFile): void {
  const flag = (name: string): string => file.use('flag', name);
  const lines = [
    'func main() {',
    `\taddr := ${flag('String')}("addr", "127.0.0.1:50051", "address of the server, host:port")`,
    `\tname := ${flag('String')}("name", "world", "name to send in requests that have one")`,
    `\ttimeout := ${flag('Duration')}("timeout", 5*${file.use('time', 'Second')}, "deadline of each call")`,
    `\t${flag('Parse')}()`,
    '\tif err := run(*addr, *name, *timeout); err != nil {',
    `\t\t${file.use('log', 'Fatal')}(err)`,
    '\t}',
    '}',
  ];
  for (const line of lines) file.line(line);
}

function writeRun(file: GoFile, calls: readonly ClientCall[]): void {
  const grpc = (name: string): string => file.use('google.golang.org/grpc', name);
  const context = (name: string): string => file.use('context', name);
  const code = (name: string): string => file.use('google.golang.org/grpc/codes', name);
  const print = file.use('fmt', 'Println');
  const lines = [
    '',
    `func run(addr, name string, timeout ${file.use('time', 'Duration')}) error {`,
    '\t// Plaintext is for a server on this machine; others want credentials.NewTLS.',
    `\tconn, err := ${grpc('NewClient')}(addr, ${grpc('WithTransportCredentials')}(${file.use('google.golang.org/grpc/credentials/insecure', 'NewCredentials')}()))`,
    '\tif err != nil {',
    '\t\treturn err',
    '\t}',
    '\tdefer conn.Close()',
    '',
    '\tcalls := []struct {',
    '\t\tmethod string',
    `\t\tcall func(ctx ${context('Context')}, conn *${grpc('ClientConn')}, name string) error`,
    '\t}{',
    ...calls.map((call) => `\t\t{"${methodPath(call)}", ${call.function}},`),
    '\t}',
    '\tfailed := 0',
    '\tfor _, c := range calls {',
    `\t\t${print}(c.method)`,
    `\t\tctx, cancel := ${context('WithTimeout')}(${context('Background')}(), timeout)`,
    '\t\terr := c.call(ctx, conn, name)',
    '\t\tcancel()',
    `\t\tswitch ${file.use('google.golang.org/grpc/status', 'Code')}(err) {`,
    `\t\tcase ${code('OK')}:`,
    `\t\tcase ${code('Unimplemented')}:`,
    `\t\t\t${print}("  not implemented by the server")`,
    '\t\tdefault:',
    '\t\t\tfailed++',
    `\t\t\t${print}(" ", err)`,
    '\t\t}',
    '\t}',
    '\tif failed > 0 {',
    `\t\treturn ${file.use('fmt', 'Errorf')}("%d of %d calls failed", failed, len(calls))`,
    '\t}',
    '\treturn nil',
    '}',
  ];
  for (const line of lines) file.line(line);
}

function writeCall(file: GoFile, { service, method, function: name }: ClientCall): void {
  const parameters = `ctx ${file.use('context', 'Context')}, conn *${file.use('google.golang.org/grpc', 'ClientConn')}, name string`;
  file.line();
  file.comment(`${name} calls ${methodPath({ service, method })}.`);
  file.line(`func ${name}(${parameters}) error {`);
  file.line(`\tclient := ${file.ref(service.package, `New${service.goName}Client`)}(conn)`);
  for (const line of callLines(file, method)) file.line(`\t${line}`);
  file.line('}');
}

function callLines(file: GoFile, method: GoMethod): readonly string[] {
  const request = requestExpression(file, method);
  const fail = ['if err != nil {', '\treturn err', '}'];
  const open = (args: string): readonly string[] => [`stream, err := client.${method.goName}(${args})`, ...fail];
  // Send says io.EOF when the server has ended the call; why it did comes with the reply.
  const send = (): readonly string[] => [
    '// io.EOF means that the server has ended the call; receiving says why.',
    `if err := stream.Send(${request}); err != nil && !${file.use('errors', 'Is')}(err, ${file.use('io', 'EOF')}) {`,
    '\treturn err',
    '}',
  ];
  const receiveAll = (): readonly string[] => [
    'for {',
    '\treply, err := stream.Recv()',
    `\tif ${file.use('errors', 'Is')}(err, ${file.use('io', 'EOF')}) {`,
    '\t\treturn nil',
    '\t}',
    ...fail.map((line) => `\t${line}`),
    '\tshow(reply)',
    '}',
  ];
  switch (method.kind) {
    case 'unary':
      return [`reply, err := client.${method.goName}(ctx, ${request})`, ...fail, 'show(reply)', 'return nil'];
    case 'server_streaming':
      return [...open(`ctx, ${request}`), ...receiveAll()];
    case 'client_streaming':
      return [...open('ctx'), ...send(), 'reply, err := stream.CloseAndRecv()', ...fail, 'show(reply)', 'return nil'];
    case 'bidi_streaming':
      return [...open('ctx'), ...send(), 'if err := stream.CloseSend(); err != nil {', '\treturn err', '}', ...receiveAll()];
  }
}

function requestExpression(file: GoFile, method: GoMethod): string {
  const name: DescField | undefined = plainString(method.input.desc, 'name');
  return messageExpression(file, method.input, name === undefined ? undefined : { field: name, value: 'name' });
}

function writeShow(file: GoFile): void {
  file.line();
  file.line('// show prints a message as JSON.');
  file.line(`func show(message ${file.use('google.golang.org/protobuf/proto', 'Message')}) {`);
  file.line(`\t${file.use('fmt', 'Println')}(" ", ${file.use('google.golang.org/protobuf/encoding/protojson', 'MarshalOptions')}{}.Format(message))`);
  file.line('}');
}
