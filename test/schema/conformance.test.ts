/** Real files give protoc's own descriptors, comments and places included. */
import { equals, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { beforeAll, describe, expect, it } from 'vitest';
import { closure, encodeFile, type EncodeOptions } from '../../src/schema/encode.ts';
import type { LinkedFile } from '../../src/schema/model.ts';
import { compileTexts } from '../support/compileText.ts';
import { googlePaths, googleRoot, protoPaths, sample, wellKnownRoot } from '../support/corpus.ts';
import { splitDescriptorSet } from '../support/descriptorSet.ts';
import { runProtoc } from '../support/protoc.ts';

const SEED = 20_24;
const SAMPLE = 200;

const corpora = {
  "protobuf's own files": { root: wellKnownRoot, paths: protoPaths(wellKnownRoot) },
  'a sample of google-proto-files': { root: googleRoot, paths: sample(googlePaths(), SAMPLE, SEED) },
};

const variants: readonly { readonly flags: readonly string[]; readonly options: EncodeOptions }[] = [
  { flags: [], options: { sourceInfo: false } },
  { flags: ['--include_source_info'], options: { sourceInfo: true } },
  { flags: ['--include_source_info', '--retain_options'], options: { sourceInfo: true, retainOptions: true } },
];

describe.each(Object.entries(corpora))('%s', (_, { root, paths }) => {
  let files: readonly LinkedFile[] = [];

  beforeAll(() => {
    const compiled = compileTexts({}, paths, [wellKnownRoot, root]);
    expect(compiled.diagnostics.filter(({ diagnostic }) => diagnostic.severity === 'error')).toEqual([]);
    files = closure(compiled.files);
  });

  it.each(variants)('gives what protoc --include_imports $flags gives', ({ flags, options }) => {
    const run = runProtoc({ roots: [root], files: paths, flags: ['--include_imports', ...flags] });
    expect(run.ok, run.stderr).toBe(true);
    const theirs = splitDescriptorSet(run.output);
    expect(files.map(({ path }) => path)).toEqual([...theirs.keys()]);
    for (const file of files) {
      const ours = encodeFile(file, options);
      const expected = theirs.get(file.path) ?? new Uint8Array();
      if (Buffer.compare(ours, expected) === 0) continue;
      // Not the same bytes: say whether it is the same meaning.
      const same = equals(FileDescriptorProtoSchema, fromBinary(FileDescriptorProtoSchema, ours), fromBinary(FileDescriptorProtoSchema, expected));
      expect.unreachable(`${file.path}: ${same ? 'equal in meaning, other bytes' : 'another descriptor'}`);
    }
  });
});
