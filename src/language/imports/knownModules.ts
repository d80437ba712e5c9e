/** Modules that many projects import from but few projects contain, with the starts of their import paths. */

interface KnownModule {
  /** The starts of the import paths of the module's files. */
  readonly starts: readonly string[];
  /** The module's repository. */
  readonly home: string;
  /** The module's name in buf's registry. */
  readonly registry: string;
}

const KNOWN_MODULES: readonly KnownModule[] = [
  {
    starts: ['google/'],
    home: 'github.com/googleapis/googleapis',
    registry: 'buf.build/googleapis/googleapis',
  },
  {
    starts: ['buf/validate/'],
    home: 'github.com/bufbuild/protovalidate',
    registry: 'buf.build/bufbuild/protovalidate',
  },
  {
    starts: ['validate/'],
    home: 'github.com/bufbuild/protoc-gen-validate',
    registry: 'buf.build/envoyproxy/protoc-gen-validate',
  },
  {
    starts: ['protoc-gen-openapiv2/'],
    home: 'github.com/grpc-ecosystem/grpc-gateway',
    registry: 'buf.build/grpc-ecosystem/grpc-gateway',
  },
  { starts: ['gogoproto/'], home: 'github.com/cosmos/gogoproto', registry: 'buf.build/cosmos/gogo-proto' },
  {
    starts: ['opentelemetry/'],
    home: 'github.com/open-telemetry/opentelemetry-proto',
    registry: 'buf.build/opentelemetry/opentelemetry',
  },
];

/** The repository of a file, as text for the user; undefined if we do not know it. */
export function knownHome(importPath: string): string | undefined {
  const known = KNOWN_MODULES.find(({ starts }) => starts.some((start) => importPath.startsWith(start)));
  if (known === undefined) return undefined;
  return `${known.home} (${known.registry})`;
}

/** Whether a module of a registry may contain a file. For a module that is not in our list, we assume that it may. */
export function mayContain(registryName: string, importPath: string): boolean {
  const known = KNOWN_MODULES.find(({ registry }) => registry === registryName);
  return known === undefined || known.starts.some((start) => importPath.startsWith(start));
}
