/**
 * Finds the user's servers outside the package for new servers, in other packages of the module. A server names the
 * type that it embeds, so a text search finds the packages that may contain one. We read only those packages.
 */
import { dirname, isWithin, relativeTo, type FilePath } from '../../../../base/path.ts';
import { groupBy } from '../../../groupBy.ts';
import { GoNames } from '../reading/goNames.ts';
import { readGoFolder, type GoFolder } from '../reading/serverFolder.ts';
import type { ScaffoldContext } from '../writing/context.ts';
import type { GoService } from '../writing/services.ts';
import { findImplementation, type GoPackageView, type Implementation } from './implementations.ts';
import { findMoved, type MovedService } from './movedServices.ts';

/** What we found about the server of a service in another package. */
export type ServerElsewhere =
  | {
      readonly kind: 'found';
      readonly service: GoService;
      readonly view: GoPackageView;
      readonly implementation: Implementation;
    }
  | { readonly kind: 'moved'; readonly service: GoService; readonly moved: MovedService }
  /** A file of the package does not parse, so we do not know whether the package has a server. */
  | { readonly kind: 'unknown'; readonly service: GoService; readonly folder: GoFolder };

/** Finds the servers of the services in other folders. `but` is the folder that the caller has already searched. */
export async function findElsewhere(
  context: ScaffoldContext,
  services: readonly GoService[],
  but: FilePath,
): Promise<readonly ServerElsewhere[]> {
  if (services.length === 0) return [];
  const query = { names: SERVER_FILE, border: 'go.mod', words: services.flatMap(bases) };
  const paths = (await context.host.search(context.moduleRoot, query)).filter(
    (path) => dirname(path) !== but && !PASSED_OVER.test(relativeTo(context.moduleRoot, path) ?? path),
  );
  const folders = [...groupBy(paths, dirname).keys()];
  const read = await Promise.all(folders.map((folder) => readGoFolder(folder, context)));
  const views = read.map((folder) => ({ folder, names: new GoNames(folder, context.packages) }));
  const found = await Promise.all(services.map((service) => elsewhere(context, service, views)));
  return found.filter((one) => one !== undefined);
}

function bases({ goName }: GoService): readonly string[] {
  return [`Unimplemented${goName}Server`, `Unsafe${goName}Server`];
}

/** Matches the files that may declare a server. Tests do not match, because their servers are fakes. */
const SERVER_FILE = /(?<!\.pb|_test)\.go$/;

/** Matches paths that Go ignores. */
const PASSED_OVER = /(?:^|\/)(?:_|testdata\/)/;

async function elsewhere(
  context: ScaffoldContext,
  service: GoService,
  views: readonly GoPackageView[],
): Promise<ServerElsewhere | undefined> {
  const whole = views.filter(({ folder }) => folder.broken.length === 0);
  const found = whole.flatMap((view) => {
    const implementation = findImplementation(view, service);
    if (implementation === undefined) return [];
    return [{ kind: 'found' as const, service, view, implementation }];
  });
  // If there are several types, we choose the one that lacks the fewest methods. The others are usually fakes, or
  // servers that wrap another server.
  const [best] = found.sort((a, b) => a.implementation.missing.length - b.implementation.missing.length);
  if (best !== undefined) return best;
  // A server outside the output folder belongs to another copy of the generated code.
  for (const view of whole.filter(({ folder }) => isWithin(context.outputRoot, folder.path))) {
    const moved = await findMoved(view, service, context);
    if (moved !== undefined) return { kind: 'moved', service, moved };
  }
  const names = (folder: GoFolder, word: string): boolean => textsOf(folder).some((text) => text.includes(word));
  const broken = views.find(
    ({ folder }) =>
      folder.broken.length > 0 &&
      names(folder, `"${service.package.importPath}"`) &&
      bases(service).some((word) => names(folder, word)),
  );
  if (broken === undefined) return undefined;
  return { kind: 'unknown', service, folder: broken.folder };
}

function textsOf({ broken, sources }: GoFolder): readonly string[] {
  return [...broken, ...sources.values()].map(({ text }) => text);
}
