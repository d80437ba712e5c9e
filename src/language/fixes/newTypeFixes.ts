/** Fixes for a type that no visible file declares: a type with a similar name in another file, or a new type. */
import { slipsBetween } from '../../base/similar.ts';
import { compareText } from '../../base/strings.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { importEdit } from '../imports/importEdit.ts';
import { eachKnownType, fullNameOf, ImportCircles, type KnownType } from '../names/declarations.ts';
import { lookedUpFrom } from '../names/lookup.ts';
import { scopeOf, simpleName } from '../names/match.ts';
import { NameScope } from '../names/scope.ts';
import { snakeCase } from '../names/snakeCase.ts';
import { addImport } from './importFixes.ts';
import { fix, type Fix, type FixContext, insert, replace, statementSpan } from './fix.ts';

/** We offer at most this many candidates, because more do not help the user. */
const MOST = 3;

interface Candidate {
  readonly type: KnownType;
  readonly fullName: string;
  /** How many letters of the name are wrong. */
  readonly slips: number;
}

/** Fixes for a misspelt type, if a file that is not imported declares a type with a similar name. */
export function similarElsewhere(context: FixContext): readonly Fix[] {
  const { workspace, path, file, span, written, tree } = context;
  if (!/^\.?[A-Za-z_][\w.]*$/.test(written)) return [];
  const scope = new NameScope(file);
  const { relativeTo, typesOnly } = lookedUpFrom(file, span.start, false);
  const circles = new ImportCircles(workspace, path);
  const found: Fix[] = [];
  for (const { type, fullName } of similarTypes(context, typesOnly)) {
    if (found.length === MOST) break;
    const importPath = workspace.importPathOf(path, type.path);
    const isThere = importPath === undefined || file.imports.some((item) => item.path === importPath);
    if (isThere || circles.leadsBack(type.path)) continue;
    const short = scope.shortest(fullName, relativeTo, typesOnly, { fullName, package: type.package, kind: type.kind });
    const edits = [importEdit(tree, importPath), replace(span, short)];
    found.push(fix(`Change to "${short}" and import "${importPath}"`, edits, false));
  }
  return found;
}

/**
 * The types with a similar name. Types with the fewest wrong letters come first, then types of the file's own package.
 */
function similarTypes({ workspace, path, file, written }: FixContext, typesOnly: boolean): readonly Candidate[] {
  const simple = simpleName(written);
  const qualifier = scopeOf(written).replace(/^\./, '');
  const found: Candidate[] = [];
  const consider = (type: KnownType): void => {
    const fullName = fullNameOf(type);
    const slips = slipsBetween(simple, simpleName(type.name));
    const isWanted = (typesOnly || type.kind === 'message') && `.${scopeOf(fullName)}`.endsWith(`.${qualifier}`);
    if (slips !== undefined && slips > 0 && isWanted) found.push({ type, fullName, slips });
  };
  eachKnownType(workspace, path, '', () => 'all', consider);
  const isOwn = ({ type }: Candidate): number => Number(type.package === file.descriptor.package);
  return found.sort((a, b) => a.slips - b.slips || isOwn(b) - isOwn(a) || compareText(a.fullName, b.fullName));
}

/** Fixes that create the missing type: a message for an rpc, a message or an enum for a field. */
export function createType(context: FixContext): readonly Fix[] {
  const { file, tree, written, span } = context;
  // After a block without a closing brace, the new declaration would be inside the block.
  const isOpen = tree.diagnostics.some(({ code }) => code === 'missing-brace');
  if (!/^[A-Z]\w*$/.test(written) || isOpen || addImport(context).length > 0) return [];
  const fullName = [file.descriptor.package, written].filter((part) => part !== '').join('.');
  if (new NameScope(file).entity(fullName) !== undefined) return [];
  const kinds = new Set(nodePathAt(tree, span.start).map(({ kind }) => kind));
  const message = fix(`Create message ${written}`, [declaration(context, `message ${written} {}`)], false);
  if (kinds.has('rpcType')) return [message];
  if (!kinds.has('field')) return [];
  const body = [`enum ${written} {`, `  ${snakeCase(written).toUpperCase()}_UNSPECIFIED = 0;`, '}'];
  return [message, fix(`Create enum ${written}`, [declaration(context, body.join(lineBreakOf(tree.text)))], false)];
}

/**
 * The edit that adds a declaration. For a field, it goes after the top-level declaration of the field. For an rpc, it
 * goes to the end of the file, so that request and reply keep their order.
 */
function declaration({ tree, span }: FixContext, text: string): TextEdit {
  const eol = lineBreakOf(tree.text);
  const at = endOfPlace(tree, span.start);
  const before = tree.text.slice(0, at);
  const gap = before.endsWith('\n') ? eol : eol + eol;
  return insert(at, `${gap}${text}${eol}`);
}

function endOfPlace(tree: SyntaxTree, offset: number): number {
  const item = tree.root.items.find((one) => spanOf(tree, one).start <= offset && offset <= spanOf(tree, one).end);
  if (item === undefined || item.kind === 'service') return tree.text.length;
  return statementSpan(tree, item).end;
}
