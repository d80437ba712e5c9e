/** Writes `server/main.go`, which registers the services and starts the server. */
import type { GoService } from './services.ts';
import { writeCertPool } from './tls.ts';
import type { GoFile } from './writer.ts';

/** The names that the server's main.go declares. */
export const SERVER_MAIN_NAMES =
  `certPool config gracePeriod logCall logStream logUnary main recovered recoverStream recoverUnary run shutdown
  stringFlag`.split(/\s+/);

/** The package comment of the server's main.go. */
export const SERVER_DOCUMENTATION = `Command server serves the services of this folder over gRPC.

Flags say where it listens and with which certificates, or else environment variables do; see -help.`;

/** A service, and the type in the server's package that implements it. */
export interface Registration {
  readonly service: GoService;
  readonly type: string;
}

/** Writes the server's main.go after its imports. */
export function writeServerMain(file: GoFile, registrations: readonly Registration[]): void {
  writeConfig(file);
  writeMain(file);
  writeStringFlag(file);
  writeRun(file, registrations);
  writeShutdown(file);
  writeCredentials(file);
  writeCertPool(file);
  writeLogging(file);
  writeRecovery(file);
}

function writeConfig(file: GoFile): void {
  file.code(`
    // gracePeriod is how long calls may go on after the server was told to stop.
    const gracePeriod = 5 * ${file.use('time', 'Second')}

    type config struct {
      addr         string
      certFile     string
      keyFile      string
      clientCAFile string
    }`);
}

function writeMain(file: GoFile): void {
  const slog = (name: string): string => file.use('log/slog', name);
  file.line();
  file.code(`
    func main() {
      var cfg config
      stringFlag(&cfg.addr, "addr", "127.0.0.1:50051", "address to listen on, host:port")
      stringFlag(&cfg.certFile, "tls-cert", "", "PEM file of the server's certificate; without one it speaks plaintext")
      stringFlag(&cfg.keyFile, "tls-key", "", "PEM file of the certificate's private key")
      stringFlag(&cfg.clientCAFile, "tls-client-ca", "", "PEM file of the authorities that clients' certificates must come from (mTLS)")
      ${file.use('flag', 'Parse')}()

      ctx, stop := ${file.use('os/signal', 'NotifyContext')}(${file.use('context', 'Background')}(), ${file.use('os', 'Interrupt')}, ${file.use('syscall', 'SIGTERM')})
      // The first signal asks the server to stop; a second one ends it at once.
      ${file.use('context', 'AfterFunc')}(ctx, stop)
      if err := run(ctx, cfg); err != nil {
        ${slog('Error')}("server failed", "error", err)
        ${file.use('os', 'Exit')}(1)
      }
    }`);
}

function writeStringFlag(file: GoFile): void {
  const strings = (name: string): string => file.use('strings', name);
  file.line();
  file.code(`
    // stringFlag defines a flag with an environment variable as its default: GRPC_TLS_CERT for -tls-cert.
    func stringFlag(p *string, name, value, usage string) {
      variable := "GRPC_" + ${strings('ToUpper')}(${strings('ReplaceAll')}(name, "-", "_"))
      if env := ${file.use('os', 'Getenv')}(variable); env != "" {
        value = env
      }
      ${file.use('flag', 'StringVar')}(p, name, value, usage+" ($"+variable+")")
    }`);
}

function writeRun(file: GoFile, registrations: readonly Registration[]): void {
  const grpc = (name: string): string => file.use('google.golang.org/grpc', name);
  const healthpb = (name: string): string =>
    file.ref({ importPath: 'google.golang.org/grpc/health/grpc_health_v1', name: 'healthpb' }, name);
  file.line();
  file.code(`
    // run serves until ctx is done.
    func run(ctx ${file.use('context', 'Context')}, cfg config) error {
      creds, err := cfg.credentials()
      if err != nil {
        return err
      }
      listener, err := ${file.use('net', 'Listen')}("tcp", cfg.addr)
      if err != nil {
        return err
      }
      server := ${grpc('NewServer')}(
        ${grpc('Creds')}(creds),
        ${grpc('ChainUnaryInterceptor')}(logUnary, recoverUnary),
        ${grpc('ChainStreamInterceptor')}(logStream, recoverStream),
      )
      ${registrations.map(({ service, type }) => `${registerFunction(file, service)}(server, &${type}{})`).join('\n')}
      ${file.use('google.golang.org/grpc/reflection', 'Register')}(server)
      healthServer := ${file.use('google.golang.org/grpc/health', 'NewServer')}()
      ${healthpb('RegisterHealthServer')}(server, healthServer)
      for name := range server.GetServiceInfo() {
        healthServer.SetServingStatus(name, ${healthpb('HealthCheckResponse_SERVING')})
      }

      failed := make(chan error, 1)
      go func() { failed <- server.Serve(listener) }()
      ${file.use('log/slog', 'Info')}("listening", "addr", listener.Addr().String(), "security", creds.Info().SecurityProtocol)
      select {
      case err := <-failed:
        return err
      case <-ctx.Done():
        healthServer.Shutdown()
        shutdown(server)
        return nil
      }
    }`);
}

