/** The command `grpc-workbench call`. It makes one call of any method kind, with JSON as input and output. */
import type { DescMethod } from '@bufbuild/protobuf';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defined } from '../../base/defined.ts';
import { messageOf } from '../../base/background.ts';
import { splitJson } from '../../message/jsonSequence.ts';
import type { Schema } from '../../message/schema.ts';
import { runCall } from '../../calls/call.ts';
import { Channels } from '../../calls/channels.ts';
import { quietGrpc } from '../../calls/quiet.ts';
import type { CallEnd, CallEvent, CallRequest, CallStatus, Metadata } from '../../contract/calls.ts';
import { LineIndex } from '../../text/lines.ts';
import { oneLine } from './terminalText.ts';
import { EXIT, type Command, type Terminal } from './command.ts';
import { parseFlags, readArguments, UsageError, valuesOf, type FlagSpec } from './flags.ts';
import { readSchema, SCHEMA_FLAGS, schemaFlagsOf, type SchemaFlags } from './schemaFlags.ts';

const FLAGS: readonly FlagSpec[] = [
  ...SCHEMA_FLAGS,
  { names: ['--proto'], takesValue: true },
  { names: ['--data', '-d'], takesValue: true },
  { names: ['--header', '-H'], takesValue: true },
  { names: ['--tls'], takesValue: false },
  { names: ['--max-time'], takesValue: true },
  { names: ['--verbose', '-v'], takesValue: false },
];

const HELP = `Usage: grpc-workbench call [flags] <host:port> <pkg.Service/Method>

Calls a method of any kind: unary or streaming. Prints replies as JSON on standard output and the status
on standard error.

  --proto=FILE                    Proto file with the service. You can repeat this flag.
  -IPATH, --proto_path=PATH       Folder in which to look for imports. You can repeat this flag.
  --descriptor_set_in=FILE        Reads the schema from a FileDescriptorSet instead of proto files.
  -d, --data=JSON                 The request. Default: {}. @FILE reads it from a file, @- from standard input.
                                  For a stream, write the requests one after another.
  -H, --header='KEY: VALUE'       Metadata. You can repeat this flag. If the key ends in -bin, the value is base64.
  --tls                           Uses TLS with the certificates that this machine trusts. Default: plaintext.
  --max-time=SECONDS              Deadline of the call.
  -v, --verbose                   Also prints headers and trailers.

Exit codes: 0 OK, 1 errors in the schema or the request, 2 wrong arguments. For a status other than OK,
64 plus its number, such as 78 for UNAVAILABLE.

Example:
  grpc-workbench call -I proto --proto greeter/v1/greeter.proto -d '{"name": "world"}' \\
      127.0.0.1:50051 greeter.v1.Greeter/SayHello
`;

/** The number that we add to the code of a status other than OK, as grpcurl does. */
const STATUS_EXIT = 64;

/** Exits with 0 for the status OK, and with 64 plus the status code for any other status. */
export const callCommand: Command = {
  help: HELP,
  run,
};

interface CallFlags extends SchemaFlags {
  readonly address: string;
  readonly method: string;
  readonly files: readonly string[];
  readonly data: string | undefined;
  readonly metadata: Metadata;
  readonly tls: boolean;
  readonly deadline: number | undefined;
  readonly verbose: boolean;
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const flags = readArguments('call', terminal, () => readFlags(args));
  if (flags === undefined) return EXIT.usage;
  const schema = await readSchema(flags, flags.files, terminal);
  if (schema === undefined) return EXIT.failed;
  const method = schema.method(flags.method);
  if (method === undefined) {
    terminal.err(`${noSuchMethod(schema, flags.method)}\n`);
    return EXIT.failed;
  }
  const data = await readData(flags.data, terminal);
  if (data === undefined) return EXIT.failed;
  return send(schema, method, flags, messagesOf(method, data), terminal);
}

async function send(
  schema: Schema,
  method: DescMethod,
  flags: CallFlags,
  messages: readonly string[],
  terminal: Terminal,
): Promise<number> {
  quietGrpc();
  const channels = new Channels();
  const request: CallRequest = defined({
    method: `${method.parent.typeName}/${method.name}`,
    target: { address: flags.address, security: flags.tls ? 'tls' : 'plaintext' },
    metadata: flags.metadata,
    messages,
    deadline: flags.deadline,
  });
  try {
    const end = await runCall(
      channels,
      schema,
      request,
      (event) => show(event, flags.verbose, terminal),
      terminal.signal,
    );
    return finish(end, messages, flags.verbose, terminal);
  } finally {
    channels.close();
  }
}

