/** Fixes for imports: missing imports, superfluous imports, and import paths that lead nowhere. */
import type { Entity } from '../../schema/descriptors/descriptor.ts';
import type { FilePath } from '../../base/path.ts';
import { mostSimilar } from '../../base/similar.ts';
import { compareText } from '../../base/strings.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import type { ImportNode } from '../../syntax/tree/nodes.ts';
import type { TextEdit } from '../../text/edit.ts';
import { eachKnownExtension, eachKnownType, fullNameOf, ImportCircles } from '../names/declarations.ts';
import { importedPath, importEdit } from '../imports/importEdit.ts';
import { filesWithMissingNames, pathDistance } from '../imports/likelyFiles.ts';
import { importProblem, type ImportFix } from '../imports/resolution.ts';
import { NameScope, type Newcomer } from '../names/scope.ts';
import { lookedUpFrom } from '../names/lookup.ts';
import { fix, type Fix, type FixContext, remove, replace, statementSpan } from './fix.ts';

/** We offer at most this many candidates, because more do not help the user. */
const MOST = 5;

/** A declaration that the user may mean, with the import path that leads to it. */
interface Candidate extends Newcomer {
  readonly importPath: string;
}

/** Fixes for a type or a custom option whose file is not imported. */
export function addImport(context: FixContext): readonly Fix[] {
  const seemsToBeIn = /^"([^"]+)" seems to be defined in "([^"]+)"/.exec(context.diagnostic.message);
  if (seemsToBeIn) return [importInFull(context, seemsToBeIn[2] ?? '')];
  const option = context.diagnostic.code === 'unknown-option';
  const name = missingName(context, option);
  if (name === undefined || !/^\.?[A-Za-z_][\w.]*$/.test(name)) return [];
  const found = [...visibleCandidates(context, name, option), ...candidates(context, name, option)].slice(0, MOST);
  return found.map((candidate, index) =>
    importing(context, candidate, name, option, index === 0 && found.length === 1),
  );
}

/** The fix that imports a file. If the text already has an `import option` of the file, the new import replaces it. */
function importInFull({ tree }: FixContext, importPath: string): Fix {
  const edits = [importEdit(tree, importPath)];
  const optionOnly = tree.root.items.find(
    (item) => item.kind === 'import' && item.modifier === 'option' && importedPath(item) === importPath,
  );
  if (optionOnly !== undefined) edits.push(remove(statementSpan(tree, optionOnly)));
  return fix(`Import "${importPath}"`, edits);
}

function missingName({ diagnostic, written }: FixContext, option: boolean): string | undefined {
  if (option) return /^Option "\((\.?[\w.]+)\)" unknown/.exec(diagnostic.message)?.[1];
  return written.replaceAll(/\s/g, '');
}

function importing(context: FixContext, candidate: Candidate, name: string, option: boolean, preferred: boolean): Fix {
  const { tree, file, span } = context;
  const { fullName, importPath } = candidate;
  const scope = new NameScope(file);
  const { relativeTo, typesOnly } = lookedUpFrom(file, span.start, option);
  const edits: TextEdit[] = [];
  const isVisible = scope.entity(fullName) !== undefined;
  if (!isVisible) edits.push(importEdit(tree, importPath, option && tree.edition >= EDITION_2024));
  const leads = scope.resolve(name, relativeTo, typesOnly, candidate) === fullName;
  if (leads) return fix(`Import "${importPath}"`, edits, preferred);
  const short = scope.shortest(fullName, relativeTo, typesOnly, candidate);
  const start = option ? span.start + 1 : span.start;
  edits.push(replace({ start, end: start + name.length }, short));
  if (isVisible) return fix(`Change to "${short}"`, edits, preferred);
  return fix(`Import "${importPath}" and write "${short}"`, edits, preferred);
}

const EDITION_2024 = 1001;

/**
 * The kind of candidate for a symbol, where an option or a type is named; undefined if the symbol cannot be named
 * there.
 */
function wantedKindOf(kind: Entity['kind'], option: boolean): Candidate['kind'] | undefined {
  if (option) {
    if (kind === 'field') return kind;
    return undefined;
  }
  if (kind === 'message' || kind === 'enum') return kind;
  return undefined;
}

/** The declarations that the file already sees, but that the user has to name in another way. */
function visibleCandidates({ file }: FixContext, name: string, option: boolean): readonly Candidate[] {
  const wanted = name.replace(/^\./, '');
  const found: Candidate[] = [];
  for (const one of new NameScope(file).visible) {
    for (const { kind, fullName } of one.scope.values()) {
      const wantedKind = wantedKindOf(kind, option);
      if (wantedKind === undefined || !`.${fullName}`.endsWith(`.${wanted}`)) continue;
      found.push({ fullName, package: one.package, kind: wantedKind, importPath: '' });
    }
  }
  return found;
}

function candidates(context: FixContext, name: string, option: boolean): readonly Candidate[] {
  const { workspace, path, file } = context;
  const circles = new ImportCircles(workspace, path);
  const wanted = name.replace(/^\./, '');
  const found = new Map<string, Candidate>();
  const consider = (
    kind: Candidate['kind'],
    one: { readonly path: FilePath; readonly package: string; readonly name: string },
  ): void => {
    const fullName = fullNameOf(one);
    if (!`.${fullName}`.endsWith(`.${wanted}`) || circles.leadsBack(one.path)) return;
    const importPath = workspace.importPathOf(path, one.path);
    if (importPath === undefined || file.imports.some((item) => item.path === importPath)) return;
    found.set(`${importPath} ${fullName}`, { fullName, package: one.package, kind, importPath });
  };
  if (option) eachKnownExtension(workspace, path, (one) => consider('field', one));
  else
    eachKnownType(
      workspace,
      path,
      wanted.slice(wanted.lastIndexOf('.') + 1),
      () => 'matching',
      (one) => consider(one.kind, one),
    );
  const near = (one: Candidate): number => sharedLength(one.package, file.descriptor.package);
  return [...found.values()]
    .sort(
      (a, b) => near(b) - near(a) || a.fullName.length - b.fullName.length || compareText(a.importPath, b.importPath),
    )
    .slice(0, MOST);
}

function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charAt(at) === b.charAt(at)) at++;
  return at;
}

