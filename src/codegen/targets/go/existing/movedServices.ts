/**
 * Finds servers whose generated code has moved to another Go package. We recognize the service by its full name, which
 * the old generated code also contains. We must not write a second server. We also must not add methods with types of
 * the new package to a file that imports the old one.
 */
import { mapLimited } from '../../../../base/concurrency.ts';
import { join, type FilePath } from '../../../../base/path.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { GenerateHost } from '../../../model.ts';
import type { ScaffoldContext } from '../writing/context.ts';
import type { GoSource } from '../reading/goSource.ts';
import type { GoPackageView } from './implementations.ts';
import { fixOf, rangeOf } from './methodProblems.ts';
import type { GoService } from '../writing/services.ts';

/** A server that still uses the old package of its generated code, and its problems. */
export interface MovedService {
  readonly service: GoService;
  readonly type: string;
  readonly problems: readonly Problem[];
}

interface Stale {
  readonly source: GoSource;
  readonly type: string;
  /** The import path of the package that no longer has the service. */
  readonly from: string;
}

/** Returns the server that still uses the old package of the service; undefined if there is no such server. */
export async function findMoved(
  view: GoPackageView,
  service: GoService,
  { packages, module, moduleRoot, host }: ScaffoldContext,
): Promise<MovedService | undefined> {
  for (const stale of staleServers(view, service, module)) {
    const isCurrent = packages.some(({ importPath }) => importPath === stale.from);
    const evidence = await generatedFor(service, join(moduleRoot, stale.from.slice(module.length + 1)), host);
    if (evidence === 'same' || (evidence === 'none' && !isCurrent))
      return {
        service,
        type: stale.type,
        problems: isCurrent ? [misplaced(view, stale, service)] : importProblems(view, stale.from, service),
      };
  }
  return undefined;
}

function staleServers({ folder, names }: GoPackageView, service: GoService, module: string): readonly Stale[] {
  const base = `.Unimplemented${service.goName}Server`;
  return [...folder.sources.values()].flatMap((source) =>
    source.types.flatMap((type) =>
      type.embeds.flatMap((embed) => {
        const name = names.fullName(source, embed.type)?.replace(/^\*/, '') ?? '';
        if (!name.endsWith(base) || !name.startsWith(`${module}/`)) return [];
        return [{ source, type: type.name, from: name.slice(0, -base.length) }];
      }),
    ),
  );
}

/**
 * Whether a folder has the generated code of this service (`same`), of another service with the same Go name (`other`),
 * or of neither (`none`).
 */
async function generatedFor(
  { goName, fullName }: GoService,
  folder: FilePath,
  host: GenerateHost,
): Promise<'same' | 'other' | 'none'> {
  const files = (await host.listFiles(folder)).filter((name) => name.endsWith('_grpc.pb.go'));
  const texts = await mapLimited(files, (name) => host.readText(join(folder, name)));
  const declaring = texts.filter((text) => text?.includes(`type Unimplemented${goName}Server struct`));
  if (declaring.length === 0) return 'none';
  if (declaring.some((text) => text?.includes(`"${fullName}"`))) return 'same';
  return 'other';
}

/**
 * Returns one problem per file that imports the old package, because all files of a package must use the same types.
 */
function importProblems({ folder, names }: GoPackageView, from: string, service: GoService): readonly Problem[] {
  return [...folder.sources, ...folder.tests].flatMap(([path, source]) =>
    source.imports
      .filter((declared) => declared.path === from)
      .map(({ span, alias }): Problem => {
        const lines = new LineIndex(source.text);
        const used =
          alias ??
          [...source.selectors]
            .map((selector) => selector.split('.')[0] ?? '')
            .find((name) => names.importPath(source, name) === from);
        const renamed = alias === undefined && used !== undefined && used !== service.package.name ? `${used} ` : '';
        const edit = { span, newText: `${renamed}"${service.package.importPath}"` };
        return {
          severity: 'warning',
          message: `the generated code of ${service.fullName} is in ${service.package.importPath} now; methods are added once it is imported`,
          place: { path, range: rangeOf(lines, span) },
          fixes: [fixOf(lines, `Import ${service.package.importPath}`, [edit])],
        };
      }),
  );
}

/**
 * Returns a problem without a fix. The old package still exists with other contents, so only the user knows which of
 * its names have moved.
 */
function misplaced({ folder, names }: GoPackageView, { source, type }: Stale, service: GoService): Problem {
  const [path = folder.path] = [...folder.sources].find(([, other]) => other === source) ?? [];
  const embeds = source.types.filter(({ name }) => name === type).flatMap((declared) => declared.embeds);
  const embed = embeds.find(
    (each) => names.fullName(source, each.type)?.endsWith(`.Unimplemented${service.goName}Server`) === true,
  );
  return {
    severity: 'warning',
    message: `the generated code of ${service.fullName} is in ${service.package.importPath} now; methods are added once that package's Unimplemented${service.goName}Server is embedded`,
    place: { path, range: rangeOf(new LineIndex(source.text), embed?.span ?? { start: 0, end: 0 }) },
  };
}
