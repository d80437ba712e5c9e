/** Describes a protoc plugin: a request in, a response out. It does not matter where or how the plugin runs. */
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { CodeGeneratorResponseSchema, Edition, type CodeGeneratorResponse } from '@bufbuild/protobuf/wkt';
import type { DescriptorSet } from './descriptorSet.ts';

/** How one run of a plugin ended. */
export type PluginOutcome =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly output: Uint8Array; readonly errors: string }
  | { readonly kind: 'failed'; readonly reason: 'missing' | 'memory' | 'broken'; readonly message: string };

/** Runs plugins by name: as WebAssembly in workers, or as programs on the machine. */
export interface PluginRunner {
  run(plugin: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome>;
}

/** One run of a plugin. It has no descriptors, because they come from the set. */
export interface PluginRequest {
  /** Import paths of the files to generate for. */
  readonly files: readonly string[];
  /** Comma-separated, as in protoc's `--go_opt`. */
  readonly parameter: string;
}

/** A file as a plugin wrote it. It is not on the disk yet. */
export interface OutputFile {
  /** The name that the plugin chose, with `/`. */
  readonly name: string;
  readonly content: string;
}

/**
 * What a plugin returned. `newestEdition` is the newest edition that it supports, as a number of
 * google.protobuf.Edition.
 */
export type PluginResult =
  | { readonly kind: 'files'; readonly files: readonly OutputFile[]; readonly newestEdition: number }
  | { readonly kind: 'error'; readonly message: string };

/** Field numbers of google.protobuf.compiler.CodeGeneratorRequest. */
const REQUEST = { fileToGenerate: 1, parameter: 2, protoFile: 15 } as const;

/**
 * A serialized CodeGeneratorRequest with the import closure of the files, dependencies first.
 *
 * Descriptors keep their original bytes, so unknown options survive. `compiler_version` stays unset, because no protoc
 * took part. Plugins then print `protoc (unknown)`, as they do under buf. A version would be untrue, and it would
 * change every generated file whenever this program adopts the rules of a newer protoc.
 */
export function encodeRequest(set: DescriptorSet, request: PluginRequest): Uint8Array {
  const writer = new BinaryWriter();
  for (const file of request.files) writer.tag(REQUEST.fileToGenerate, WireType.LengthDelimited).string(file);
  if (request.parameter !== '') writer.tag(REQUEST.parameter, WireType.LengthDelimited).string(request.parameter);
  for (const file of set.closure(request.files))
    writer.tag(REQUEST.protoFile, WireType.LengthDelimited).bytes(file.bytes);
  return writer.finish();
}

/** Plugins report errors in two ways: by exit code and standard error, or inside a response. */
export function decodeOutcome(plugin: string, outcome: PluginOutcome): PluginResult {
  if (outcome.kind === 'failed') return { kind: 'error', message: outcome.message };
  if (outcome.exitCode !== 0)
    return { kind: 'error', message: endText(plugin, outcome.exitCode, outcome.errors.trim()) };
  return decodeResponse(plugin, outcome.output);
}

function endText(plugin: string, exitCode: number, said: string): string {
  if (said.includes(plugin)) return said;
  const end = `${plugin} ended with exit code ${exitCode}`;
  if (said === '') return end;
  return `${end}: ${said}`;
}

function decodeResponse(plugin: string, output: Uint8Array): PluginResult {
  const response = parseResponse(output);
  if (typeof response === 'string') {
    return {
      kind: 'error',
      message: `${plugin} did not answer as a protoc plugin does (${response}); its output begins with ${printable(output)}`,
    };
  }
  if (response.error !== '') return { kind: 'error', message: `${plugin}: ${response.error}` };
  const misfit = response.file.find(({ name, insertionPoint }) => insertionPoint !== '' || !staysBelow(name));
  if (misfit !== undefined)
    return { kind: 'error', message: `${plugin}: ${misfitText(misfit.name, misfit.insertionPoint)}` };
  const newestEdition: number =
    (response.supportedFeatures & EDITIONS) === 0n ? Edition.EDITION_PROTO3 : response.maximumEdition;
  return { kind: 'files', files: joinParts(response.file), newestEdition };
}

/** CodeGeneratorResponse.FEATURE_SUPPORTS_EDITIONS */
const EDITIONS = 2n;

/** Returns the response, or what is wrong with it. */
function parseResponse(output: Uint8Array): CodeGeneratorResponse | string {
  try {
    const response = fromBinary(CodeGeneratorResponseSchema, output);
    // Almost any text decodes as unknown fields.
    if (response.$unknown !== undefined && response.file.length === 0)
      return 'nothing in it is a CodeGeneratorResponse';
    return response;
  } catch (error) {
    if (error instanceof Error) return error.message;
    return String(error);
  }
}

/** A file without a name continues the file before it (google/protobuf/compiler/plugin.proto). */
function joinParts(parts: CodeGeneratorResponse['file']): readonly OutputFile[] {
  const files: { readonly name: string; content: string }[] = [];
  for (const { name, content } of parts) {
    const last = files.at(-1);
    if (name === '' && last !== undefined) last.content += content;
    else files.push({ name, content });
  }
  return files;
}

/** Whether a plugin's file stays inside its output folder. */
function staysBelow(name: string): boolean {
  return !/^(?:[/\\]|[A-Za-z]:)/.test(name) && !name.split(/[/\\]/).includes('..');
}

function misfitText(name: string, insertionPoint: string): string {
  if (insertionPoint !== '')
    return `it wants to insert into ${name} at ${insertionPoint}, which only protoc's own generators allow; use a plugin that writes files of its own`;
  return `it wants to write ${name}, outside of its output folder; look at its options`;
}

/** The first line, for a message. */
function printable(output: Uint8Array): string {
  return JSON.stringify((new TextDecoder().decode(output.subarray(0, 80)).split('\n', 1)[0] ?? '').trimEnd());
}