/** Prints an event. The promise settles when the text is printed, and only then do we read the next reply. */
function show(event: CallEvent, verbose: boolean, terminal: Terminal): Promise<void> {
  if (event.kind === 'received') terminal.out(`${event.json}\n`);
  if (event.kind === 'headers' && verbose) terminal.err(listed('Headers', event.metadata));
  return terminal.drained();
}

function finish(end: CallEnd, messages: readonly string[], verbose: boolean, terminal: Terminal): number {
  if (end.kind === 'invalid') {
    terminal.err(`${oneLine(`${placeOf(end, messages)}: ${end.message}`)}\n`);
    return EXIT.failed;
  }
  if (verbose) terminal.err(listed('Trailers', end.trailers));
  terminal.err(statusText(end));
  if (end.code === 0) return EXIT.ok;
  return STATUS_EXIT + end.code;
}

/**
 * Returns the place of an error in a request: `request:2:5`. If there are several requests, it includes the number of
 * the request.
 */
function placeOf(
  { index, start }: { readonly index: number; readonly start: number },
  messages: readonly string[],
): string {
  const { line, character } = new LineIndex(messages[index] ?? '').positionAt(start);
  const place = `${line + 1}:${character + 1}`;
  if (messages.length > 1) return `request ${index + 1}:${place}`;
  return `request:${place}`;
}

function statusText({ code, name, details, time, hint }: CallStatus): string {
  let first = name;
  if (code !== 0) first += ` (${code})`;
  if (details !== '') first += `: ${oneLine(details)}`;
  first += `, ${time.toFixed(1)} ms\n`;
  if (hint === undefined) return first;
  return `${oneLine(`${hint.cause} ${hint.fix}`)}\n${first}`;
}

function listed(title: string, metadata: Metadata): string {
  return `${title}:\n${metadata.map(([key, value]) => `  ${oneLine(`${key}: ${value}`)}\n`).join('')}`;
}

async function readData(data: string | undefined, terminal: Terminal): Promise<string | undefined> {
  if (!data?.startsWith('@')) return data ?? '';
  const path = data.slice(1);
  if (path === '-' || path === '') return terminal.readInput();
  try {
    return await readFile(resolve(terminal.cwd, path), 'utf8');
  } catch (error) {
    terminal.err(`Cannot read the request: ${oneLine(messageOf(error))}\n`);
    return undefined;
  }
}

function messagesOf(method: DescMethod, data: string): readonly string[] {
  const streams = method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming';
  if (streams) return splitJson(data);
  if (data.trim() === '') return ['{}'];
  return [data];
}

function noSuchMethod(schema: Schema, name: string): string {
  const known = schema.services.flatMap((service) =>
    service.methods.map((method) => `  ${service.typeName}/${method.name}`),
  );
  return `The schema does not have the method ${oneLine(name)}. Its methods are:\n${known.join('\n')}`;
}

/** Reads the flags of `call`. Throws a UsageError if the arguments are wrong. */
function readFlags(args: readonly string[]): CallFlags {
  const parsed = parseFlags(args, FLAGS);
  const { values, rest } = parsed;
  const [address, method, ...more] = rest;
  if (address === undefined || method === undefined || more.length > 0)
    throw new UsageError('Expected a target and a method: host:port pkg.Service/Method.');
  const schema = schemaFlagsOf(parsed);
  const files = valuesOf(values, '--proto');
  if (files.length === 0 && schema.descriptorSetIn.length === 0)
    throw new UsageError('Missing --proto or --descriptor_set_in, which describe the method.');
  return {
    ...schema,
    files,
    address,
    method,
    data: valuesOf(values, '--data').at(-1),
    metadata: valuesOf(values, '--header').map(header),
    deadline: milliseconds(valuesOf(values, '--max-time').at(-1)),
    tls: values.has('--tls'),
    verbose: values.has('--verbose'),
  };
}

function milliseconds(seconds: string | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const value = Number(seconds) * 1000;
  if (seconds.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--max-time needs a number of seconds greater than 0, not ${seconds}.`);
}

function header(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError(`Write a header as 'key: value', not '${text}'.`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}
