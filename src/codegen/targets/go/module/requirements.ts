/** Finds what a module lacks to build generated code, and the commands that the user still has to run. */
import { ancestors, join, relativeTo, resolve, type FilePath } from '../../../../base/path.ts';
import type { FollowUp, Problem } from '../../../../contract/generation.ts';
import type { GenerateHost, PlannedFile } from '../../../model.ts';
import { parseGoWork } from '../../../../project/goWork.ts';
import { importsIn } from '../reading/goFacts.ts';
import type { GoModule } from './module.ts';
import { moduleOf, type GoModFile } from './moduleFile.ts';
import { compareVersions, newer } from './versions.ts';

const PROTOBUF = 'google.golang.org/protobuf';
const GRPC = 'google.golang.org/grpc';
const GENPROTO = 'google.golang.org/genproto';

/** The first Go version that has everything that generated code and scaffolds use. */
const OLDEST_GO = '1.21';

/**
 * The first genproto version whose packages are separate modules. With an older version, Go would find these packages
 * twice.
 */
const GENPROTO_SPLIT = 'v0.0.0-20230410155749';

/** What the module lacks: the problems, and the commands that solve them. */
export interface Requirements {
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
}

/** Returns what the module lacks to build `files`. `template` is the go.mod of new modules. */
export async function requirementsOf(
  module: GoModule,
  template: GoModFile,
  files: readonly PlannedFile[],
  host: GenerateHost,
): Promise<Requirements> {
  const go = files.filter(({ path }) => path.endsWith('.go'));
  const imports = foreignImports(module.file.module, go);
  const runtime = outdated(module, template, neededVersions(go));
  const wanted = [
    ...runtime.wanted,
    ...oldGo(module, template),
    ...oldGenproto(module.file, template, runtime.wanted),
    ...missing(module.file, template, imports),
  ];
  const places = await Promise.all([vendored(module, wanted.length > 0, imports, host), workspace(module, host)]);
  const get = fetching(wanted).map((args) => ({
    cwd: module.root,
    args: ['go', 'get', ...args],
    needsFiles: !module.exists,
  }));
  return {
    problems: [
      ...wanted.flatMap(({ argument, why }) => (why === undefined ? [] : [mismatch(`${why}: go get ${argument}`)])),
      ...[runtime, ...places].flatMap(({ problems }) => problems),
    ],
    followUps: [...runtime.followUps, ...get, ...places.flatMap(({ followUps }) => followUps)],
  };
}

/** A module that the user has to fetch, as an argument of `go get`. */
interface Wanted {
  readonly argument: string;
  /** Why the user has to fetch the module; undefined if go.mod merely lacks it. */
  readonly why?: string;
}

/**
 * Splits the modules into two `go get` commands. A module without a version may need newer versions of the others, but
 * `go get` does not change a version that the same command sets.
 */
function fetching(wanted: readonly Wanted[]): readonly (readonly string[])[] {
  const args = wanted.map(({ argument }) => argument);
  return [args.filter((argument) => argument.includes('@')), args.filter((argument) => !argument.includes('@'))].filter(
    ({ length }) => length > 0,
  );
}

function mismatch(message: string): Problem {
  return { severity: 'warning', message };
}

/** Returns the oldest version of each runtime that the generated code accepts, as its header says. */
function neededVersions(files: readonly PlannedFile[]): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const need = (module: string, version: string | undefined): void => {
    if (version === undefined) return;
    const known = needed.get(module);
    if (known === undefined || compareVersions(known, version) < 0) needed.set(module, version);
  };
  for (const { content } of files) {
    const head = content.slice(0, 4_000);
    // A runtime must be at least as new as the generator (protobuf.dev/support/cross-version-runtime-guarantee).
    need(PROTOBUF, /^\/\/ \tprotoc-gen-go (v\S+)$/m.exec(head)?.[1]);
    need(GRPC, /^\/\/ Requires gRPC-Go (v\S+) or later\.$/m.exec(head)?.[1]);
  }
  return needed;
}

