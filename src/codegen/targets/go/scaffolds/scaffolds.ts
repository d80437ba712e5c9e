/**
 * Plans the server and the client for the services of a run. It plans new files, and adds what the user's files lack.
 */
import { join, relativeTo } from '../../../../base/path.ts';
import { groupBy } from '../../../groupBy.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { PlannedFile } from '../../../model.ts';
import {
  CLIENT_DOCUMENTATION,
  CLIENT_MAIN_NAMES,
  clientCalls,
  methodPath,
  writeClientMain,
  type ClientCall,
} from '../writing/clientMain.ts';
import { formatted, type ScaffoldContext, type Scaffolds } from '../writing/context.ts';
import { addMethods, insertDeclarations } from '../existing/insert.ts';
import { methodProblems } from '../existing/methodProblems.ts';
import { findElsewhere, type ServerElsewhere } from '../existing/elsewhere.ts';
import { removedServices } from '../existing/removedServices.ts';
import { findMoved, type MovedService } from '../existing/movedServices.ts';
import { serverNames } from '../writing/naming.ts';
import { writeServer } from '../writing/serverFile.ts';
import { GoNames } from '../reading/goNames.ts';
import { findImplementation, type GoPackageView, type Implementation } from '../existing/implementations.ts';
import type { GoSource } from '../reading/goSource.ts';
import { describe, namesIn, packageIn, readGoFolder, type GoFolder } from '../reading/serverFolder.ts';
import type { GoService } from '../writing/services.ts';
import { SERVER_MAIN_NAMES, type Registration } from '../writing/serverMain.ts';
import { testScaffold } from './testScaffold.ts';
import { isUntouched, withMark } from './untouched.ts';
import { wiring } from './wiring.ts';
import { GoFile } from '../writing/writer.ts';

/** Plans the files of the server and the client. It writes nothing. */
export async function scaffolds(context: ScaffoldContext): Promise<Scaffolds> {
  const parts = await Promise.all([serverScaffold(context), clientScaffold(context)]);
  return { files: parts.flatMap(({ files }) => files), problems: parts.flatMap(({ problems }) => problems) };
}

async function serverScaffold(context: ScaffoldContext): Promise<Scaffolds> {
  const folder = await readGoFolder(join(context.outputRoot, 'server'), context);
  if (folder.broken.length > 0) {
    if (context.services.length > 0) return untouched(folder);
    return { files: [], problems: [] };
  }
  const view = { folder, names: new GoNames(folder, context.packages) };
  const found = context.services.flatMap((service) => findImplementation(view, service) ?? []);
  const moved = await movedServices(context, view, found);
  const types = new Map([...found, ...moved].map(({ service, type }) => [service, type]));
  const elsewhere = await findElsewhere(
    context,
    context.services.filter((service) => !types.has(service)),
    folder.path,
  );
  const others = new Set(elsewhere.map(({ service }) => service));
  const here = { ...context, services: context.services.filter((service) => !others.has(service)) };
  const parts = await Promise.all([
    ownServers(here, { view, found, moved, types }),
    serversElsewhere(context, elsewhere),
  ]);
  const problems = [
    ...parts.flatMap((part) => part.problems),
    ...(await removedServices(context, view, new Set(moved.map(({ type }) => type)))),
  ];
  return { files: parts.flatMap(({ files }) => files), problems };
}

/** The servers in the server's folder. */
interface OwnServers {
  readonly view: GoPackageView;
  readonly found: readonly Implementation[];
  readonly moved: readonly MovedService[];
  /** The type of the existing server for each service. */
  readonly types: ReadonlyMap<GoService, string>;
}

async function ownServers(context: ScaffoldContext, { view, found, moved, types }: OwnServers): Promise<Scaffolds> {
  if (context.services.length === 0) return { files: [], problems: [] };
  const { folder } = view;
  const fresh = context.services.filter((service) => !types.has(service));
  const names = serverNames(fresh, folder.files, [...namesIn(folder), ...SERVER_MAIN_NAMES]);
  const registrations = context.services.map(
    (service): Registration => ({ service, type: types.get(service) ?? names.get(service)?.type ?? service.goName }),
  );
  const taken = [...namesIn(folder), ...SERVER_MAIN_NAMES, ...registrations.map(({ type }) => type)];
  const packageName = packageIn(folder) ?? 'main';

  const files: PlannedFile[] = [];
  for (const [service, name] of names) {
    const file = new GoFile([], taken);
    writeServer(file, service, name.type);
    files.push({
      path: join(folder.path, name.file),
      content: await formatted(context, file.print(packageName, context.module)),
      ownership: { kind: 'scaffold' },
    });
  }
  const grown = await grownServers(context, view, found, taken);
  // A moved server looks unregistered until the user changes its import, so leave it out here.
  const settled = registrations.filter(({ service }) => !moved.some((each) => each.service === service));
  const main = await wiring(context, view, settled, packageName);
  const tests = await testScaffold(context, {
    view,
    package: packageName,
    fresh: [...names].map(([service, { type, file }]) => ({ service, type, file: describe(join(folder.path, file)) })),
    grown: found.map(({ service, type, missing, path }) => ({ service, type, missing, file: describe(path) })),
    names: taken,
  });
  return {
    files: [...files, ...grown.files, ...main.files, ...tests.files],
    problems: [...moved.flatMap((each) => each.problems), ...grown.problems, ...main.problems, ...tests.problems],
  };
}

