/**
 * Writes `server/<service>_test.go` and `server/main_test.go`. The first has one test per rpc, which fails until the
 * user implements the method. The second has the helpers for all tests. Both files belong to the user, as the server
 * does.
 */
import { repliesInStream, writeCallOf, type CallSite } from './calls.ts';
import { registerFunction } from './serverMain.ts';
import { getter, plainString, type GoMethod, type GoService } from './services.ts';
import type { GoFile } from './writer.ts';

/** The names that main_test.go declares. */
export const TEST_SUPPORT_NAMES = ['callContext', 'checkCall', 'serveInMemory'];

/** A server to test: its service, its type, and its file as messages name it. */
export interface TestedServer {
  readonly service: GoService;
  readonly type: string;
  readonly file: string;
}

/** Returns the name of the function that creates a client of the service. Each test file declares one. */
export function dialFunction(type: string): string {
  return `dial${upperFirst(type)}`;
}

/** Returns the name of the test for a method, such as `TestGreeter_SayHello`. */
export function testFunction(type: string, method: GoMethod): string {
  return `Test${upperFirst(type)}_${method.goName}`;
}

/** Returns the names that the tests of a service declare. */
export function testNames({ service, type }: TestedServer): readonly string[] {
  return [dialFunction(type), ...service.methods.map((method) => testFunction(type, method))];
}

/** Writes the tests of a server, and the function that creates their client. */
export function writeServerTest(file: GoFile, server: TestedServer): void {
  const { service, type } = server;
  const client = file.ref(service.package, `${service.goName}Client`);
  file.code(`
    func ${dialFunction(type)}(t *${file.use('testing', 'T')}) ${client} {
      t.Helper()
      return ${file.ref(service.package, `New${service.goName}Client`)}(serveInMemory(t, func(server *${file.use('google.golang.org/grpc', 'Server')}) {
        ${registerFunction(file, service)}(server, &${type}{})
      }))
    }`);
  for (const method of service.methods) {
    file.line();
    writeTest(file, server, method);
  }
}

/** Writes the test of one method. */
export function writeTest(file: GoFile, server: TestedServer, method: GoMethod): void {
  const site: CallSite = {
    context: 'callContext(t)',
    name: '"world"',
    check: `checkCall(t, "${server.file}", err)`,
    fail: 't.Fatal(err)',
    take: takeReply(method),
    leave: 'return',
  };
  file.line(`func ${testFunction(server.type, method)}(t *${file.use('testing', 'T')}) {`);
  file.line(`client := ${dialFunction(server.type)}(t)`);
  writeCallOf(file, method, site);
  file.line('}');
}

/** Returns code that checks a reply. We know only the text of a greeting, so the test logs any other reply. */
function takeReply(method: GoMethod): string {
  const message = method.greets && !repliesInStream(method) ? plainString(method.output.desc, 'message') : undefined;
  if (message === undefined) return 't.Log(reply)';
  return `
    if got, want := ${getter('reply', message)}, "Hello world"; got != want {
      t.Errorf("${method.goName} replied %q, want %q", got, want)
    }`.trim();
}

/** Writes the helpers that all tests of a package share. */
export function writeTestSupport(file: GoFile): void {
  writeDialServer(file);
  writeCallContext(file);
  writeCheckCall(file);
}

function writeDialServer(file: GoFile): void {
  const grpc = (name: string): string => file.use('google.golang.org/grpc', name);
  const context = file.use('context', 'Context');
  file.code(`
    // serveInMemory serves what register registers until the test ends, and connects to it.
    func serveInMemory(t *${file.use('testing', 'T')}, register func(*${grpc('Server')})) *${grpc('ClientConn')} {
      t.Helper()
      listener := ${file.use('google.golang.org/grpc/test/bufconn', 'Listen')}(1 << 20)
      server := ${grpc('NewServer')}()
      register(server)
      go server.Serve(listener)
      t.Cleanup(server.Stop)
      conn, err := ${grpc('NewClient')}("passthrough:///bufconn",
        ${grpc('WithTransportCredentials')}(${file.use('google.golang.org/grpc/credentials/insecure', 'NewCredentials')}()),
        ${grpc('WithContextDialer')}(func(ctx ${context}, _ string) (${file.use('net', 'Conn')}, error) {
          return listener.DialContext(ctx)
        }),
      )
      if err != nil {
        t.Fatal(err)
      }
      t.Cleanup(func() { conn.Close() })
      return conn
    }`);
}

function writeCallContext(file: GoFile): void {
  const context = (name: string): string => file.use('context', name);
  file.line();
  file.code(`
    // callContext gives a call a few seconds.
    func callContext(t *${file.use('testing', 'T')}) ${context('Context')} {
      ctx, cancel := ${context('WithTimeout')}(${context('Background')}(), 5*${file.use('time', 'Second')})
      t.Cleanup(cancel)
      return ctx
    }`);
}

function writeCheckCall(file: GoFile): void {
  const status = (name: string): string => file.use('google.golang.org/grpc/status', name);
  file.line();
  file.code(`
    // checkCall ends the test if a call has failed, and says where to write a method that nobody wrote yet.
    func checkCall(t *${file.use('testing', 'T')}, file string, err error) {
      t.Helper()
      if ${status('Code')}(err) == ${file.use('google.golang.org/grpc/codes', 'Unimplemented')} {
        t.Fatalf("%s: write it in %s", ${status('Convert')}(err).Message(), file)
      }
      if err != nil {
        t.Fatal(err)
      }
    }`);
}

function upperFirst(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
