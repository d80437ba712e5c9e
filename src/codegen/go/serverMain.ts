/** `server/main.go`: wires the services together and holds nothing else. */
import type { GoService } from './services.ts';
import type { GoFile } from './writer.ts';

/** Names of the package that main.go declares. */
export const SERVER_MAIN_NAMES = ['main', 'run', 'shutdown', 'defaultAddr'];

export const SERVER_DOCUMENTATION = `Command server serves the services of this folder over gRPC.

It listens on 127.0.0.1:50051, or on what -addr or the variable GRPC_ADDR says.`;

/** A service, and the type of this package that implements it. */
export interface Registration {
  readonly service: GoService;
  readonly type: string;
}

export function writeServerMain(file: GoFile, registrations: readonly Registration[]): void {
  const grpc = (name: string): string => file.use('google.golang.org/grpc', name);
  const lines = (...texts: string[]): void => texts.forEach((text) => file.line(text));
  const healthpb = (name: string): string => file.ref({ importPath: 'google.golang.org/grpc/health/grpc_health_v1', name: 'healthpb' }, name);

  lines(
    'func main() {',
    `\taddr := ${file.use('flag', 'String')}("addr", defaultAddr(), "address to listen on, host:port")`,
    `\t${file.use('flag', 'Parse')}()`,
    `\tctx, stop := ${file.use('os/signal', 'NotifyContext')}(${file.use('context', 'Background')}(), ${file.use('os', 'Interrupt')}, ${file.use('syscall', 'SIGTERM')})`,
    '\terr := run(ctx, *addr)',
    '\tstop()',
    '\tif err != nil {',
    `\t\t${file.use('log', 'Fatal')}(err)`,
    '\t}',
    '}',
    '',
    '// defaultAddr is on the loopback interface: nobody else can reach it.',
    'func defaultAddr() string {',
    `\tif addr := ${file.use('os', 'Getenv')}("GRPC_ADDR"); addr != "" {`,
    '\t\treturn addr',
    '\t}',
    '\treturn "127.0.0.1:50051"',
    '}',
    '',
    '// run serves until ctx is done.',
    `func run(ctx ${file.use('context', 'Context')}, addr string) error {`,
    `\tlistener, err := ${file.use('net', 'Listen')}("tcp", addr)`,
    '\tif err != nil {',
    '\t\treturn err',
    '\t}',
    `\tserver := ${grpc('NewServer')}()`,
  );
  for (const { service, type } of registrations) lines(`\t${registration(file, service)}(server, &${type}{})`);
  lines(
    `\thealthServer := ${file.use('google.golang.org/grpc/health', 'NewServer')}()`,
    `\t${healthpb('RegisterHealthServer')}(server, healthServer)`,
    `\t${file.use('google.golang.org/grpc/reflection', 'Register')}(server)`,
    '\tfor name := range server.GetServiceInfo() {',
    `\t\thealthServer.SetServingStatus(name, ${healthpb('HealthCheckResponse_SERVING')})`,
    '\t}',
    '',
    '\tfailed := make(chan error, 1)',
    '\tgo func() { failed <- server.Serve(listener) }()',
    `\t${file.use('fmt', 'Println')}("listening on", listener.Addr())`,
    '\tselect {',
    '\tcase err := <-failed:',
    '\t\treturn err',
    '\tcase <-ctx.Done():',
    '\t\thealthServer.Shutdown()',
    `\t\tshutdown(server, 5*${file.use('time', 'Second')})`,
    '\t\treturn nil',
    '\t}',
    '}',
    '',
    '// shutdown lets running calls finish, but only for a while: an open stream may never end by itself.',
    `func shutdown(server *${grpc('Server')}, grace ${file.use('time', 'Duration')}) {`,
    `\ttimer := ${file.use('time', 'AfterFunc')}(grace, server.Stop)`,
    '\tdefer timer.Stop()',
    '\tserver.GracefulStop()',
    '}',
  );
}

/** The function that registers a service. */
function registration(file: GoFile, service: GoService): string {
  return file.ref(service.package, `Register${service.goName}Server`);
}