/** Adds missing methods to servers in other folders. There, the user registers, creates and tests servers. */
async function serversElsewhere(context: ScaffoldContext, elsewhere: readonly ServerElsewhere[]): Promise<Scaffolds> {
  const found = elsewhere.filter((each) => each.kind === 'found');
  const grown = await Promise.all(
    [...groupBy(found, ({ view }) => view)].map(([view, members]) =>
      grownServers(
        context,
        view,
        members.map(({ implementation }) => implementation),
        namesIn(view.folder),
      ),
    ),
  );
  const notes = found.map(
    ({ service, implementation: { type, path } }): Problem => ({
      severity: 'information',
      message: `${type} in ${relativeTo(context.moduleRoot, path) ?? path} serves ${service.fullName}, so no other server is written for it`,
    }),
  );
  const moved = elsewhere.filter((each) => each.kind === 'moved').flatMap((each) => each.moved.problems);
  const folders = elsewhere.filter((each) => each.kind === 'unknown').map(({ folder }) => folder);
  const unknown = [...new Set(folders)].flatMap((folder) => untouched(folder).problems);
  return {
    files: grown.flatMap(({ files }) => files),
    problems: [...notes, ...grown.flatMap(({ problems }) => problems), ...moved, ...unknown],
  };
}

/** Adds missing methods to the user's servers, and returns the problems of their methods. */
async function grownServers(
  context: ScaffoldContext,
  view: GoPackageView,
  found: readonly Implementation[],
  names: Iterable<string>,
): Promise<Scaffolds> {
  const files: PlannedFile[] = [];
  for (const implementations of groupBy(
    found.filter(({ missing }) => missing.length > 0),
    ({ path }) => path,
  ).values()) {
    files.push(...(await completed(context, view, implementations, names)));
  }
  return { files, problems: found.flatMap((implementation) => methodProblems({ ...context, view }, implementation)) };
}

async function movedServices(
  context: ScaffoldContext,
  view: GoPackageView,
  found: readonly Implementation[],
): Promise<readonly MovedService[]> {
  const unknown = context.services.filter(
    (service) => !found.some((implementation) => implementation.service === service),
  );
  const moved = await Promise.all(unknown.map((service) => findMoved(view, service, context)));
  return moved.filter((each) => each !== undefined);
}

function untouched(folder: GoFolder): Scaffolds {
  const problems = folder.broken.map(
    ({ path, message, position }): Problem => ({
      severity: 'warning',
      message: `this file does not parse, so nothing in its folder is changed: ${message}`,
      place: { path, range: { start: position, end: position } },
    }),
  );
  return { files: [], problems };
}

/** Adds the missing methods of all types in one file. */
async function completed(
  context: ScaffoldContext,
  view: GoPackageView,
  implementations: readonly Implementation[],
  names: Iterable<string>,
): Promise<PlannedFile[]> {
  const [first] = implementations;
  if (first === undefined) return [];
  const { path, source } = first;
  const additions = [...groupBy(implementations, ({ type }) => type)].map(([type, services]) => {
    // A type may implement several services, and two of them may share a method.
    const missing = new Map(services.flatMap((service) => service.missing.map((method) => [method.goName, method])));
    return addMethods(source, type, services[0]?.receiver ?? first.receiver, [...missing.values()]);
  });
  const content = await insertDeclarations(
    { source, additions, imports: view.names.imports(source), names, module: context.module },
    context.format,
  );
  return [{ path, content, ownership: { kind: 'edit', text: source.text } }];
}

async function clientScaffold(context: ScaffoldContext): Promise<Scaffolds> {
  if (context.services.length === 0) return { files: [], problems: [] };
  const folder = await readGoFolder(join(context.outputRoot, 'client'), context);
  if (folder.broken.length > 0) return untouched(folder);
  const path = join(folder.path, 'main.go');
  const calls = clientCalls(context.services);
  const print = (some: readonly ClientCall[]): Promise<string> => {
    const file = new GoFile([], [...CLIENT_MAIN_NAMES, ...calls.map((call) => call.function)]);
    writeClientMain(file, some);
    return formatted(context, file.print('main', context.module, CLIENT_DOCUMENTATION));
  };
  const there = folder.sources.get(path);
  if (there === undefined) {
    const isFree = folder.sources.size === 0;
    const content = withMark(await print(calls));
    return { files: isFree ? [{ path, content, ownership: { kind: 'scaffold' } }] : [], problems: [] };
  }
  // We do not change a client that the user has edited. We replace any other client, so that it calls the new methods.
  if (!(await isOurClient(there, calls, print))) return { files: [], problems: [] };
  const content = withMark(await print(calls));
  return { files: [{ path, content, ownership: { kind: 'edit', text: there.text } }], problems: [] };
}

/**
 * Whether we may replace the client. The user must not have edited it, and it must not contain calls that a new client
 * would not have.
 */
async function isOurClient(
  { text, strings, imports }: GoSource,
  calls: readonly ClientCall[],
  print: (some: readonly ClientCall[]) => Promise<string>,
): Promise<boolean> {
  const known = new Set([...calls.map(methodPath), ...imports.map(({ path }) => path)]);
  const others = [...strings].filter((path) => METHOD_PATH.test(path) && !known.has(path));
  if (isUntouched(text)) return others.length === 0;
  // Clients of the first versions have no mark, so compare the text.
  return text === (await print(calls.filter((call) => strings.has(methodPath(call)))));
}

/** Matches the path of a method, such as `greeter.v1.Greeter/SayHello`. */
const METHOD_PATH = /^[\w.]+\/\w+$/;
