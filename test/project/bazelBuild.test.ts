import { describe, expect, it } from 'vitest';
import { parseBazelBuild } from '../../src/project/bazelBuild.ts';

describe('the proto_library rules of a BUILD file', () => {
  it.each([
    [
      'both prefixes and the files',
      'proto_library(\n    name = "a",\n    srcs = ["a.proto", "b/b.proto"],\n    import_prefix = "x/y",\n    strip_import_prefix = "/src",\n)',
      [{ stripImportPrefix: '/src', importPrefix: 'x/y', srcs: ['a.proto', 'b/b.proto'] }],
    ],
    [
      'files from a glob',
      "my_proto_library(srcs = glob(['**/*.proto']), strip_import_prefix = '')",
      [{ stripImportPrefix: '', importPrefix: undefined, srcs: undefined }],
    ],
    ['no prefix', 'proto_library(name = "a", srcs = ["a.proto"])', []],
    ['a computed prefix', 'proto_library(name = "a", import_prefix = "x/%s" % NAME)', []],
    ['a prefix of another rule', 'go_library(import_prefix = "x")', []],
    [
      'a prefix in a comment or a string',
      '# proto_library(import_prefix = "x")\n"""proto_library(import_prefix = "x")"""',
      [],
    ],
    [
      'a comment between the arguments',
      'proto_library(\n  # deps = ")",\n  import_prefix = "x",  # why\n)',
      [{ stripImportPrefix: undefined, importPrefix: 'x', srcs: undefined }],
    ],
    ['an unclosed rule', 'proto_library(import_prefix = "x', []],
  ])('the rules are read with %s', (_, text, libraries) => {
    expect(parseBazelBuild(text)).toEqual(libraries);
  });
});
