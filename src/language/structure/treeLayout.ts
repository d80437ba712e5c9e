/**
 * The layout of the first levels of the schema tree. A small workspace lists its packages. A large one has three
 * groups: its services, its packages, and the packages that are only copies. In a large workspace, a package that only
 * contains one other package shares its row with that package, as folders do in the Explorer.
 */
import type { SchemaNode } from '../../contract/schemaNode.ts';
import { packageId } from '../../workspace/index/rowIds.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** If a workspace has more packages than this, we group its rows, because a longer list does not help the user. */
const MOST_PACKAGES = 20;

/** The label of the row for files without a package. */
const NO_PACKAGE = '(no package)';

/** The packages of a workspace. Each list is sorted. */
export interface TreeLayout {
  readonly isLarge: boolean;
  readonly own: readonly string[];
  readonly vendored: readonly string[];
  /** The vendored packages as a set. */
  readonly isVendored: ReadonlySet<string>;
}

/** Computes the current layout of a workspace. */
export function treeLayout(workspace: Workspace): TreeLayout {
  const packages = workspace.packages();
  const isVendored = workspace.vendoredPackages();
  return {
    isLarge: packages.length > MOST_PACKAGES,
    own: packages.filter((name) => !isVendored.has(name)),
    vendored: packages.filter((name) => isVendored.has(name)),
    isVendored,
  };
}

/**
 * The rows of the user's own top-level packages in a large workspace. A package that only contains one other package
 * shares its row with that package.
 */
export function outermostPackages(layout: TreeLayout): readonly SchemaNode[] {
  const unnamed = layout.own.filter((name) => name === '');
  return [...foldedBelow(layout.own, ''), ...unnamed].map((name) => packageRow(layout, name, ''));
}

/**
 * The rows of the packages directly inside a package of a large workspace. A package that only contains one other
 * package shares its row with that package.
 */
export function packagesBelow(layout: TreeLayout, outer: string): readonly SchemaNode[] {
  if (!layout.isLarge || outer === '' || layout.isVendored.has(outer)) return [];
  return foldedBelow(layout.own, outer).map((name) => packageRow(layout, name, outer));
}

/**
 * The names of the packages that contain a package and have a row, outermost first, then the name of the package; empty
 * if the package has no row.
 */
export function packagePath(layout: TreeLayout, name: string): readonly string[] {
  if (!layout.isLarge || name === '' || layout.isVendored.has(name)) {
    if (layout.own.includes(name) || layout.isVendored.has(name)) return [name];
    return [];
  }
  const path: string[] = [];
  for (let outer = ''; outer !== name; outer = path.at(-1) ?? '') {
    const next = foldedBelow(layout.own, outer).find((item) => item === name || name.startsWith(`${item}.`));
    if (next === undefined) return [];
    path.push(next);
  }
  return path;
}

/** The row of a package inside `outer`. The empty name stands for the files without a package. */
export function packageRow(layout: TreeLayout, name: string, outer?: string): SchemaNode {
  const row = { id: packageId(name), kind: 'package', fullName: name, hasChildren: true } as const;
  if (name === '') return { ...row, ...opened(layout, name), label: NO_PACKAGE };
  if (!layout.isLarge || layout.isVendored.has(name)) return { ...row, ...opened(layout, name), ...shortened(name) };
  const around = outer ?? packagePath(layout, name).at(-2) ?? '';
  if (around === '') return { ...row, label: name };
  return { ...row, label: name.slice(around.length + 1) };
}

function opened({ isLarge, isVendored }: TreeLayout, name: string): Pick<SchemaNode, 'opensAtFirst'> {
  if (isLarge || isVendored.has(name)) return {};
  return { opensAtFirst: true };
}

/** The label of a package. The end of the name distinguishes the package, but a narrow view would cut it off. */
function shortened(name: string): Pick<SchemaNode, 'label' | 'description'> {
  const parts = name.split('.');
  const kept = /^v\d/.test(parts.at(-1) ?? '') ? 2 : 1;
  // If only one word precedes the kept part, the name is short enough.
  if (parts.length <= kept + 1) return { label: name };
  return { label: parts.slice(-kept).join('.'), description: parts.slice(0, -kept).join('.') };
}

/** The end of a package's name, then its beginning, because a narrow view cuts off the end of a text. */
export function endFirst(name: string): string {
  const { label, description } = shortened(name);
  if (description === undefined) return label;
  return `${label} · ${description}`;
}

/**
 * The packages below `outer`. A package that declares nothing and contains only one package is folded into that
 * package.
 */
function foldedBelow(packages: readonly string[], outer: string): readonly string[] {
  const start = outer === '' ? '' : `${outer}.`;
  const groups = new Map<string, string>();
  for (const name of packages) {
    if (name === outer || !name.startsWith(start)) continue;
    const first = name.slice(start.length).split('.', 1)[0] ?? '';
    groups.set(first, commonName(groups.get(first) ?? name, name));
  }
  return [...groups.values()];
}

/** The parts that two dotted names share at their beginnings. */
function commonName(a: string, b: string): string {
  const [left, right] = [a.split('.'), b.split('.')];
  const end = left.findIndex((part, at) => part !== right[at]);
  return left.slice(0, end < 0 ? left.length : end).join('.');
}
