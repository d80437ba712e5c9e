/** An independent client: grpc-js with proto-loader, which do not share our code. */
import {
  credentials,
  loadPackageDefinition,
  type ChannelCredentials,
  type Client,
  type GrpcObject,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protocInclude, writeFiles, type ProtoFiles } from './protoc.ts';

/** A client of a service, by the service's full name and by files with their import paths. */
export async function peerClient(
  files: ProtoFiles,
  service: string,
  address: string,
  security: ChannelCredentials = credentials.createInsecure(),
): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), 'peer-'));
  try {
    writeFiles(folder, files);
    const definition = await load(Object.keys(files), { includeDirs: [folder, protocInclude], defaults: true });
    const found = service
      .split('.')
      .reduce<unknown>((at, part) => (at as GrpcObject)[part], loadPackageDefinition(definition));
    return new (found as ServiceClientConstructor)(address, security);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Unary = (request: object, done: (error: Error | null, reply: unknown) => void) => void;

export function callUnary(client: Client, method: string, request: object): Promise<unknown> {
  const call = (client as unknown as Record<string, Unary | undefined>)[method];
  return new Promise((resolve, reject) => {
    if (call === undefined) reject(new Error(`no method ${method}`));
    else call.call(client, request, (error, reply) => (error === null ? resolve(reply) : reject(error)));
  });
}

interface Stream {
  write(message: object): void;
  end(): void;
  cancel(): void;
  on(event: string, listener: (value: unknown) => void): this;
}

/** Makes a call of any kind that streams requests, replies, or both. A server-streaming call takes its only request. */
export function openStream(client: Client, method: string, request?: object): Stream {
  const open = (client as unknown as Record<string, ((request?: object) => Stream) | undefined>)[method];
  if (open === undefined) throw new Error(`no method ${method}`);
  return open.call(client, request);
}

export const HEALTH: ProtoFiles = {
  'grpc/health/v1/health.proto': `
syntax = "proto3";
package grpc.health.v1;
message HealthCheckRequest { string service = 1; }
message HealthCheckResponse { enum ServingStatus { UNKNOWN = 0; SERVING = 1; NOT_SERVING = 2; } ServingStatus status = 1; }
service Health {
  rpc Check(HealthCheckRequest) returns (HealthCheckResponse);
  rpc Watch(HealthCheckRequest) returns (stream HealthCheckResponse);
}
`,
};

/** The two versions of reflection differ only in their package. */
export const reflection = (version: 'v1' | 'v1alpha'): ProtoFiles => ({
  [`grpc/reflection/${version}/reflection.proto`]: `
syntax = "proto3";
package grpc.reflection.${version};
message ServerReflectionRequest { string host = 1; oneof message_request { string list_services = 7; } }
message ServiceResponse { string name = 1; }
message ListServiceResponse { repeated ServiceResponse service = 1; }
message ServerReflectionResponse { oneof message_response { ListServiceResponse list_services_response = 6; } }
service ServerReflection { rpc ServerReflectionInfo(stream ServerReflectionRequest) returns (stream ServerReflectionResponse); }
`,
});
