/**
 * The independent peer: @grpc/grpc-js with @grpc/proto-loader (protobufjs), which most Node services use. It reads the
 * proto text itself and shares no schema code with us.
 */
import * as grpc from '@grpc/grpc-js';
import { fromJSON, type Options } from '@grpc/proto-loader';
import { parse } from 'protobufjs';

const OPTIONS: Options & { keepCase: boolean } = {
  keepCase: false,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
};

type ClientType = grpc.ServiceClientConstructor;

/** The service of the proto text, by full name. */
export function peerService(proto: string, fullName: string): ClientType {
  const json = parse(proto, { keepCase: false }).root.toJSON();
  const loaded: unknown = fullName
    .split('.')
    .reduce<unknown>(
      (scope, name) => (scope as Record<string, unknown>)[name],
      grpc.loadPackageDefinition(fromJSON(json, OPTIONS)),
    );
  return loaded as ClientType;
}

export const GREETER = `
  syntax = "proto3";
  package greeter.v1;
  service Greeter {
    rpc SayHello(HelloRequest) returns (HelloReply);
    rpc LotsOfReplies(HelloRequest) returns (stream HelloReply);
    rpc LotsOfGreetings(stream HelloRequest) returns (HelloReply);
    rpc BidiHello(stream HelloRequest) returns (stream HelloReply);
  }
  message HelloRequest { string name = 1; }
  message HelloReply { string message = 1; }
`;

export interface PeerServer {
  readonly address: string;
  readonly server: grpc.Server;
}

export async function startPeer(
  implementation: grpc.UntypedServiceImplementation,
  credentials = grpc.ServerCredentials.createInsecure(),
  proto = GREETER,
  service = 'greeter.v1.Greeter',
): Promise<PeerServer> {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1 });
  server.addService(peerService(proto, service).service, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  return { address: `127.0.0.1:${port}`, server };
}

interface Hello {
  readonly name: string;
}

/** Greets in its own words, so that a test sees who replied. */
export const greeter: grpc.UntypedServiceImplementation = {
  sayHello: ((call, callback) =>
    callback(null, { message: `Good day ${call.request.name}` })) satisfies grpc.handleUnaryCall<Hello, unknown>,
  lotsOfReplies: ((call) => {
    for (const word of ['one', 'two', 'three']) call.write({ message: `${word} ${call.request.name}` });
    call.end();
  }) satisfies grpc.handleServerStreamingCall<Hello, unknown>,
  lotsOfGreetings: ((call, callback) => {
    const names: string[] = [];
    call.on('data', ({ name }: Hello) => names.push(name));
    call.on('end', () => callback(null, { message: names.join('+') }));
  }) satisfies grpc.handleClientStreamingCall<Hello, unknown>,
  bidiHello: ((call) => {
    call.on('data', ({ name }: Hello) => call.write({ message: `hey ${name}` }));
    call.on('end', () => call.end());
  }) satisfies grpc.handleBidiStreamingCall<Hello, unknown>,
};
