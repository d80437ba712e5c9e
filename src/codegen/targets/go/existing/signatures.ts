/** The signatures that the methods of a server have in Go. Types have their full names. */
import type { GoNames } from '../reading/goNames.ts';
import type { GoMethodDeclaration, GoParameter, GoSource } from '../reading/goSource.ts';
import type { GoMessage, GoMethod, GoService } from '../writing/services.ts';

/** The import path of gRPC for Go. */
export const GRPC = 'google.golang.org/grpc';

/**
 * A signature of a method. Each parameter and result has the list of types that are allowed there, by their full names.
 */
export interface Signature {
  readonly parameters: readonly (readonly string[])[];
  readonly results: readonly (readonly string[])[];
}

/** Returns the signature that a server's method must have. */
export function signatureOf(service: GoService, method: GoMethod): Signature {
  const message = ({ package: { importPath }, goName }: GoMessage): string => `${importPath}.${goName}`;
  const [request, reply] = [message(method.input), message(method.output)];
  // The type of a stream has two names. The second one is an alias now, and was the only name in older generated code.
  const stream = (name: string, types: string): readonly string[] => [
    `${GRPC}.${name}[${types}]`,
    `${service.package.importPath}.${service.goName}_${method.goName}Server`,
  ];
  switch (method.kind) {
    case 'unary':
      return { parameters: [['context.Context'], [`*${request}`]], results: [[`*${reply}`], ['error']] };
    case 'server_streaming':
      return { parameters: [[`*${request}`], stream('ServerStreamingServer', reply)], results: [['error']] };
    case 'client_streaming':
      return { parameters: [stream('ClientStreamingServer', `${request},${reply}`)], results: [['error']] };
    case 'bidi_streaming':
      return { parameters: [stream('BidiStreamingServer', `${request},${reply}`)], results: [['error']] };
  }
}

/** Whether a method certainly belongs to an rpc of the service, by its name and its signature. */
export function isMethodOf(
  names: GoNames,
  source: GoSource,
  { parameters, results, name }: GoMethodDeclaration,
  service: GoService,
): boolean {
  const rpc = service.methods.find(({ goName }) => goName === name);
  if (rpc === undefined) return false;
  const wanted = signatureOf(service, rpc);
  const same = (declared: readonly GoParameter[], expected: readonly (readonly string[])[]): boolean =>
    declared.length === expected.length &&
    declared.every(({ type }, i) => expected[i]?.includes(names.fullName(source, type) ?? '') === true);
  return same(parameters, wanted.parameters) && same(results, wanted.results);
}
