/** What is generated builds, whatever the schema, and generating again changes nothing. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AWKWARD, GREETER } from './support/awkward.ts';
import { hasGo } from './support/goPlugins.ts';
import { Workspace } from './support/workspace.ts';

describe.skipIf(!hasGo())('generated Go', () => {
  let workspace: Workspace | undefined;
  afterEach(() => workspace?.dispose());

  it('is a module of its own that is formatted, builds and passes vet', async () => {
    workspace = await Workspace.create();
    const result = await workspace.apply(GREETER);
    expect(workspace.states(result)).toEqual({
      'gen/greeter/v1/greeter.pb.go': 'new',
      'gen/greeter/v1/greeter_grpc.pb.go': 'new',
      'go.mod': 'new',
      'go.sum': 'new',
      'server/greeter.go': 'new',
      'server/main.go': 'new',
      'client/main.go': 'new',
    });
    expect(result).toMatchObject({ problems: [], followUps: [] });
    expect(workspace.goProblems()).toBe('');
  });

  it('is formatted, builds and passes vet for awkward schemas, each in a folder of one module', async () => {
    workspace = await Workspace.create();
    await workspace.apply({ 'none.proto': 'syntax = "proto3"; message None {}' });
    for (const [i, { name, files }] of AWKWARD.entries()) {
      const result = await workspace.apply(files, { outputRoot: join(workspace.root, `schema${i}`) });
      expect(result.problems.filter(({ severity }) => severity !== 'information'), name).toEqual([]);
      expect(result.followUps, name).toEqual([]);
    }
    expect(workspace.goProblems()).toBe('');
  }, 300_000);

  it('is checked and written however long the descriptor is', async () => {
    workspace = await Workspace.create();
    const values = Array.from({ length: 6_000 }, (_, i) => `VALUE_OF_THE_LONG_ENUM_${i} = ${i};`).join('\n');
    const result = await workspace.generate({ 'long.proto': `syntax = "proto3"; enum Long { ${values} }` });
    expect(result.problems).toEqual([]);
    expect(result.files.find(({ path }) => path.endsWith('long.pb.go'))?.content.length).toBeGreaterThan(500_000);
  });

  it.each(AWKWARD)('is all unchanged when it is generated again: $name', async ({ files }) => {
    workspace = await Workspace.create();
    const first = await workspace.apply(files);
    expect(new Set(Object.values(workspace.states(first)))).toEqual(new Set(['new']));
    const second = await workspace.generate(files);
    expect(new Set(Object.values(workspace.states(second)))).toEqual(new Set(['unchanged']));
  });
});
