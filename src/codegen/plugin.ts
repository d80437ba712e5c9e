/** Encodes requests to protoc plugins and decodes their responses. It does not depend on where a plugin runs. */
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { CodeGeneratorResponseSchema, Edition, type CodeGeneratorResponse } from '@bufbuild/protobuf/wkt';
import type { DescriptorSet } from './descriptorSet.ts';

/** How one run of a plugin ended. */
export type PluginOutcome =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly output: Uint8Array; readonly errors: string }
  | { readonly kind: 'failed'; readonly reason: 'missing' | 'memory' | 'broken'; readonly message: string };

/** Runs plugins by name. A plugin is WebAssembly in a worker, or a program on this machine. */
export interface PluginRunner {
  run(plugin: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome>;
}

/** What one run of a plugin must generate. The descriptors are not part of it, because they come from the set. */
export interface PluginRequest {
  /** Import paths of the files to generate for. */
  readonly files: readonly string[];
  /** The plugin's options, separated by commas, as in protoc's `--go_opt`. */
  readonly parameter: string;
}

/** A file as a plugin wrote it. We have not written it to the disk. */
export interface OutputFile {
  /** The name that the plugin chose, relative to its output folder, with `/`. */
  readonly name: string;
  readonly content: string;
}

/**
 * What a plugin returned. `newestEdition` is the newest edition that the plugin supports, as a number of
 * google.protobuf.Edition.
 */
export type PluginResult =
  | { readonly kind: 'files'; readonly files: readonly OutputFile[]; readonly newestEdition: number }
  | { readonly kind: 'error'; readonly message: string };

/** The numbers of the fields that we write in google.protobuf.compiler.CodeGeneratorRequest. */
const REQUEST = { fileToGenerate: 1, parameter: 2, protoFile: 15 } as const;

/**
 * Serializes a CodeGeneratorRequest with the files and everything that they import, dependencies first.
 *
 * Descriptors keep their original bytes, so unknown options survive. We leave `compiler_version` unset, because no
 * protoc takes part. Plugins then print `protoc (unknown)`, as they do under buf. A version would be untrue. It would
 * also change every generated file whenever we adopt the rules of a newer protoc.
 */
export function encodeRequest(set: DescriptorSet, request: PluginRequest): Uint8Array {
  const writer = new BinaryWriter();
  for (const file of request.files) writer.tag(REQUEST.fileToGenerate, WireType.LengthDelimited).string(file);
  if (request.parameter !== '') writer.tag(REQUEST.parameter, WireType.LengthDelimited).string(request.parameter);
  for (const file of set.closure(request.files))
    writer.tag(REQUEST.protoFile, WireType.LengthDelimited).bytes(file.bytes);
  return writer.finish();
}

/**
 * Decodes how a plugin ended. A plugin reports an error by its exit code and standard error, or inside its response.
 */
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

/** The bit CodeGeneratorResponse.FEATURE_SUPPORTS_EDITIONS of `supported_features`. */
const EDITIONS = 2n;

/** Decodes a response. If the output is not a response, it returns the reason as a text. */
function parseResponse(output: Uint8Array): CodeGeneratorResponse | string {
  try {
    const response = fromBinary(CodeGeneratorResponseSchema, output);
    // Almost any text can be decoded as unknown fields, so this is probably not a response.
    if (response.$unknown !== undefined && response.file.length === 0)
      return 'nothing in it is a CodeGeneratorResponse';
    return response;
  } catch (error) {
    if (error instanceof Error) return error.message;
    return String(error);
  }
}

/**
 * Joins the parts of each file. A part without a name continues the file before it
 * (google/protobuf/compiler/plugin.proto).
 */
function joinParts(parts: CodeGeneratorResponse['file']): readonly OutputFile[] {
  const files: { readonly name: string; content: string }[] = [];
  for (const { name, content } of parts) {
    const last = files.at(-1);
    if (name === '' && last !== undefined) last.content += content;
    else files.push({ name, content });
  }
  return files;
}

/** Whether the name of a plugin's file stays inside the plugin's output folder. */
function staysBelow(name: string): boolean {
  return !/^(?:[/\\]|[A-Za-z]:)/.test(name) && !name.split(/[/\\]/).includes('..');
}

function misfitText(name: string, insertionPoint: string): string {
  if (insertionPoint !== '')
    return `it wants to insert into ${name} at ${insertionPoint}, which only protoc's own generators allow; use a plugin that writes files of its own`;
  return `it wants to write ${name}, outside of its output folder; look at its options`;
}

/** Returns the start of the first line of an output, for an error message. */
function printable(output: Uint8Array): string {
  return JSON.stringify((new TextDecoder().decode(output.subarray(0, 80)).split('\n', 1)[0] ?? '').trimEnd());
}
