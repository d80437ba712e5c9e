/** Finds servers whose service no longer exists in the protos. The type that they embed is no longer generated. */
import { dirname, join, type FilePath } from '../../../../base/path.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { Problem } from '../../../../contract/generation.ts';
import { sourceOf } from '../reading/generatedHeader.ts';
import type { ScaffoldContext } from '../writing/context.ts';
import { isBase, type GoPackageView } from './implementations.ts';
import { rangeOf } from './methodProblems.ts';

interface Orphan {
  readonly path: FilePath;
  readonly problem: Problem;
  readonly importPath: string;
  /** The name of the embedded type, such as `UnimplementedGreeterServer`. */
  readonly base: string;
}

/** Returns one problem per server without a service. `but` are types that already have another problem. */
export async function removedServices(
  context: ScaffoldContext,
  view: GoPackageView,
  but: ReadonlySet<string>,
): Promise<readonly Problem[]> {
  const orphans = await Promise.all(
    orphansIn(context, view, but).map(async (orphan) => ({ orphan, isDeclared: await isDeclared(context, orphan) })),
  );
  return orphans.filter(({ isDeclared }) => !isDeclared).map(({ orphan }) => orphan.problem);
}

/**
 * Returns the types that embed the base type of a service from this module, if this run does not generate the service.
 */
function orphansIn(
  { module, services }: ScaffoldContext,
  { folder, names }: GoPackageView,
  but: ReadonlySet<string>,
): readonly Orphan[] {
  return [...folder.sources].flatMap(([path, source]) =>
    source.types
      .filter(({ name }) => !but.has(name))
      .flatMap((type) =>
        type.embeds.flatMap((embed): Orphan[] => {
          const name = names.fullName(source, embed.type)?.replace(/^\*/, '') ?? '';
          const dot = name.lastIndexOf('.');
          const [importPath, base] = [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)];
          const service = /^Un(?:implemented|safe)(\w+)Server$/.exec(base)?.[1];
          if (
            service === undefined ||
            !importPath.startsWith(`${module}/`) ||
            services.some((known) => isBase(name, known))
          )
            return [];
          const message = `${importPath} has no service ${service} any more, which ${type.name} is a server of`;
          return [
            {
              path,
              importPath,
              base,
              problem: {
                severity: 'warning',
                message,
                place: { path, range: rangeOf(new LineIndex(source.text), embed.span) },
              },
            },
          ];
        }),
      ),
  );
}

/** Whether the package still declares the embedded type after this run. We ignore a declaration in a stale file. */
async function isDeclared(
  { host, module, moduleRoot, files, outputs }: ScaffoldContext,
  { importPath, base }: Orphan,
): Promise<boolean> {
  const declaration = new RegExp(`^type ${base} `, 'm');
  const folder = join(moduleRoot, importPath.slice(module.length + 1));
  const written = new Map(
    outputs.filter(({ path }) => dirname(path) === folder).map(({ path, content }) => [path, content]),
  );
  const there = (await host.listFiles(folder)).filter((name) => name.endsWith('.go')).map((name) => join(folder, name));
  // The package has no Go files, so it was never generated. We cannot say that its service was removed.
  if (there.length + written.size === 0) return true;
  for (const path of there.filter((each) => !written.has(each))) {
    const text = (await host.readText(path)) ?? '';
    const isStale = outputs.length > 0 && files.includes(sourceOf(text) ?? '');
    if (!isStale && declaration.test(text)) return true;
  }
  return [...written.values()].some((content) => declaration.test(content));
}
