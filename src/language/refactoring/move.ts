/** Moves top-level declarations to another file or to a new one. All files get the necessary imports. */
import { dirname, join, relativeTo, unsavedPart, type FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { OptionNode } from '../../syntax/tree/nodes.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import { isIn } from '../../text/span.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { snakeCase } from '../names/snakeCase.ts';
import { ImportedFiles } from '../navigation/uses.ts';
import type { NewFile } from './after.ts';
import { namesIn, namesOf, selectedDeclarations } from './movable.ts';
import { isOwn, Refused, refusing, type Offer, type Selection, type Work } from './refactoring.ts';
import { relocated, type Movable, type Relocation } from './relocation.ts';

/** Two offers: a move to a new file in the same folder, and a move to a file that the user then chooses. */
export function moveOffers(selection: Selection): readonly Offer[] {
  const nodes = selectedDeclarations(selection);
  // A document that was never saved is not in a folder.
  if (nodes.length === 0 || unsavedPart(selection.path) !== undefined) return [];
  const what = namesOf(nodes);
  const offers: Offer[] = [{ kind: 'move', title: `Move ${what} to another file…`, asks: 'target' }];
  const path = newFileFor(selection, nodes);
  if (path === undefined) return offers;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [{ kind: 'move', title: `Move ${what} to new file ${name}`, work: () => moving(selection, path) }, ...offers];
}

/** The path of a new file, named after the first declaration; undefined if this file already exists. */
function newFileFor({ workspace, path }: Selection, nodes: readonly Movable[]): FilePath | undefined {
  const [first] = nodes;
  if (first === undefined || first.kind === 'extend' || first.name === undefined) return undefined;
  const found = join(dirname(path), `${snakeCase(first.name.text)}.proto`);
  if (workspace.text(found) !== undefined) return undefined;
  return found;
}

/** The files that declarations of a file can move to. Files of the same package come first. */
export function moveTargets(workspace: Workspace, path: FilePath): readonly FilePath[] {
  const packageOf = (one: FilePath): string | undefined => workspace.summary(one)?.package;
  const here = packageOf(path);
  const others = workspace.files().filter((one) => one !== path && isOwn(workspace, one));
  const isNear = (one: FilePath): boolean => packageOf(one) === here;
  return others.sort((a, b) => Number(isNear(b)) - Number(isNear(a)) || Number(a > b) - Number(a < b));
}

/** Moves the selected declarations to a file. The file does not need to exist. */
export function moving(selection: Selection, target: FilePath): Work {
  return refusing(function* () {
    return yield* relocated(planOf(selection, target));
  });
}

function planOf(selection: Selection, target: FilePath): Relocation {
  const { workspace, path: source, file } = selection;
  const nodes = selectedDeclarations(selection);
  if (nodes.length === 0) throw new Refused('Select a message, an enum, a service or an extension at the top level.');
  if (source === target) throw new Refused('The declaration is in this file already.');
  const other = workspace.linked(target);
  const common = { workspace, source, nodes };
  if (other === undefined) {
    const created = { path: target, importPath: newImportPath(workspace, source, target) };
    const scope = file.interface.package;
    return {
      ...common,
      ...namesIn(file, nodes, scope),
      target: { kind: 'newFile', file: created, head: headOf(selection) },
    };
  }
  requireSameSyntax(file, other);
  const planned = {
    ...common,
    ...namesIn(file, nodes, other.interface.package),
    target: { kind: 'file', path: target },
  } as const;
  if (other.interface.package === file.interface.package) return planned;
  return { ...planned, warning: otherPackage(file, other) };
}

function otherPackage(file: LinkedFile, other: LinkedFile): string {
  const [from, to] = [file, other].map(({ interface: { package: name } }) => (name === '' ? 'no package' : name));
  return `The full names change, because ${other.path} is in ${to ?? ''} and not in ${from ?? ''}. With them, the paths of calls and the types of google.protobuf.Any values change.`;
}

function requireSameSyntax({ descriptor }: LinkedFile, { descriptor: other, path }: LinkedFile): void {
  if (descriptor.syntax !== other.syntax || descriptor.edition !== other.edition)
    throw new Refused(`${path} has another syntax or edition, so the declaration would mean something else there.`);
}

/** The import path of the new file. It starts from the same import root as the path of its neighbour. */
function newImportPath(workspace: Workspace, neighbour: FilePath, path: FilePath): NewFile['importPath'] {
  const name = workspace.nameOf(neighbour);
  const root = neighbour.slice(0, -name.length - 1);
  return relativeTo(root, path) ?? workspace.nameOf(path);
}

/** Options that we do not copy to a new file, because their values must be unique. */
const OWN_OPTIONS: ReadonlySet<string> = new Set(['java_outer_classname']);

/** The first statements of a new file. They are the same as in the file that contains the declarations now. */
function headOf({ workspace, path, file }: Selection): string {
  const { tree } = file;
  const { items } = tree.root;
  const options = items.filter((item) => item.kind === 'option').filter(isShared);
  const imports = importsFor(workspace, path, file, options);
  const groups = [
    items.filter((item) => item.kind === 'syntax'),
    items.filter((item) => item.kind === 'package'),
    options,
  ].map((group) => group.map((node) => tree.text.slice(spanOf(tree, node).start, spanOf(tree, node).end)));
  const [syntax = [], packages = [], rest = []] = groups;
  const eol = lineBreakOf(tree.text);
  return [syntax, packages, imports, rest]
    .filter((group) => group.length > 0)
    .map((group) => group.join(eol) + eol)
    .join(eol);
}

function isShared({ name }: OptionNode): boolean {
  const first = name?.parts[0];
  if (first === undefined || OWN_OPTIONS.has(first.name?.text ?? '')) return false;
  return !first.extension;
}

/** The import statements for the extensions that options use. */
function importsFor(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  options: readonly OptionNode[],
): readonly string[] {
  const spans = options
    .filter(({ name }) => name?.parts.some(({ extension }) => extension) === true)
    .map((option) => spanOf(file.tree, option));
  const homes = new ImportedFiles(workspace, path, file);
  const found = file.references
    .filter(({ span, target }) => target.kind === 'extension' && spans.some((one) => isIn(span, one)))
    .flatMap(({ target }) => homes.pathOf(target.file) ?? [])
    .flatMap((home) => workspace.importPathOf(path, home) ?? []);
  return [...new Set(found)].sort().map((importPath) => `import "${importPath}";`);
}
