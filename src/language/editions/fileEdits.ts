/** Makes the edits for the statements of a file: its first line, imports, and file options. */
import type { OptionNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf, withLineFeeds } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { insert, remove, replace } from '../fixes/fix.ts';
import { lineEnd } from '../fixes/fileOption.ts';
import { syntaxLine } from '../fixes/syntaxFixes.ts';
import { importEdit, importedPath, importLine } from '../imports/importEdit.ts';
import type { Plan, TargetEdition } from './plan.ts';
import { written } from './setting.ts';

/** The edits of the file's statements. `removed` has the names of the file options that the edition does not have. */
export function fileEdits(
  tree: SyntaxTree,
  plan: Plan,
  target: TargetEdition,
  removed: ReadonlySet<string>,
): TextEdit[] {
  const statements = plan.file.map((setting) => `option ${written(setting)};`);
  const gone = tree.root.items.filter((item) => item.kind === 'option').filter((option) => isNamed(option, removed));
  const imports = importEdits(tree, plan.imports, target);
  const options = optionEdits(tree, statements, gone);
  return [...versionEdits(tree, target), ...imports.map((edit) => withoutBlankLine(edit, options)), ...options];
}

/**
 * The edit of an import, without its blank line if new options go to the same place, because these add a blank line
 * too.
 */
function withoutBlankLine(edit: TextEdit, options: readonly TextEdit[]): TextEdit {
  if (!options.some(({ span }) => span.start === edit.span.start)) return edit;
  return { ...edit, newText: edit.newText.trimEnd() };
}

function versionEdits(tree: SyntaxTree, target: TargetEdition): readonly TextEdit[] {
  const node = tree.root.items.find((item) => item.kind === 'syntax');
  if (node?.value === undefined) return syntaxLine(tree, `edition = "${target}";`).edits;
  const value = spanOf(tree, node.value);
  const quote = tree.text.charAt(value.start);
  const { tokens } = tree;
  return [
    replace({ start: tokens.start(node.first), end: tokens.end(node.first) }, 'edition'),
    replace(value, quote + target + quote),
  ];
}

/** The edits that add imports. If several imports go to one place, we join them, because they must be in order. */
function importEdits(tree: SyntaxTree, paths: readonly string[], target: TargetEdition): TextEdit[] {
  const imported = new Set(tree.root.items.filter((item) => item.kind === 'import').map(importedPath));
  const isOption = target === '2024';
  const edits = paths
    .filter((path) => !imported.has(path))
    .sort()
    .map((path) => ({ path, edit: importEdit(tree, path, isOption) }));
  const [first] = edits;
  const atOnePlace = edits.every(({ edit }) => edit.span.start === first?.edit.span.start);
  if (first === undefined || edits.length === 1 || !atOnePlace) return edits.map(({ edit }) => edit);
  const lines = edits.map(({ path }) => importLine(path, isOption)).join(lineBreakOf(tree.text));
  return [{ ...first.edit, newText: first.edit.newText.replace(importLine(first.path, isOption), lines) }];
}

function isNamed({ name }: OptionNode, names: ReadonlySet<string>): boolean {
  const [part, ...rest] = name?.parts ?? [];
  return rest.length === 0 && part?.extension === false && names.has(part.name?.text ?? '');
}

/** The edits of file options. New options replace a removed one, or go after the other options of the file. */
function optionEdits(tree: SyntaxTree, statements: readonly string[], gone: readonly OptionNode[]): TextEdit[] {
  const eol = lineBreakOf(tree.text);
  const block = statements.join(eol);
  const [first, ...rest] = gone;
  if (first !== undefined && block !== '')
    return [replace(spanOf(tree, first), block), ...rest.map((option) => remove(lineOf(tree, option)))];
  return [...gone.map((option) => remove(lineOf(tree, option))), ...newStatements(tree, block, eol)];
}

function newStatements(tree: SyntaxTree, block: string, eol: string): TextEdit[] {
  if (block === '') return [];
  const { items } = tree.root;
  const body = items.findIndex(({ kind }) => BODY.has(kind));
  const head = body < 0 ? items : items.slice(0, body);
  const option = head.findLast(({ kind }) => kind === 'option');
  if (option !== undefined) return [insert(lineEnd(tree, option), eol + block)];
  const before = head.findLast(({ kind }) => HEAD.has(kind));
  // The file has no first line yet, so the options go to the same place as the new first line.
  if (before === undefined) return [...syntaxLine(tree, block).edits];
  const end = lineEnd(tree, before);
  return [insert(end, `${eol}${eol}${block}${isBlankBelow(tree, end) ? '' : eol}`)];
}

function isBlankBelow({ text }: SyntaxTree, end: number): boolean {
  return /^(\r?\n[ \t]*(\r?\n|$)|\s*$)/.test(withLineFeeds(text).slice(end));
}

const BODY: ReadonlySet<string> = new Set(['message', 'enum', 'service', 'extend']);
const HEAD: ReadonlySet<string> = new Set(['syntax', 'package', 'import']);

/** The span of an option statement, or of its whole line if the line contains nothing else. */
function lineOf(tree: SyntaxTree, option: OptionNode): Span {
  const span = spanOf(tree, option);
  const text = withLineFeeds(tree.text);
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(span.end));
  if (rest === null || text.slice(start, span.start).trim() !== '') return span;
  return { start, end: span.end + rest[0].length };
}
