/**
 * What an existing go.mod lacks for generated code is reported before anything is written, with the commands that fix
 * it.
 * @needs go
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GREETER } from './support/awkward.ts';
import { hasGo } from './support/goPlugins.ts';
import { Workspace } from './support/workspace.ts';

const PROTOBUF = 'google.golang.org/protobuf';
const GRPC = 'google.golang.org/grpc';
/** Requirements that are new enough for all code that the plugins write. */
const NEW = `require (\n\t${PROTOBUF} v1.999.0\n\t${GRPC} v1.999.0\n)\n`;

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly message: RegExp;
  readonly commands: readonly (readonly (string | RegExp)[])[];
}

const CASES: readonly Case[] = [
  {
    name: 'an older runtime',
    files: { 'go.mod': `module greeter\n\ngo 1.25.0\n\nrequire (\n\t${PROTOBUF} v1.28.0\n\t${GRPC} v1.50.0\n)\n` },
    message:
      /^go\.mod requires google\.golang\.org\/grpc v1\.50\.0, but this code needs v1\.64\.0 or newer: go get google\.golang\.org\/grpc@v1\.64\.0$/,
    commands: [['go', 'get', /protobuf@v1\.36/, `${GRPC}@v1.64.0`]],
  },
  {
    name: 'a runtime that is replaced by an older one',
    files: { 'go.mod': `module greeter\n\ngo 1.25.0\n\n${NEW}\nreplace ${PROTOBUF} => ${PROTOBUF} v1.28.0\n` },
    message:
      /^go\.mod replaces google\.golang\.org\/protobuf by v1\.28\.0, but this code needs v1\.36\S+ or newer: go mod edit -dropreplace=google\.golang\.org\/protobuf$/,
    commands: [
      ['go', 'mod', 'edit', `-dropreplace=${PROTOBUF}`],
      ['go', 'get', `${PROTOBUF}@v1.999.0`],
    ],
  },
  {
    name: 'a runtime that is replaced by a folder',
    files: { 'go.mod': `module greeter\n\ngo 1.25.0\n\n${NEW}\nreplace ${PROTOBUF} => ../protobuf\n` },
    message:
      /^go\.mod replaces google\.golang\.org\/protobuf with a folder; the version there must be v1\.36\S+ or newer$/,
    commands: [],
  },
  {
    name: 'an old go directive',
    files: { 'go.mod': `module greeter\n\ngo 1.17\n\n${NEW}` },
    message: /^go\.mod says go 1\.17, but this code needs Go 1\.21 or newer: go get go@1\.25\.0$/,
    commands: [['go', 'get', 'go@1.25.0']],
  },
  {
    name: 'a genproto that holds packages of newer modules',
    files: {
      'go.mod': `module greeter\n\ngo 1.25.0\n\n${NEW}\nrequire google.golang.org/genproto v0.0.0-20220519153652-3a47de7e79bd\n`,
    },
    message:
      /^go\.mod requires a google\.golang\.org\/genproto from before its parts became separate modules, .*: go get google\.golang\.org\/genproto@v0\.0\.0-/,
    commands: [['go', 'get', /^google\.golang\.org\/genproto@v0\.0\.0-/]],
  },
  {
    name: 'a vendor folder without the packages',
    files: {
      'go.mod': `module greeter\n\ngo 1.25.0\n\n${NEW}`,
      'vendor/modules.txt': `# ${GRPC} v1.999.0\n## explicit; go 1.25\n${GRPC}\n`,
    },
    message: /^vendor\/ does not have .*google\.golang\.org\/protobuf\/runtime\/protoimpl.* yet: go mod vendor$/,
    commands: [['go', 'mod', 'vendor']],
  },
];

describe.skipIf(!hasGo())('an existing module', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.create();
  });
  afterEach(() => workspace.dispose());

  it.each(CASES)('a module with $name gets a report with the command to run', async ({ files, message, commands }) => {
    workspace.write(files);
    const { problems, followUps, files: written } = await workspace.generate(GREETER);
    expect(problems.map((problem) => problem.message)).toContainEqual(expect.stringMatching(message));
    expect(followUps).toEqual(
      commands.map((args) => ({
        cwd: workspace.root,
        needsFiles: args[1] === 'mod' && args[2] === 'vendor',
        args: args.map((arg) => (typeof arg === 'string' ? arg : (expect.stringMatching(arg) as string))),
      })),
    );
    expect(written.length).toBeGreaterThan(0);
  });

  it('a module outside a go.work gets a report, and is used after the command', async () => {
    workspace.write({ 'go.work': 'go 1.25.0\n\nuse (\n\t./other\n)\n', 'other/go.mod': 'module other\n\ngo 1.25.0\n' });
    const result = await workspace.apply(GREETER, { outputRoot: `${workspace.root}/service` });
    expect(result.problems).toEqual([
      {
        severity: 'warning',
        message: `${workspace.root}/go.work does not use this module, so Go does not build it: go work use ./service`,
      },
    ]);
    expect(workspace.go('-C', 'service', 'build', './...')).toContain('go.work');
    for (const { args } of result.followUps) expect(workspace.go(...args.slice(1))).toBe('');
    expect(workspace.go('-C', 'service', 'build', './...')).toBe('');
  });

  it('a module builds after the commands, however old it was', async () => {
    workspace.write({
      'go.mod': `module greeter\n\ngo 1.16\n\nrequire (\n\t${PROTOBUF} v1.28.0\n\t${GRPC} v1.47.0\n\tgoogle.golang.org/genproto v0.0.0-20220519153652-3a47de7e79bd\n)\n`,
    });
    const { followUps } = await workspace.generate(GREETER);
    expect(followUps.map(({ needsFiles }) => needsFiles)).toEqual([false]);
    // The commands run before anything is written, as in the editor.
    for (const { args } of followUps) expect(workspace.go(...args.slice(1))).toBe('');
    await workspace.apply(GREETER);
    expect(workspace.goProblems()).toBe('');
    expect((await workspace.generate(GREETER)).followUps).toEqual([]);
  });
});
