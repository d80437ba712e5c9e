/** Writes `client/main.go`, which calls each method once and prints the replies. */
import { nameField, repliesInStream, writeCallOf, type CallSite } from './calls.ts';
import { lowerFirst, NameScope } from '../packages/names.ts';
import type { GoMethod, GoService } from './services.ts';
import { writeCertPool } from './tls.ts';
import type { GoFile } from './writer.ts';

/** The names that the client's main.go declares, besides one function per method. */
export const CLIENT_MAIN_NAMES = ['certPool', 'config', 'main', 'run', 'show'];

/** The package comment of the client's main.go. */
export const CLIENT_DOCUMENTATION = 'Command client calls each method once and prints what comes back.';

/** A method, and the name of the function that calls it. */
export interface ClientCall {
  readonly service: GoService;
  readonly method: GoMethod;
  readonly function: string;
}

/** Returns the path of a method, such as `greeter.v1.Greeter/SayHello`. */
export function methodPath({ service, method }: Pick<ClientCall, 'service' | 'method'>): string {
  return `${service.fullName}/${method.name}`;
}

/** Returns one call per method. Each call has a function with a unique name. */
export function clientCalls(services: readonly GoService[]): readonly ClientCall[] {
  const names = new NameScope(CLIENT_MAIN_NAMES);
  return services.flatMap((service) =>
    service.methods.map((method) => {
      const short = `${lowerFirst(service.goName)}${method.goName}`;
      return {
        service,
        method,
        function: names.take(short, `${service.package.name}${service.goName}${method.goName}`),
      };
    }),
  );
}

/** Writes the client's main.go after its imports. */
export function writeClientMain(file: GoFile, calls: readonly ClientCall[]): void {
  const greets = calls.some(({ method }) => nameField(method) !== undefined);
  writeConfig(file, greets);
  writeMain(file, greets);
  writeRun(file, calls);
  writeCredentials(file);
  writeCertPool(file);
  for (const call of calls) writeCall(file, call);
  writeShow(file);
}

function writeConfig(file: GoFile, greets: boolean): void {
  file.code(`
    type config struct {
      addr     string
      ${greets ? 'name string\n' : ''}timeout  ${file.use('time', 'Duration')}
      useTLS   bool
      caFile   string
      certFile string
      keyFile  string
    }`);
}

function writeMain(file: GoFile, greets: boolean): void {
  const flag = (name: string): string => file.use('flag', name);
  file.line();
  file.code(`
    func main() {
      var cfg config
      ${flag('StringVar')}(&cfg.addr, "addr", "127.0.0.1:50051", "address of the server, host:port")
      ${greets ? `${flag('StringVar')}(&cfg.name, "name", "world", "name to send in requests that have one")\n` : ''}${flag('DurationVar')}(&cfg.timeout, "timeout", 5*${file.use('time', 'Second')}, "deadline of each call")
      ${flag('BoolVar')}(&cfg.useTLS, "tls", false, "speak TLS; the other -tls flags imply it")
      ${flag('StringVar')}(&cfg.caFile, "tls-ca", "", "PEM file of the authorities to trust; without one those of the system")
      ${flag('StringVar')}(&cfg.certFile, "tls-cert", "", "PEM file of the client's certificate, for a server that asks for one")
      ${flag('StringVar')}(&cfg.keyFile, "tls-key", "", "PEM file of the certificate's private key")
      ${flag('Parse')}()
      if err := run(cfg); err != nil {
        ${file.use('log', 'Fatal')}(err)
      }
    }`);
}

