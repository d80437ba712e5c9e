/** The `grpc-workbench` command: finds the named command and runs it. */
import * as nodeModule from 'node:module';
import { messageOf } from '../../base/background.ts';
import type { Command, Terminal } from './command.ts';
import { EXIT } from './command.ts';
import { Output } from './output.ts';
import { forTerminal } from './terminalText.ts';

interface NamedCommand {
  readonly name: string;
  /** The line that describes the command in the list of commands. */
  readonly summary: string;
  /** Loads the code of one command. We load no other code, because loading gRPC takes longer than compiling a file. */
  readonly load: () => Promise<Command>;
}

const COMMANDS: readonly NamedCommand[] = [
  {
    name: 'compile',
    summary: 'Check .proto files and write a descriptor set, as protoc does',
    load: async () => (await import('./compile.ts')).compileCommand,
  },
  {
    name: 'generate',
    summary: 'Write Go code, a server and a client for services',
    load: async () => (await import('./generate.ts')).generateCommand,
  },
  {
    name: 'format',
    summary: 'Format .proto files in the style of buf format',
    load: async () => (await import('./format.ts')).formatCommand,
  },
  {
    name: 'convert',
    summary: 'Convert proto2 and proto3 files to an edition',
    load: async () => (await import('./convert.ts')).convertCommand,
  },
  {
    name: 'serve',
    summary: 'Serve the services of .proto files on this machine',
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  {
    name: 'call',
    summary: 'Call a method of a server with JSON',
    load: async () => (await import('./call.ts')).callCommand,
  },
];

function usage(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const list = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
  return `Usage: grpc-workbench <command> [arguments]

${list}

grpc-workbench <command> --help shows the flags of a command and an example.
`;
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(usage());
    if (name === undefined) return EXIT.usage;
    return EXIT.ok;
  }
  const named = COMMANDS.find((one) => one.name === name);
  if (named === undefined) {
    terminal.err(`Unknown command: ${name}\n\n${usage()}`);
    return EXIT.usage;
  }
  const command = await named.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(command.help);
    return EXIT.ok;
  }
  return command.run(rest, terminal);
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** Lets Node cache V8's compiled code, which Node 22 and newer can do. Node chooses the folder. */
function keepCompiledCode(): void {
  const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
  enableCompileCache?.();
}

keepCompiledCode();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
const stdout = new Output(
  () => process.stdout,
  (message) => {
    if (message !== undefined) stderr.write(`${forTerminal(message)}\n`);
    interrupt.abort();
  },
);
// If we cannot print a message, the command still goes on.
const stderr = new Output(
  () => process.stderr,
  () => undefined,
);

// After an unexpected error, we exit with an error code. Otherwise a script could take a partial result for a complete
// one.
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${forTerminal(messageOf(error))}\n`, () => process.exit(EXIT.failed));
});

// We set the exit code and do not call `exit`, so that output to a pipe still arrives.
process.on('exit', (code) => {
  if (stdout.state === 'closed') process.exitCode = EXIT.closedPipe;
  if (stdout.state === 'failed' && code === EXIT.ok) process.exitCode = EXIT.failed;
});

run(process.argv.slice(2), {
  out: (text) => stdout.write(forTerminal(text)),
  data: (text) => stdout.write(process.stdout.isTTY ? forTerminal(text) : text),
  err: (text) => stderr.write(forTerminal(text)),
  drained: () => stdout.drained(),
  readInput,
  signal: interrupt.signal,
  cwd: process.cwd(),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // The program that reads our output has closed the pipe, and this stopped the run.
    if (stdout.state === 'closed') return;
    stderr.write(`${forTerminal(messageOf(error))}\n`);
    process.exitCode = EXIT.failed;
  },
);
