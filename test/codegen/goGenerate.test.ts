/**
 * Generated code builds, whatever the schema, and a second run changes nothing.
 * @needs go
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CLIENT_MAIN_NAMES } from '../../src/codegen/targets/go/writing/clientMain.ts';
import { SERVER_MAIN_NAMES } from '../../src/codegen/targets/go/writing/serverMain.ts';
import { TEST_SUPPORT_NAMES } from '../../src/codegen/targets/go/writing/serverTest.ts';
import { LOCAL_NAMES } from '../../src/codegen/targets/go/writing/writer.ts';
import { AWKWARD, GREETER } from './support/awkward.ts';
import { hasGo } from './support/goPlugins.ts';
import { Workspace } from './support/workspace.ts';
import { sample } from '../support/corpus.ts';

/**
 * A few of the awkward schemas. `npm run verify:generate -- --only builds` takes all of them, with all of Go's tools.
 */
const SOME_AWKWARD = sample(AWKWARD, 8, 1);

describe.skipIf(!hasGo())('generated Go', () => {
  let workspace: Workspace | undefined;
  afterEach(() => workspace?.dispose());

  it('generated Go is a separate module that is formatted, builds and passes vet', async () => {
    workspace = await Workspace.create();
    const result = await workspace.apply(GREETER);
    expect(workspace.states(result)).toEqual({
      'gen/greeter/v1/greeter.pb.go': 'new',
      'gen/greeter/v1/greeter_grpc.pb.go': 'new',
      'go.mod': 'new',
      'go.sum': 'new',
      'server/greeter.go': 'new',
      'server/main.go': 'new',
      'server/greeter_test.go': 'new',
      'server/main_test.go': 'new',
      'client/main.go': 'new',
    });
    expect(result).toMatchObject({ problems: [], followUps: [] });
    expect(workspace.goProblems()).toBe('');
  });

  it('generated Go binds no name that an import might have, and declares only the names in our lists', async () => {
    workspace = await Workspace.create();
    await workspace.apply(GREETER);
    workspace.write({ 'tool/main.go': BOUND_NAMES });
    const programs = [
      'server/main.go',
      'server/main_test.go',
      'server/greeter.go',
      'server/greeter_test.go',
      'client/main.go',
    ];
    const bound = execFileSync('go', ['run', './tool', ...programs], { cwd: workspace.root, encoding: 'utf8' })
      .trim()
      .split(/\r?\n/);
    expect([...new Set(bound)].sort()).toEqual([...LOCAL_NAMES].sort());
    const declared = (path: string): readonly string[] => declaredIn(workspace?.read(path) ?? '');
    expect(declared('server/main.go')).toEqual([...SERVER_MAIN_NAMES].sort());
    expect(declared('server/main_test.go')).toEqual([...TEST_SUPPORT_NAMES].sort());
    expect(declared('client/main.go').filter((name) => !name.startsWith('greeter'))).toEqual(
      [...CLIENT_MAIN_NAMES].sort(),
    );
  });

  it('awkward schemas, each in a folder of one module, give formatted code that builds and passes vet, and a second run gives the same code', async () => {
    workspace = await Workspace.create();
    await workspace.apply({ 'none.proto': 'syntax = "proto3"; message None {}' });
    const folders = SOME_AWKWARD.map((schema, i) => ({
      ...schema,
      outputRoot: join(workspace?.root ?? '', `schema${i}`),
    }));
    for (const { name, files, outputRoot } of folders) {
      const result = await workspace.apply(files, { outputRoot });
      expect(
        result.problems.filter(({ severity }) => severity !== 'information'),
        name,
      ).toEqual([]);
      expect(result.followUps, name).toEqual([]);
      expect(new Set(Object.values(workspace.states(result))), name).toEqual(new Set(['new']));
    }
    for (const { name, files, outputRoot } of folders) {
      const again = await workspace.generate(files, { outputRoot });
      expect(new Set(Object.values(workspace.states(again))), name).toEqual(new Set(['unchanged']));
    }
    expect(workspace.goProblems()).toBe('');
  });

  it('generated Go is stable under gofmt, even if gofmt changes a comment twice', async () => {
    workspace = await Workspace.create();
    const comment = ['--- How ---', '1.  Ask:', '    with words', '', '2.  Listen:', '    to the answer']
      .map((line) => `  // ${line}`)
      .join('\n');
    const files = {
      'a.proto': `syntax = "proto3";\npackage a;\nmessage M {}\nservice S {\n${comment}\n  rpc Do(M) returns (M);\n}\n`,
    };
    await workspace.apply(files);
    expect(workspace.read('server/s.go')).toContain('Listen:');
    const grown = files['a.proto'].replace(
      'service S {',
      `service S {\n  rpc More(M) returns (M);\n${comment.replace('How', 'More')}\n  rpc Most(M) returns (M);\n`,
    );
    await workspace.apply({ 'a.proto': grown });
    expect(workspace.read('server/s.go')).toContain('More ---');
    expect(execFileSync('gofmt', ['-l', 'server', 'client'], { cwd: workspace.root, encoding: 'utf8' })).toBe('');
  });

  it('generated Go with a very long descriptor is checked and written', async () => {
    workspace = await Workspace.create();
    const values = Array.from({ length: 6_000 }, (_, i) => `VALUE_OF_THE_LONG_ENUM_${i} = ${i};`).join('\n');
    const result = await workspace.generate({ 'long.proto': `syntax = "proto3"; enum Long { ${values} }` });
    expect(result.problems).toEqual([]);
    expect(result.files.find(({ path }) => path.endsWith('long.pb.go'))?.content.length).toBeGreaterThan(500_000);
  });
});

/** Prints the names of receivers, parameters, results and variables in the given Go files. */
const BOUND_NAMES = `package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
)

func main() {
	for _, path := range os.Args[1:] {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			panic(err)
		}
		for _, declaration := range file.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok {
				ast.Inspect(function, show)
			}
		}
	}
}

func show(node ast.Node) bool {
	var bound []ast.Expr
	switch node := node.(type) {
	case *ast.Field:
		for _, name := range node.Names {
			bound = append(bound, name)
		}
	case *ast.ValueSpec:
		for _, name := range node.Names {
			bound = append(bound, name)
		}
	case *ast.AssignStmt:
		if node.Tok == token.DEFINE {
			bound = node.Lhs
		}
	case *ast.RangeStmt:
		bound = []ast.Expr{node.Key, node.Value}
	}
	for _, expression := range bound {
		if name, ok := expression.(*ast.Ident); ok && name.Name != "_" {
			fmt.Println(name.Name)
		}
	}
	return true
}
`;

function declaredIn(go: string): readonly string[] {
  return [...go.matchAll(/^(?:func|type|const|var) (\w+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== '_')
    .sort();
}
