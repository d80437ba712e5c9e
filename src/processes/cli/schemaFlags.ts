/** Reads the schema for `serve` and `call`, from proto files or from a descriptor set. */
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

/** The values of the flags that select the schema. */
export interface SchemaFlags {
  readonly protoPath: readonly string[];
  readonly descriptorSetIn: readonly string[];
}

export function schemaFlagsOf({ values }: ParsedFlags): SchemaFlags {
  return { protoPath: valuesOf(values, '--proto_path'), descriptorSetIn: valuesOf(values, '--descriptor_set_in') };
}

/** Reads the schema that the flags select. If this fails, prints the reason and returns undefined. */
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

/**
 * Reads descriptor sets and joins their bytes. The result is one set, because protobuf's encoding merges concatenated
 * messages.
 */
async function readSets(sets: readonly string[], terminal: Terminal): Promise<Uint8Array | undefined> {
  try {
    return Buffer.concat(await mapLimited(sets, (path) => readFile(resolve(terminal.cwd, path))));
  } catch (error) {
    terminal.err(`Cannot read the descriptor set: ${oneLine(messageOf(error))}\n`);
    return undefined;
  }
}

/** Splits the values of a flag into paths. One value may contain several paths, as PATH does. */
function paths(values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => value.split(delimiter)).filter((path) => path !== '');
}
