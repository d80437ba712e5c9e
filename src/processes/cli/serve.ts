/** The command `grpc-workbench serve`. It runs a local server for every service in some proto files. */
import type { CallLog } from '../../contract/serving.ts';
import { serve } from '../../serving/server.ts';
import { quietGrpc } from '../../calls/quiet.ts';
import { EXIT, type Command, type Terminal } from './command.ts';
import { parseFlags, readArguments, UsageError, valuesOf, type FlagSpec } from './flags.ts';
import { readSchema, SCHEMA_FLAGS, schemaFlagsOf, type SchemaFlags } from './schemaFlags.ts';

const FLAGS: readonly FlagSpec[] = [
  ...SCHEMA_FLAGS,
  { names: ['--host'], takesValue: true },
  { names: ['--port'], takesValue: true },
];

const HELP = `Usage: grpc-workbench serve [flags] <file.proto>...

Serves every service of the files, with reflection and health. Greeting methods reply with a greeting;
all others reply with example data from the schema. Prints its address, then one line for each finished
call. Ctrl+C stops it. If a file or one of its imports has an error, the command serves nothing: it never
skips a file that you named.

  -IPATH, --proto_path=PATH       Folder in which to look for imports. You can repeat this flag.
  --descriptor_set_in=FILE        Reads the schema from a FileDescriptorSet instead of proto files.
  --host=HOST                     Address to listen on. Default: 127.0.0.1, reachable only from this machine.
  --port=PORT                     Port to listen on. Default: any free port.

Exit codes: 0 stopped, 1 errors in the schema or a taken port, 2 wrong arguments.

Example:
  grpc-workbench serve -I proto --port 50051 proto/greeter/v1/greeter.proto
`;

/** Runs until the user stops the command, then exits with 0. */
export const serveCommand: Command = {
  help: HELP,
  run: runServe,
};

interface ServeFlags extends SchemaFlags {
  readonly files: readonly string[];
  readonly host: string;
  readonly port: number;
}

async function runServe(args: readonly string[], terminal: Terminal): Promise<number> {
  const flags = readArguments('serve', terminal, () => readFlags(args));
  if (flags === undefined) return EXIT.usage;
  const schema = await readSchema(flags, flags.files, terminal);
  if (schema === undefined) {
    terminal.err(
      'The server does not start, because the schema has errors. Fix them, or name only files without errors.\n',
    );
    return EXIT.failed;
  }
  const { host, port } = flags;
  quietGrpc();
  const listening = await serve({ schema, host, port, onCall: (entry) => terminal.out(line(entry)) });
  if (listening.kind === 'failed') {
    const advice = listening.reason === 'portInUse' ? ' Choose another port, or omit --port to get a free one.' : '';
    terminal.err(`${listening.message}${advice}\n`);
    return EXIT.failed;
  }
  const names = schema.services.map((service) => service.typeName);
  terminal.out(`Listening on ${listening.address}: ${names.join(', ') || 'no service'}\n`);
  await aborted(terminal.signal);
  await listening.server.stop();
  return EXIT.ok;
}

/** Reads the flags of `serve`. Throws a UsageError if the arguments are wrong. */
function readFlags(args: readonly string[]): ServeFlags {
  const parsed = parseFlags(args, FLAGS);
  const { values, rest: files } = parsed;
  const host = valuesOf(values, '--host').at(-1) ?? '127.0.0.1';
  const port = valuesOf(values, '--port').at(-1) ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError(`${port} is not a port.`);
  const schema = schemaFlagsOf(parsed);
  if (files.length === 0 && schema.descriptorSetIn.length === 0) throw new UsageError('Missing input file.');
  return { ...schema, files, host, port: Number(port) };
}

function line({ time, method, status, duration, received, sent, peer }: CallLog): string {
  const at = new Date(time).toISOString().slice(11, 23);
  return `${at}  ${method}  ${status}  ${duration.toFixed(1)} ms  ${received} received, ${sent} sent  ${peer}\n`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
