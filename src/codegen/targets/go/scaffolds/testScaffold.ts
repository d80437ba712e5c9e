/**
 * Plans the tests of servers. A new server gets a new test file. A server to which we add methods gets tests for these
 * methods.
 */
import { basename, join } from '../../../../base/path.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { PlannedFile } from '../../../model.ts';
import { formatted, type ScaffoldContext, type Scaffolds } from '../writing/context.ts';
import type { GoPackageView } from '../existing/implementations.ts';
import { insertDeclarations } from '../existing/insert.ts';
import { NameScope } from '../packages/names.ts';
import {
  dialFunction,
  TEST_SUPPORT_NAMES,
  testFunction,
  testNames,
  writeServerTest,
  writeTest,
  writeTestSupport,
  type TestedServer,
} from '../writing/serverTest.ts';
import type { GoMethod } from '../writing/services.ts';
import { GoFile } from '../writing/writer.ts';

/** A server of the user, and the methods that we add to it. */
export interface GrownServer extends TestedServer {
  readonly missing: readonly GoMethod[];
}

/** The servers of one folder for which we write tests: new servers, and servers to which we add methods. */
export interface TestPlan {
  readonly view: GoPackageView;
  readonly package: string;
  readonly fresh: readonly TestedServer[];
  readonly grown: readonly GrownServer[];
  /** All names that the package declares, including its tests. */
  readonly names: readonly string[];
}

/** Plans the test files. It writes nothing. */
export async function testScaffold(context: ScaffoldContext, plan: TestPlan): Promise<Scaffolds> {
  const [fresh, grown] = await Promise.all([newTests(context, plan), addedTests(context, plan)]);
  return { files: [...fresh.files, ...grown], problems: fresh.problems };
}

async function newTests(context: ScaffoldContext, plan: TestPlan): Promise<Scaffolds> {
  const { folder } = plan.view;
  const declared = namesInTests(plan);
  const isFree = (name: string): boolean => !plan.names.includes(name);
  // A name that is taken belongs to a test of the user, so we write no tests for this server.
  const servers = plan.fresh.filter((server) => server.service.methods.length > 0 && testNames(server).every(isFree));
  const supported = TEST_SUPPORT_NAMES.every((name) => declared.has(name));
  const clash = supported ? undefined : TEST_SUPPORT_NAMES.find((name) => !isFree(name));
  if (clash !== undefined) return { files: [], problems: servers.map((server) => unwritten(server, clash)) };

  const names = [...plan.names, ...TEST_SUPPORT_NAMES, ...servers.flatMap(testNames)];
  const stems = new NameScope(folder.files.map((file) => file.toLowerCase().replace(/_test\.go$/, '')));
  const print = async (stem: string, write: (file: GoFile) => void): Promise<PlannedFile> => {
    const file = new GoFile([], names);
    write(file);
    const path = join(folder.path, `${stems.take(stem)}_test.go`);
    const content = await formatted(context, file.print(plan.package, context.module));
    return { path, content, ownership: { kind: 'scaffold' } };
  };
  const tests = servers.map((server) =>
    print(basename(server.file).replace(/\.go$/, ''), (file) => writeServerTest(file, server)),
  );
  const support = supported || tests.length === 0 ? [] : [print('main', writeTestSupport)];
  return { files: await Promise.all([...tests, ...support]), problems: [] };
}

function namesInTests({ view: { folder } }: TestPlan): ReadonlySet<string> {
  return new Set([...folder.tests.values()].flatMap((source) => [...source.names]));
}

function unwritten({ service, file }: TestedServer, clash: string): Problem {
  return {
    severity: 'information',
    message: `no tests are written for ${service.fullName}: ${clash}, which they would share, means something else in the package of ${file}`,
  };
}

/**
 * Adds tests for new methods to existing test files. They go to the end of a file that creates a client for the server,
 * if there is such a file.
 */
async function addedTests(context: ScaffoldContext, plan: TestPlan): Promise<readonly PlannedFile[]> {
  const declared = namesInTests(plan);
  if (!declared.has('callContext') || !declared.has('checkCall')) return [];
  const untested = plan.grown.map((server) => ({
    server,
    methods: server.missing.filter((method) => !declared.has(testFunction(server.type, method))),
  }));
  const files = [...plan.view.folder.tests].map(async ([path, source]): Promise<PlannedFile[]> => {
    const additions = untested
      .filter(({ server, methods }) => methods.length > 0 && source.names.has(dialFunction(server.type)))
      .map(({ server, methods }) => ({
        at: source.text.trimEnd().length,
        write: (file: GoFile) => writeTests(file, server, methods),
      }));
    if (additions.length === 0) return [];
    const content = await insertDeclarations(
      { source, additions, imports: plan.view.names.imports(source), names: plan.names, module: context.module },
      context.format,
    );
    return [{ path, content, ownership: { kind: 'edit', text: source.text } }];
  });
  return (await Promise.all(files)).flat();
}

function writeTests(file: GoFile, server: GrownServer, methods: readonly GoMethod[]): void {
  for (const method of methods) {
    file.line();
    writeTest(file, server, method);
  }
}