interface OutdatedRuntimes extends Requirements {
  readonly wanted: readonly Wanted[];
}

const UP_TO_DATE: OutdatedRuntimes = { wanted: [], problems: [], followUps: [] };

/** Finds runtimes that go.mod lacks, replaces, or requires in a version that is too old. */
function outdated(module: GoModule, template: GoModFile, needed: ReadonlyMap<string, string>): OutdatedRuntimes {
  const found = [...needed]
    .filter(([path]) => path !== module.file.module)
    .map(([path, version]) => outdatedRuntime(module, template, { path, version }));
  return {
    wanted: found.flatMap(({ wanted }) => wanted),
    problems: found.flatMap(({ problems }) => problems),
    followUps: found.flatMap(({ followUps }) => followUps),
  };
}

interface NeededRuntime {
  readonly path: string;
  /** The oldest version that the generated code accepts. */
  readonly version: string;
}

function outdatedRuntime(module: GoModule, template: GoModFile, needed: NeededRuntime): OutdatedRuntimes {
  const { path, version } = needed;
  const replacement = module.file.replaced.get(path);
  if (replacement?.kind === 'folder') return replacedByFolder(needed);
  if (replacement?.kind === 'module') {
    if (isOlder(replacement.version, version)) return replacedByOlder(module, needed, replacement.version);
    return UP_TO_DATE;
  }
  const required = module.file.requires.get(path);
  if (required === undefined)
    return { ...UP_TO_DATE, wanted: [{ argument: `${path}@${newer(version, template.requires.get(path))}` }] };
  if (!isOlder(required, version)) return UP_TO_DATE;
  const why = `go.mod requires ${path} ${required}, but this code needs ${version} or newer`;
  return { ...UP_TO_DATE, wanted: [{ argument: `${path}@${version}`, why }] };
}

function isOlder(version: string, other: string): boolean {
  return compareVersions(version, other) < 0;
}

function replacedByFolder({ path, version }: NeededRuntime): OutdatedRuntimes {
  const message = `go.mod replaces ${path} with a folder; the version there must be ${version} or newer`;
  return { ...UP_TO_DATE, problems: [{ severity: 'information', message }] };
}

function replacedByOlder(
  { file, root, exists }: GoModule,
  { path, version }: NeededRuntime,
  replacement: string,
): OutdatedRuntimes {
  const drop = `-dropreplace=${path}`;
  const message = `go.mod replaces ${path} by ${replacement}, but this code needs ${version} or newer: go mod edit ${drop}`;
  return {
    wanted: [{ argument: `${path}@${newer(version, file.requires.get(path))}` }],
    problems: [mismatch(message)],
    followUps: [{ cwd: root, args: ['go', 'mod', 'edit', drop], needsFiles: !exists }],
  };
}

/** Finds a Go version in go.mod that is too old. A go.mod without a go line means Go 1.16. */
function oldGo({ file, exists }: GoModule, template: GoModFile): readonly Wanted[] {
  if (!exists || compareVersions(file.go ?? '1.16', OLDEST_GO) >= 0) return [];
  const said = file.go === undefined ? 'has no go line' : `says go ${file.go}`;
  return [
    { argument: `go@${template.go ?? OLDEST_GO}`, why: `go.mod ${said}, but this code needs Go ${OLDEST_GO} or newer` },
  ];
}

/**
 * Finds a genproto with which Go reports "ambiguous import: found package … in multiple modules". If grpc is fetched
 * too, it brings a newer genproto, so there is nothing else to fetch.
 */
