/** Where `serve` and `call` read their schema from: proto files or a descriptor set. */
import { messageOf } from '../../base/background.ts';
import { oneLine } from './terminalText.ts';
import { problemLine } from './problems.ts';
import { readFile } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { loadSchema, SchemaError, type Schema } from '../../message/schema.ts';
import { mapLimited } from '../../base/concurrency.ts';
import { compileFiles } from '../../host/compile.ts';
import { closure } from '../../schema/linking/closure.ts';
import { encodeDescriptorSet } from '../../schema/output/encode.ts';
import type { Terminal } from './command.ts';
import { valuesOf, type FlagSpec, type ParsedFlags } from './flags.ts';

export const SCHEMA_FLAGS: readonly FlagSpec[] = [
  { names: ['--proto_path', '-I'], takesValue: true },
  { names: ['--descriptor_set_in'], takesValue: true },
];

/** The flags that name the schema. */
export interface SchemaFlags {
  readonly protoPath: readonly string[];
  readonly descriptorSetIn: readonly string[];
}

export function schemaFlagsOf({ values }: ParsedFlags): SchemaFlags {
  return { protoPath: valuesOf(values, '--proto_path'), descriptorSetIn: valuesOf(values, '--descriptor_set_in') };
}

/** Undefined if the schema is not available; the reason has been printed. */
export async function readSchema(
  flags: SchemaFlags,
  files: readonly string[],
  terminal: Terminal,
): Promise<Schema | undefined> {
  const sets = paths(flags.descriptorSetIn);
  const bytes =
    sets.length > 0 ? await readSets(sets, terminal) : await compiled(paths(flags.protoPath), files, terminal);
  if (bytes === undefined) return undefined;
  try {
    return loadSchema(bytes);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const source = sets.join(', ');
    terminal.err(`${oneLine([source, error.message].filter((part) => part !== '').join(': '))}\n`);
    return undefined;
  }
}

async function compiled(
  roots: readonly string[],
  files: readonly string[],
  terminal: Terminal,
): Promise<Uint8Array | undefined> {
  const result = await compileFiles({ roots, files, cwd: terminal.cwd });
  for (const problem of result.problems) terminal.err(`${problemLine(problem)}\n`);
  if (result.ok) return encodeDescriptorSet(closure(result.files));
  return undefined;
}

/** Concatenated sets are one set, because protobuf's encoding merges messages that way. */
async function readSets(sets: readonly string[], terminal: Terminal): Promise<Uint8Array | undefined> {
  try {
    return Buffer.concat(await mapLimited(sets, (path) => readFile(resolve(terminal.cwd, path))));
  } catch (error) {
    terminal.err(`Cannot read the descriptor set: ${oneLine(messageOf(error))}\n`);
    return undefined;
  }
}

/** A flag may contain several paths, as PATH does. */
function paths(values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => value.split(delimiter)).filter((path) => path !== '');
}
