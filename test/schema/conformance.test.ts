/** Real files give protoc's own descriptors, comments and places included. */
import { equals, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { beforeAll, describe, expect, it } from 'vitest';
import { closure, encodeFile } from '../../src/schema/encode.ts';
import type { LinkedFile } from '../../src/schema/model.ts';
import { SourceInfos } from '../../src/schema/sourceInfo.ts';
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

const variants: readonly { readonly flags: readonly string[]; readonly sourceInfo: boolean; readonly retainOptions: boolean }[] = [
  { flags: [], sourceInfo: false, retainOptions: false },
  { flags: ['--include_source_info'], sourceInfo: true, retainOptions: false },
  { flags: ['--include_source_info', '--retain_options'], sourceInfo: true, retainOptions: true },
];

describe.each(Object.entries(corpora))('%s', (_, { root, paths }) => {
  let files: readonly LinkedFile[] = [];

  beforeAll(() => {
    const compiled = compileTexts({}, paths, [wellKnownRoot, root]);
    expect(compiled.diagnostics.filter(({ diagnostic }) => diagnostic.severity === 'error')).toEqual([]);
    files = compiled.all;
  });

  it.each(variants)('gives what protoc --include_imports $flags gives', ({ flags, sourceInfo, retainOptions }) => {
    const run = runProtoc({ roots: [root], files: paths, flags: ['--include_imports', ...flags] });
    expect(run.ok, run.stderr).toBe(true);
    const theirs = splitDescriptorSet(run.output);
    expect(closure(files.map((file) => file.interface)).map(({ path }) => path)).toEqual([...theirs.keys()]);
    const infos = new SourceInfos(retainOptions);
    for (const file of files) {
      if (sourceInfo) infos.record(file);
      const ours = encodeFile(file.interface, { retainOptions, sourceInfo: infos });
      const expected = theirs.get(file.path) ?? new Uint8Array();
      if (Buffer.compare(ours, expected) === 0) continue;
      // Not the same bytes: say whether it is the same meaning.
      const same = equals(FileDescriptorProtoSchema, fromBinary(FileDescriptorProtoSchema, ours), fromBinary(FileDescriptorProtoSchema, expected));
      expect.unreachable(`${file.path}: ${same ? 'equal in meaning, other bytes' : 'another descriptor'}`);
    }
  });
});