function writeRun(file: GoFile, calls: readonly ClientCall[]): void {
  const grpc = (name: string): string => file.use('google.golang.org/grpc', name);
  const context = (name: string): string => file.use('context', name);
  const code = (name: string): string => file.use('google.golang.org/grpc/codes', name);
  const print = file.use('fmt', 'Println');
  file.line();
  file.code(`
    func run(cfg config) error {
      creds, err := cfg.credentials()
      if err != nil {
        return err
      }
      conn, err := ${grpc('NewClient')}(cfg.addr, ${grpc('WithTransportCredentials')}(creds))
      if err != nil {
        return err
      }
      defer conn.Close()

      calls := []struct {
        method string
        call func(ctx ${context('Context')}, conn *${grpc('ClientConn')}, cfg config) error
      }{
        ${calls.map((call) => `{"${methodPath(call)}", ${call.function}},`).join('\n')}
      }
      failed := 0
      for _, c := range calls {
        ${print}(c.method)
        ctx, cancel := ${context('WithTimeout')}(${context('Background')}(), cfg.timeout)
        err := c.call(ctx, conn, cfg)
        cancel()
        switch ${file.use('google.golang.org/grpc/status', 'Code')}(err) {
        case ${code('OK')}:
        case ${code('Unimplemented')}:
          ${print}("  not implemented by the server")
        default:
          failed++
          ${print}(" ", err)
        }
      }
      if failed > 0 {
        return ${file.use('fmt', 'Errorf')}("%d of %d calls failed", failed, len(calls))
      }
      return nil
    }`);
}

function writeCredentials(file: GoFile): void {
  const credentials = (name: string): string => file.use('google.golang.org/grpc/credentials', name);
  const tls = (name: string): string => file.use('crypto/tls', name);
  const fail = (flags: string): string => `return nil, ${file.use('fmt', 'Errorf')}("${flags}: %w", err)`;
  file.line();
  file.code(`
    // credentials are plaintext unless a flag asks for TLS.
    func (c config) credentials() (${credentials('TransportCredentials')}, error) {
      if !c.useTLS && c.caFile == "" && c.certFile == "" && c.keyFile == "" {
        return ${file.use('google.golang.org/grpc/credentials/insecure', 'NewCredentials')}(), nil
      }
      tlsConfig := &${tls('Config')}{}
      if c.caFile != "" {
        pool, err := certPool(c.caFile)
        if err != nil {
          ${fail('-tls-ca')}
        }
        tlsConfig.RootCAs = pool
      }
      if (c.certFile == "") != (c.keyFile == "") {
        return nil, ${file.use('errors', 'New')}("a client's certificate needs both -tls-cert and -tls-key")
      }
      if c.certFile != "" {
        certificate, err := ${tls('LoadX509KeyPair')}(c.certFile, c.keyFile)
        if err != nil {
          ${fail('-tls-cert and -tls-key')}
        }
        tlsConfig.Certificates = []${tls('Certificate')}{certificate}
      }
      return ${credentials('NewTLS')}(tlsConfig), nil
    }`);
}

const SITE: CallSite = {
  context: 'ctx',
  name: 'cfg.name',
  check: 'if err != nil {\nreturn err\n}',
  fail: 'return err',
  take: 'show(reply)',
  leave: 'return nil',
};

function writeCall(file: GoFile, { service, method, function: name }: ClientCall): void {
  const config = nameField(method) === undefined ? '_' : 'cfg';
  const parameters = `ctx ${file.use('context', 'Context')}, conn *${file.use('google.golang.org/grpc', 'ClientConn')}, ${config} config`;
  file.line();
  file.comment(`${name} calls ${methodPath({ service, method })}.`);
  file.line(`func ${name}(${parameters}) error {`);
  file.line(`client := ${file.ref(service.package, `New${service.goName}Client`)}(conn)`);
  writeCallOf(file, method, SITE);
  if (!repliesInStream(method)) file.line(SITE.leave);
  file.line('}');
}

function writeShow(file: GoFile): void {
  file.line();
  file.line('// show prints a message as JSON.');
  file.line(`func show(message ${file.use('google.golang.org/protobuf/proto', 'Message')}) {`);
  file.line(
    `\t${file.use('fmt', 'Println')}(" ", ${file.use('google.golang.org/protobuf/encoding/protojson', 'MarshalOptions')}{}.Format(message))`,
  );
  file.line('}');
}