/** The fix that removes an import. If there are several unused imports, another fix removes all of them. */
export function removeImport(context: FixContext): readonly Fix[] {
  const node = context.node('import');
  if (node?.path === undefined) return [];
  const gone = [remove(statementSpan(context.tree, node))];
  // If an import leads nowhere, most users want to find the file instead, and editors list preferred fixes first.
  const preferred = context.diagnostic.code !== 'unresolved-import';
  const own = fix(`Remove the import of "${stringText(node.path)}"`, gone, preferred);
  const unused = unusedImports(context);
  if (context.diagnostic.code !== 'unused-import' || unused.length < 2) return [own];
  return [
    own,
    fix(
      'Remove all unused imports',
      unused.map((one) => remove(statementSpan(context.tree, one))),
      false,
    ),
  ];
}

function unusedImports({ file, tree }: FixContext): readonly ImportNode[] {
  const unused = file.diagnostics.filter(({ code }) => code === 'unused-import');
  const starts = new Set(unused.map(({ span }) => span?.start));
  return tree.root.items
    .filter((item) => item.kind === 'import')
    .filter((item) => starts.has(spanOf(tree, item).start));
}

/** Fixes for an import path that leads nowhere: the paths of the files that the user may mean. */
export function changeImport(context: FixContext): readonly Fix[] {
  const node = context.node('import');
  if (node?.path === undefined) return [];
  const span = spanOf(context.tree, node.path);
  const quote = context.text.charAt(span.start);
  const written = stringText(node.path);
  const problem = importProblem(context.workspace, context.path, written, (path) => path);
  const changes = (problem?.fixes ?? []).filter((one) => one.kind === 'changeImport');
  const similar = changes.map(({ importPath }) => importPath);
  const declaring = problem?.kind === 'missing' ? pathsWithMissingNames(context, written) : [];
  const isClear = declaring.length === 1 || (declaring.length === 0 && similar.length === 1);
  return [...new Set([...declaring, ...similar])]
    .slice(0, MOST)
    .map((importPath, index) =>
      fix(`Change to "${importPath}"`, [replace(span, quote + importPath + quote)], index === 0 && isClear),
    );
}

/** The import paths of files that declare the names that the file lacks. Files with a similar path come first. */
function pathsWithMissingNames({ workspace, path, file }: FixContext, written: string): readonly string[] {
  const imported = new Set(file.imports.map((item) => item.path));
  return filesWithMissingNames(workspace, path, file)
    .slice(0, MOST)
    .flatMap((one) => workspace.importPathOf(path, one) ?? [])
    .filter((importPath) => !imported.has(importPath))
    .sort((a, b) => pathDistance(written, a) - pathDistance(written, b));
}

/** Fixes for an import that do not change the file: another setting, or a command to run in a terminal. */
export function beyondTheText(context: FixContext): readonly Exclude<ImportFix, { readonly kind: 'changeImport' }>[] {
  const node = context.node('import');
  if (node?.path === undefined) return [];
  const problem = importProblem(context.workspace, context.path, stringText(node.path), (path) => path);
  return (problem?.fixes ?? []).filter((one) => one.kind !== 'changeImport');
}

/** Fixes for a misspelt type, if the file sees a type with a similar name. */
export function similarType(context: FixContext): readonly Fix[] {
  const { file, span, written } = context;
  if (!/^\.?[A-Za-z_][\w.]*$/.test(written)) return [];
  const scope = new NameScope(file);
  const { relativeTo, typesOnly } = lookedUpFrom(file, span.start, false);
  const names = new Map<string, string>();
  for (const one of scope.visible) {
    for (const entity of one.scope.values()) {
      if ((entity.kind !== 'message' || entity.mapEntry) && (entity.kind !== 'enum' || !typesOnly)) continue;
      names.set(scope.shortest(entity.fullName, relativeTo, typesOnly), entity.fullName);
    }
  }
  const all = [...names.keys()];
  if (typesOnly) all.push(...SCALARS);
  const found: string[] = [];
  for (let rest = all; found.length < 3; ) {
    const next = mostSimilar(written, rest);
    if (next === undefined) break;
    found.push(next);
    rest = rest.filter((one) => one !== next);
  }
  return found.map((name, index) =>
    fix(`Change to "${name}"`, [replace(span, name)], index === 0 && found.length === 1),
  );
}

const SCALARS = [
  'string',
  'int32',
  'int64',
  'bool',
  'bytes',
  'double',
  'float',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
];
