/**
 * Generation while some files have errors. We write the code of all others, and remove no file only because we cannot
 * read a proto.
 * @needs go
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GREETER } from './support/awkward.ts';
import { hasGo } from './support/goPlugins.ts';
import type { ProtoFiles } from './support/protoc.ts';
import { Workspace } from './support/workspace.ts';

const SHOP: ProtoFiles = { 'shop/shop.proto': shop('Buy') };
const GROWN: ProtoFiles = { 'shop/shop.proto': shop('Buy', 'Sell') };
const BROKEN = Object.keys(GREETER);

function shop(...methods: readonly string[]): string {
  const rpcs = methods.map((name) => `rpc ${name}(Item) returns (Item);`).join(' ');
  return `syntax = "proto3"; package shop; service Shop { ${rpcs} } message Item { string name = 1; }`;
}

describe.skipIf(!hasGo())('generation that leaves out files', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.create();
  });
  afterEach(() => workspace.dispose());

  it('writes the code of the other files, and leaves existing files alone', async () => {
    await workspace.apply({ ...GREETER, ...SHOP });
    const before = ['server/main.go', 'client/main.go', 'server/greeter.go'].map((path) => workspace.read(path));
    const result = await workspace.apply(GROWN, { leftOut: BROKEN });
    expect(result.problems.filter(({ severity }) => severity !== 'information')).toEqual([]);
    expect(result.leftOut).toEqual(BROKEN);
    expect(result.stale).toEqual([]);
    expect(workspace.read('server/shop.go')).toContain('Sell');
    expect(workspace.read('gen/shop/shop_grpc.pb.go')).toContain('Sell');
    expect(['server/main.go', 'client/main.go', 'server/greeter.go'].map((path) => workspace.read(path))).toEqual(
      before,
    );
    expect(workspace.goProblems()).toBe('');
    const whole = await workspace.apply({ ...GREETER, ...GROWN });
    expect(whole.leftOut).toEqual([]);
    expect(workspace.read('client/main.go')).toContain('Sell');
    expect(workspace.goProblems()).toBe('');
  });

  it('treats no file as stale, even if the proto of that file cannot be found', async () => {
    await workspace.apply({ ...GREETER, ...SHOP });
    expect((await workspace.generate(SHOP)).stale).toHaveLength(2);
    expect((await workspace.generate(SHOP, { leftOut: BROKEN })).stale).toEqual([]);
  });

  it('leaves out a file whose Go folder depends on a file with errors, and the files that import it', async () => {
    workspace.write({ 'go.mod': 'module greeter\n\ngo 1.24\n' });
    const files = {
      'p/b.proto': 'syntax = "proto3"; package b; message B {}',
      'q/user.proto': 'syntax = "proto3"; package q; import "p/b.proto"; message User { b.B b = 1; }',
      'r/own.proto': 'syntax = "proto3"; package r; message Own {}',
    };
    const result = await workspace.generate(files, { leftOut: ['p/a.proto'] });
    expect(result.leftOut).toEqual(['p/a.proto', 'p/b.proto', 'q/user.proto']);
    expect(Object.keys(workspace.states(result)).filter((path) => path.endsWith('.pb.go'))).toEqual([
      'gen/r/own.pb.go',
    ]);
  });

  it('continues with a file whose code already exists', async () => {
    const files = { 'p/b.proto': 'syntax = "proto3"; package p; message B {}' };
    await workspace.apply({ ...files, 'p/a.proto': 'syntax = "proto3"; package p; message A {}' });
    const grown = { 'p/b.proto': 'syntax = "proto3"; package p; message B { string name = 1; }' };
    const result = await workspace.generate(grown, { leftOut: ['p/a.proto'] });
    expect(result.leftOut).toEqual(['p/a.proto']);
    expect(workspace.states(result)).toMatchObject({ 'gen/p/b.pb.go': 'generated' });
  });

  it('generation is refused if no file with a known place is left', async () => {
    workspace.write({ 'go.mod': 'module greeter\n\ngo 1.24\n' });
    const files = { 'p/b.proto': 'syntax = "proto3"; package b; message B {}' };
    const result = await workspace.generate(files, { leftOut: ['p/a.proto'] });
    expect(result.files).toEqual([]);
    expect(result.problems).toMatchObject([{ severity: 'error', file: 'p/a.proto' }]);
    expect(result.problems[0]?.message).toMatch(/^this file has errors, .* fix it/);
  });

  it('creates no module if a file with errors may decide its name', async () => {
    const result = await workspace.generate(SHOP, { leftOut: BROKEN });
    expect(result.files).toEqual([]);
    expect(result.problems).toMatchObject([{ severity: 'error', file: BROKEN[0] }]);
    expect(result.problems[0]?.message).toMatch(/^there is no go\.mod yet, and this file/);
    const named = await workspace.generate(SHOP, { leftOut: BROKEN, goModule: 'example.com/shop' });
    expect(named.problems).toEqual([]);
    expect(workspace.states(named)).toMatchObject({ 'go.mod': 'new' });
  });

  it('does not run plugins of others, because they may write one file about all protos', async () => {
    await workspace.apply({ ...GREETER, ...SHOP });
    rmSync(join(workspace.root, 'gen', 'shop'), { recursive: true });
    const result = await workspace.generate(SHOP, {
      leftOut: BROKEN,
      additional: [{ plugin: 'protoc-gen-not-there', options: [], goPackages: true }],
    });
    expect(result.problems.filter(({ severity }) => severity !== 'information')).toEqual([
      {
        severity: 'warning',
        message: 'protoc-gen-not-there: not run while files are left out, so its code may be older than the rest',
      },
    ]);
    expect(workspace.states(result)).toMatchObject({ 'gen/shop/shop.pb.go': 'new' });
  });
});
