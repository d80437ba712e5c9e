/** The values that we read from buf.yaml, buf.work.yaml, buf.lock and buf.gen.yaml. */
import { describe, expect, it } from 'vitest';
import { parseBufGen } from '../../src/project/buf/gen.ts';
import { parseBufLock } from '../../src/project/buf/lock.ts';
import { parseBufWork, parseBufYaml } from '../../src/project/buf/workspace.ts';

describe('the modules of buf.yaml', () => {
  it('buf.yaml gives a single module if it lists none', () => {
    expect(parseBufYaml('')).toEqual({ modules: [{ path: '.', excludes: [], includes: [] }], deps: [] });
  });

  it('the modules of v1beta1 are its roots, which share their excludes', () => {
    const yaml = 'version: v1beta1\nname: buf.build/acme/shop\nbuild:\n  roots: [a, b]\n  excludes: [a/x]\n';
    expect(parseBufYaml(yaml).modules).toEqual([
      { path: 'a', name: 'buf.build/acme/shop', excludes: ['a/x'], includes: [] },
      { path: 'b', name: 'buf.build/acme/shop', excludes: ['a/x'], includes: [] },
    ]);
  });

  it('the modules of a v2 file each have their own excludes', () => {
    const yaml =
      'version: v2\nmodules:\n  - path: a\n    name: buf.build/acme/a\n    excludes: [a/x]\n  - path: b\n    includes: [b/y]\n';
    expect(parseBufYaml(yaml).modules).toEqual([
      { path: 'a', name: 'buf.build/acme/a', excludes: ['a/x'], includes: [] },
      { path: 'b', excludes: [], includes: ['b/y'] },
    ]);
  });
});

describe('the dependencies of buf.yaml', () => {
  it('dependencies are names without labels, and keep the port of their host', () => {
    const yaml = 'deps: [buf.build/acme/a, "buf.build/acme/b:v1", "localhost:8080/acme/c:main"]';
    expect(parseBufYaml(yaml).deps).toEqual(['buf.build/acme/a', 'buf.build/acme/b', 'localhost:8080/acme/c']);
  });
});

describe('buf.work.yaml', () => {
  it('only the folders of buf.work.yaml are read', () => {
    expect(parseBufWork('version: v1\ndirectories: [proto, 1, third_party]\n')).toEqual({
      directories: ['proto', 'third_party'],
    });
  });
});

describe('buf.lock', () => {
  it('buf.lock gives the same result with the fields of v1 and v2', () => {
    const v1 =
      'deps:\n  - remote: buf.build\n    owner: acme\n    repository: a\n    commit: c0ffee\n    digest: shake256:00\n';
    const v2 = 'version: v2\ndeps:\n  - name: buf.build/acme/a\n    commit: c0ffee\n    digest: shake256:00\n';
    const locked = [{ name: 'buf.build/acme/a', commit: 'c0ffee', digestType: 'shake256' }];
    expect([parseBufLock(v1), parseBufLock(v2)]).toEqual([locked, locked]);
  });

  it('digests in v1beta1 have no type', () => {
    const yaml = 'deps:\n  - name: buf.build/acme/a\n    commit: c0ffee\n    digest: b1-x=\n';
    expect(parseBufLock(yaml)).toMatchObject([{ digestType: 'b5' }]);
  });

  it.each([
    'name: buf.build/../x\n    commit: c0ffee',
    'name: buf.build/acme/a\n    commit: ../x',
    'name: buf.build/acme/a',
  ])('an entry is left out if it cannot be a folder of the cache: %j', (fields) =>
    expect(parseBufLock(`deps:\n  - ${fields}\n`)).toEqual([]),
  );
});

describe('the plugins of buf.gen.yaml', () => {
  it('plugins are distinguished by where they run', () => {
    const text = `version: v2
plugins:
  - local: protoc-gen-go
    out: gen
    opt: paths=source_relative,x=y
  - local: [go, run, example.com/cmd/protoc-gen-x@v1.2.3]
    out: x
  - remote: buf.build/grpc/go:v1.5.1
    out: gen
  - protoc_builtin: java
    out: java
`;
    expect(parseBufGen(text).plugins).toEqual([
      { name: 'protoc-gen-go', command: ['protoc-gen-go'], options: ['paths=source_relative', 'x=y'], out: 'gen' },
      { name: 'protoc-gen-x', command: ['go', 'run', 'example.com/cmd/protoc-gen-x@v1.2.3'], options: [], out: 'x' },
      { name: 'protoc-gen-go-grpc', options: [], out: 'gen' },
      { name: 'protoc-gen-java', options: [], out: 'java' },
    ]);
    expect(
      parseBufGen(
        'version: v1\nplugins:\n  - plugin: java\n    out: a\n  - plugin: es\n    out: b\n    path: ./bin/es\n',
      ).plugins,
    ).toEqual([
      { name: 'protoc-gen-java', options: [], out: 'a' },
      { name: 'protoc-gen-es', command: ['./bin/es'], options: [], out: 'b' },
    ]);
  });

  it.each(['- a', '{', ''])('there are no plugins in %j, which is not a mapping', (text) =>
    expect(parseBufGen(text).plugins).toEqual([]),
  );

  it.each([
    ['local: bin/protoc-gen-x.exe', 'protoc-gen-x'],
    ['local: "C:\\\\bin\\\\protoc-gen-x"', 'protoc-gen-x'],
    ['local: a@b/protoc-gen-x', 'protoc-gen-x'],
    ['remote: buf.build/protocolbuffers/go:v1.36.0', 'protoc-gen-go'],
  ])('the plugin of the line %s has the name %s', (line, name) => {
    expect(parseBufGen(`version: v2\nplugins:\n  - ${line}\n`).plugins.map((plugin) => plugin.name)).toEqual([name]);
  });
});
