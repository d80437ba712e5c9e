/** What a protoc plugin is to us: a request in, a response out, wherever and however it runs. */
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { CodeGeneratorResponseSchema } from '@bufbuild/protobuf/wkt';
import type { DescriptorSet } from './descriptorSet.ts';

/** How one run of a plugin ended. */
export type PluginOutcome =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly output: Uint8Array; readonly errors: string }
  | { readonly kind: 'failed'; readonly reason: 'missing' | 'memory' | 'broken'; readonly message: string };

/** Runs plugins by name: as WebAssembly in workers, or as programs of the machine. */
export interface PluginRunner {
  run(plugin: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome>;
}

export interface PluginRequest {
  /** Import paths of the files to generate for. */
  readonly files: readonly string[];
  /** Comma-separated, as behind protoc's `--go_opt`. */
  readonly parameter: string;
}

export interface OutputFile {
  /** As the plugin named it, with `/`. */
  readonly name: string;
  readonly content: string;
}

export type PluginResult =
  | { readonly kind: 'files'; readonly files: readonly OutputFile[] }
  | { readonly kind: 'error'; readonly message: string };

/** Field numbers of google.protobuf.compiler.CodeGeneratorRequest. */
const REQUEST = { fileToGenerate: 1, parameter: 2, protoFile: 15 } as const;

/**
 * A serialized CodeGeneratorRequest with the import closure of the files, dependencies first.
 *
 * Descriptors go in as the bytes they came in, so options that nobody here knows survive.
 * `compiler_version` stays unset: no protoc took part, and plugins then print `protoc (unknown)`, as
 * they do under buf. A version there would be untrue, and would change every generated file whenever
 * this program moves to rules of a newer protoc.
 */
export function encodeRequest(set: DescriptorSet, request: PluginRequest): Uint8Array {
  const writer = new BinaryWriter();
  for (const file of request.files) writer.tag(REQUEST.fileToGenerate, WireType.LengthDelimited).string(file);
  if (request.parameter !== '') writer.tag(REQUEST.parameter, WireType.LengthDelimited).string(request.parameter);
  for (const file of set.closure(request.files)) writer.tag(REQUEST.protoFile, WireType.LengthDelimited).bytes(file.bytes);
  return writer.finish();
}

/** Plugins report errors in two ways: by their exit code and standard error, or inside a response. */
export function decodeOutcome(plugin: string, outcome: PluginOutcome): PluginResult {
  if (outcome.kind === 'failed') return { kind: 'error', message: outcome.message };
  if (outcome.exitCode !== 0) {
    const said = outcome.errors.trim();
    return { kind: 'error', message: said === '' ? `${plugin} ended with exit code ${outcome.exitCode}` : said };
  }
  return decodeResponse(plugin, outcome.output);
}

function decodeResponse(plugin: string, output: Uint8Array): PluginResult {
  try {
    const response = fromBinary(CodeGeneratorResponseSchema, output);
    if (response.error !== '') return { kind: 'error', message: `${plugin}: ${response.error}` };
    return { kind: 'files', files: response.file.map(({ name, content }) => ({ name, content })) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'error', message: `${plugin} answered with something that is not a CodeGeneratorResponse: ${why}` };
  }
}
