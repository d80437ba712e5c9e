/**
 * Plans `server/main.go`. We write the file if it does not exist, and replace it until the user edits it. After that,
 * we only report what it lacks.
 */
import { join, type FilePath } from '../../../../base/path.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { Problem } from '../../../../contract/generation.ts';
import { formatted, type ScaffoldContext, type Scaffolds } from '../writing/context.ts';
import type { GoSource } from '../reading/goSource.ts';
import { selectorIn, type GoPackageView } from '../existing/implementations.ts';
import { importEdits } from '../existing/insert.ts';
import { fixOf, rangeOf } from '../existing/methodProblems.ts';
import { describe, namesIn } from '../reading/serverFolder.ts';
import {
  registerFunction,
  SERVER_DOCUMENTATION,
  SERVER_MAIN_NAMES,
  writeServerMain,
  type Registration,
} from '../writing/serverMain.ts';
import type { GoService } from '../writing/services.ts';
import { GoFile } from '../writing/writer.ts';
import { isUntouched, isUntouchedServerMain, withMark } from './untouched.ts';

/** Plans the server's main.go, or reports what the user's main.go lacks. */
export async function wiring(
  context: ScaffoldContext,
  view: GoPackageView,
  registrations: readonly Registration[],
  packageName: string,
): Promise<Scaffolds> {
  const { folder } = view;
  const path = join(folder.path, 'main.go');
  const others = [...folder.sources].filter(([file]) => file !== path).flatMap(([, { names }]) => [...names]);
  const print = (some: readonly Registration[]): Promise<string> => {
    const file = new GoFile([], [...SERVER_MAIN_NAMES, ...others, ...registrations.map(({ type }) => type)]);
    writeServerMain(file, some);
    return formatted(context, file.print('main', context.module, SERVER_DOCUMENTATION));
  };
  const there = folder.sources.get(path);
  const registers = ({ service }: Registration): boolean =>
    [...folder.sources.values()].some((source) => isRegistered(view, source, service));
  const missing = registrations.filter((registration) => !registers(registration));
  const isWired =
    packageName !== 'main' ||
    (folder.sources.size > 0 && missing.length < registrations.length) ||
    SERVER_MAIN_NAMES.some((name) => others.includes(name));
  if (there === undefined && isWired) {
    // Another file of the user registers the services, or the package is not a program.
    return { files: [], problems: unregistered(context, view, folder.path, missing) };
  }
  if (there === undefined) {
    const content = withMark(await print(registrations));
    return { files: [{ path, content, ownership: { kind: 'scaffold' } }], problems: [] };
  }
  const isOurs =
    isRenewable(view, there, registrations) || there.text === (await print(registrations.filter(registers)));
  if (!isOurs) return { files: [], problems: unregistered(context, view, path, missing) };
  const content = withMark(await print(registrations));
  return { files: [{ path, content, ownership: { kind: 'edit', text: there.text } }], problems: [] };
}

/**
 * Whether we may replace main.go: the user has not edited it, and a new one would register the same services or more.
 */
function isRenewable(view: GoPackageView, main: GoSource, registrations: readonly Registration[]): boolean {
  if (isUntouchedServerMain(main.text, registrations)) return true;
  return isUntouched(main.text) && otherRegistrations(view, main, registrations).length === 0;
}

function isRegistered(view: GoPackageView, source: GoSource, service: GoService): boolean {
  const selector = selectorIn(view, source, service, `Register${service.goName}Server`);
  return selector !== undefined && source.selectors.has(selector);
}

/** Returns the registrations of services outside this run, for example from another proto. */
function otherRegistrations(
  { names }: GoPackageView,
  main: GoSource,
  registrations: readonly Registration[],
): readonly string[] {
  const known = new Set(
    registrations.map(({ service }) => `${service.package.importPath}.Register${service.goName}Server`),
  );
  return [...main.selectors].filter((selector) => {
    const [qualifier = '', name = ''] = selector.split('.');
    if (!/^Register\w+Server$/.test(name)) return false;
    const importPath = names.importPath(main, qualifier) ?? '';
    return !known.has(`${importPath}.${name}`) && !importPath.startsWith('google.golang.org/grpc/');
  });
}

/**
 * Reports services that are not registered. The place is the last registration in the package, after which the user can
 * add another. If there is none, the message names the path `where`.
 */
function unregistered(
  context: ScaffoldContext,
  view: GoPackageView,
  where: FilePath,
  missing: readonly Registration[],
): readonly Problem[] {
  const last = lastRegistration(view);
  return missing.map(({ service, type }): Problem => {
    const what = (call: string): Problem => ({
      severity: 'information',
      message: `${describe(last?.path ?? where)} does not serve ${service.fullName} yet; add ${call}`,
    });
    if (last === undefined) return what(`${service.package.name}.Register${service.goName}Server(server, &${type}{})`);
    const { path, source, end, indent, server } = last;
    const file = new GoFile(view.names.imports(source), namesIn(view.folder));
    const call = `${registerFunction(file, service)}(${server}, &${type}{})`;
    const lines = new LineIndex(source.text);
    const edits = [
      ...importEdits(source, file, context.module),
      { span: { start: end, end }, newText: `\n${indent}${call}` },
    ];
    return {
      ...what(call),
      place: { path, range: rangeOf(lines, { start: last.start, end }) },
      fixes: [fixOf(lines, `Register ${service.fullName}`, edits)],
    };
  });
}

interface Place {
  readonly path: FilePath;
  readonly source: GoSource;
  readonly start: number;
  readonly end: number;
  readonly indent: string;
  /** The first argument of the registration, which is the gRPC server. */
  readonly server: string;
}

/** Matches a `Register…Server(…)` call on its own line. */
const REGISTRATION =
  /^(?<indent>[ \t]+)(?:[\p{L}\p{Nd}_]+\.)?Register[\p{L}\p{Nd}_]+Server\((?<server>[\p{L}\p{Nd}_.]+), .*\)(?=[ \t]*\r?$)/gmu;

function lastRegistration({ folder }: GoPackageView): Place | undefined {
  return [...folder.sources]
    .flatMap(([path, source]) =>
      [...source.text.matchAll(REGISTRATION)].map(({ 0: text, index, groups = {} }): Place => {
        const { indent = '', server = '' } = groups;
        return { path, source, start: index + indent.length, end: index + text.length, indent, server };
      }),
    )
    .at(-1);
}