function oldGenproto(mod: GoModFile, template: GoModFile, runtime: readonly Wanted[]): readonly Wanted[] {
  const [has, version] = [mod.requires.get(GENPROTO), template.requires.get(`${GENPROTO}/googleapis/rpc`)];
  const isOld =
    has !== undefined &&
    version !== undefined &&
    !mod.replaced.has(GENPROTO) &&
    compareVersions(has, GENPROTO_SPLIT) < 0;
  if (!isOld || runtime.some(({ argument }) => argument.startsWith(`${GRPC}@`))) return [];
  return [
    {
      argument: `${GENPROTO}@${version}`,
      why: `go.mod requires a ${GENPROTO} from before its parts became separate modules, so Go would find their packages twice`,
    },
  ];
}

/** Returns the modules of packages that no module in go.mod contains. */
function missing(mod: GoModFile, template: GoModFile, imports: readonly string[]): readonly Wanted[] {
  const unknown = imports.filter(
    (path) => !isBelow(path, PROTOBUF) && !isBelow(path, GRPC) && moduleOf(mod, path) === undefined,
  );
  return [...new Set(unknown.map((path) => moduleArgument(path, template)))].map((argument) => ({ argument }));
}

/**
 * Returns the argument of `go get` for a package. The modules of genproto share one repository, so the version that
 * grpc requires for one of them exists for the others too.
 */
function moduleArgument(path: string, template: GoModFile): string {
  const [part] = isBelow(path, `${GENPROTO}/googleapis`) ? path.slice(`${GENPROTO}/googleapis/`.length).split('/') : [];
  const version = template.requires.get(`${GENPROTO}/googleapis/rpc`);
  if ((part === 'api' || part === 'rpc') && version !== undefined) return `${GENPROTO}/googleapis/${part}@${version}`;
  return path;
}

/** Returns the imported packages that belong to other modules. */
function foreignImports(own: string, files: readonly PlannedFile[]): readonly string[] {
  const paths = files.flatMap(({ content }) => importsIn(content));
  // The first part of the path has a dot, except in packages of Go's library.
  return [...new Set(paths)].filter((path) => path.split('/')[0]?.includes('.') === true && !isBelow(path, own)).sort();
}

function isBelow(path: string, module: string): boolean {
  return path === module || path.startsWith(`${module}/`);
}

/**
 * Finds packages that a vendor folder lacks. `go mod vendor` copies only the packages that the module imports at that
 * time.
 */
async function vendored(
  { root }: GoModule,
  changes: boolean,
  imports: readonly string[],
  host: GenerateHost,
): Promise<Requirements> {
  const list = await host.readText(join(root, 'vendor/modules.txt'));
  if (list === undefined) return { problems: [], followUps: [] };
  const there = new Set(list.split(/\r?\n/));
  const absent = imports.filter((path) => !there.has(path));
  if (!changes && absent.length === 0) return { problems: [], followUps: [] };
  const problems =
    absent.length === 0 ? [] : [mismatch(`vendor/ does not have ${absent.join(', ')} yet: go mod vendor`)];
  return { problems, followUps: [{ cwd: root, args: ['go', 'mod', 'vendor'], needsFiles: true }] };
}

/** Finds a go.work above the module that does not list it. Go then builds only the modules in the go.work. */
async function workspace({ root, exists }: GoModule, host: GenerateHost): Promise<Requirements> {
  const found = await nearestGoWork(root, host);
  if (found === undefined || parseGoWork(found.text).uses.some((folder) => resolve(found.folder, folder) === root))
    return { problems: [], followUps: [] };
  const argument = `./${relativeTo(found.folder, root) ?? ''}`;
  return {
    problems: [
      mismatch(
        `${join(found.folder, 'go.work')} does not use this module, so Go does not build it: go work use ${argument}`,
      ),
    ],
    followUps: [{ cwd: found.folder, args: ['go', 'work', 'use', argument], needsFiles: !exists }],
  };
}

async function nearestGoWork(
  root: FilePath,
  host: GenerateHost,
): Promise<{ readonly folder: FilePath; readonly text: string } | undefined> {
  for (const folder of ancestors(join(root, 'go.work'))) {
    const text = await host.readText(join(folder, 'go.work'));
    if (text !== undefined) return { folder, text };
  }
  return undefined;
}