/** Returns the generated function that registers a service, as the file refers to it. */
export function registerFunction(file: GoFile, service: GoService): string {
  return file.ref(service.package, `Register${service.goName}Server`);
}

function writeShutdown(file: GoFile): void {
  file.line();
  file.code(`
    // shutdown lets running calls finish, but only for a while: an open stream may never end by itself.
    func shutdown(server *${file.use('google.golang.org/grpc', 'Server')}) {
      stopped := make(chan struct{})
      go func() {
        server.GracefulStop()
        close(stopped)
      }()
      select {
      case <-stopped:
      case <-${file.use('time', 'After')}(gracePeriod):
        ${file.use('log/slog', 'Warn')}("ending the calls that are still running", "after", gracePeriod)
        // Stop waits until GracefulStop returns, which may never happen: GracefulStop waits for all handlers.
        go server.Stop()
        select {
        case <-stopped:
        case <-${file.use('time', 'After')}(${file.use('time', 'Second')}):
        }
      }
    }`);
}

function writeCredentials(file: GoFile): void {
  const credentials = (name: string): string => file.use('google.golang.org/grpc/credentials', name);
  const tls = (name: string): string => file.use('crypto/tls', name);
  file.line();
  file.code(`
    // credentials are those of TLS where there is a certificate, and else plaintext.
    func (c config) credentials() (${credentials('TransportCredentials')}, error) {
      if c.certFile == "" && c.keyFile == "" && c.clientCAFile == "" {
        return ${file.use('google.golang.org/grpc/credentials/insecure', 'NewCredentials')}(), nil
      }
      if c.certFile == "" || c.keyFile == "" {
        return nil, ${file.use('errors', 'New')}("TLS needs both -tls-cert and -tls-key")
      }
      certificate, err := ${tls('LoadX509KeyPair')}(c.certFile, c.keyFile)
      if err != nil {
        return nil, ${file.use('fmt', 'Errorf')}("-tls-cert and -tls-key: %w", err)
      }
      tlsConfig := &${tls('Config')}{Certificates: []${tls('Certificate')}{certificate}}
      if c.clientCAFile != "" {
        if tlsConfig.ClientCAs, err = certPool(c.clientCAFile); err != nil {
          return nil, ${file.use('fmt', 'Errorf')}("-tls-client-ca: %w", err)
        }
        tlsConfig.ClientAuth = ${tls('RequireAndVerifyClientCert')}
      }
      return ${credentials('NewTLS')}(tlsConfig), nil
    }`);
}

function writeLogging(file: GoFile): void {
  const grpc = (name: string): string => file.use('google.golang.org/grpc', name);
  const time = (name: string): string => file.use('time', name);
  const context = file.use('context', 'Context');
  file.line();
  file.code(`
    func logUnary(ctx ${context}, req any, info *${grpc('UnaryServerInfo')}, handler ${grpc('UnaryHandler')}) (any, error) {
      start := ${time('Now')}()
      reply, err := handler(ctx, req)
      logCall(ctx, info.FullMethod, ${time('Since')}(start), err)
      return reply, err
    }

    func logStream(srv any, stream ${grpc('ServerStream')}, info *${grpc('StreamServerInfo')}, handler ${grpc('StreamHandler')}) error {
      start := ${time('Now')}()
      err := handler(srv, stream)
      logCall(stream.Context(), info.FullMethod, ${time('Since')}(start), err)
      return err
    }

    func logCall(ctx ${context}, method string, duration ${time('Duration')}, err error) {
      logger := ${file.use('log/slog', 'With')}("method", method, "code", ${file.use('google.golang.org/grpc/status', 'Code')}(err).String(), "duration", duration)
      if err != nil {
        logger.WarnContext(ctx, "call failed", "error", err)
        return
      }
      logger.InfoContext(ctx, "call")
    }`);
}

function writeRecovery(file: GoFile): void {
  const grpc = (name: string): string => file.use('google.golang.org/grpc', name);
  const context = file.use('context', 'Context');
  file.line();
  file.code(`
    func recoverUnary(ctx ${context}, req any, info *${grpc('UnaryServerInfo')}, handler ${grpc('UnaryHandler')}) (reply any, err error) {
      defer func() {
        if value := recover(); value != nil {
          err = recovered(ctx, info.FullMethod, value)
        }
      }()
      return handler(ctx, req)
    }

    func recoverStream(srv any, stream ${grpc('ServerStream')}, info *${grpc('StreamServerInfo')}, handler ${grpc('StreamHandler')}) (err error) {
      defer func() {
        if value := recover(); value != nil {
          err = recovered(stream.Context(), info.FullMethod, value)
        }
      }()
      return handler(srv, stream)
    }

    // recovered logs a panic with its stack; the peer learns nothing of it.
    func recovered(ctx ${context}, method string, value any) error {
      ${file.use('log/slog', 'ErrorContext')}(ctx, "panic", "method", method, "value", value, "stack", string(${file.use('runtime/debug', 'Stack')}()))
      return ${file.use('google.golang.org/grpc/status', 'Error')}(${file.use('google.golang.org/grpc/codes', 'Internal')}, "internal error")
    }`);
}
