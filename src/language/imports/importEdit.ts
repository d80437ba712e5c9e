/**
 * Finds where a new import goes: in alphabetical order if the file's imports are sorted, otherwise after all of them.
 */
import type { FileItem, ImportNode } from '../../syntax/tree/nodes.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf, startOfText, withLineFeeds } from '../../text/lines.ts';

/** The edit that imports a file. `optionOnly` says that it is an `import option`, which exists since edition 2024. */
export function importEdit(tree: SyntaxTree, importPath: string, optionOnly = false): TextEdit {
  const line = importLine(importPath, optionOnly);
  const eol = lineBreakOf(tree.text);
  const imports = tree.root.items.filter((item) => item.kind === 'import');
  const peers = imports.filter((item) => (item.modifier === 'option') === optionOnly);
  if (peers.length > 0) return amongImports(tree, peers, importPath, line, eol);
  const [first] = imports;
  // All other imports come before `import option` statements.
  if (first !== undefined && !optionOnly) return insertion(lineStart(tree, first), line + eol);
  const last = imports.at(-1);
  if (last !== undefined) return insertion(lineEnd(tree, last), eol + line);
  return withoutImports(tree, line, eol);
}

/** The import statement, without a line break. */
export function importLine(importPath: string, optionOnly = false): string {
  return `import ${optionOnly ? 'option ' : ''}"${importPath}";`;
}

function amongImports(
  tree: SyntaxTree,
  imports: readonly ImportNode[],
  importPath: string,
  line: string,
  eol: string,
): TextEdit {
  const next = nextInOrder(imports, importPath);
  if (next === undefined) return insertion(lineEnd(tree, imports.at(-1)), eol + line);
  const before = imports[imports.indexOf(next) - 1];
  if (before === undefined) return insertion(lineStart(tree, next), line + eol);
  return insertion(lineEnd(tree, before), eol + line);
}

/** The import that a new import precedes; undefined if the imports are not sorted, or if the new one comes last. */
function nextInOrder(imports: readonly ImportNode[], importPath: string): ImportNode | undefined {
  const paths = imports.map(importedPath);
  const sorted = paths.every((path, index) => index === 0 || (paths[index - 1] ?? '') <= path);
  if (!sorted) return undefined;
  return imports[paths.findIndex((path) => path > importPath)];
}

/** The import path in an import; empty if the user has not written one yet. */
export function importedPath({ path }: ImportNode): string {
  if (path === undefined) return '';
  return stringText(path);
}

/**
 * The edit for a file without imports. The new import goes after the package statement. If there is none, it goes after
 * the syntax statement, or at the top.
 */
function withoutImports(tree: SyntaxTree, line: string, eol: string): TextEdit {
  const { items } = tree.root;
  const anchor = items.findLast((item) => item.kind === 'package') ?? items.find((item) => item.kind === 'syntax');
  if (anchor === undefined) return insertion(lineStart(tree, items[0]), `${line}${eol}${eol}`);
  const end = lineEnd(tree, anchor);
  const blankFollows = /^(\r?\n[ \t]*(\r?\n|$)|\s*$)/.test(withLineFeeds(tree.text).slice(end));
  if (blankFollows) return insertion(end, `${eol}${eol}${line}`);
  return insertion(end, `${eol}${eol}${line}${eol}`);
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

/** The end of a statement's line if only blanks and a comment follow on that line; otherwise the statement's end. */
function lineEnd(tree: SyntaxTree, item: FileItem | undefined): number {
  if (item === undefined) return tree.text.length;
  const { end } = spanOf(tree, item);
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(
    withLineFeeds(tree.text).slice(end, end + MAX_LINE),
  );
  if (rest === null) return end;
  return end + rest[0].trimEnd().length;
}

const MAX_LINE = 1000;

/**
 * The start of a statement's line, or of the comment lines directly above it; the statement's start if other text
 * precedes it on the line.
 */
function lineStart(tree: SyntaxTree, item: FileItem | undefined): number {
  if (item === undefined) return tree.text.length;
  const { start } = spanOf(tree, item);
  const text = withLineFeeds(tree.text);
  const top = startOfText(text);
  const lineAt = (offset: number): number => Math.max(top, text.lastIndexOf('\n', offset) + 1);
  let line = lineAt(start - 1);
  if (text.slice(line, start).trim() !== '') return start;
  for (;;) {
    const above = lineAt(line - 2);
    if (line === top || !text.slice(above, line).trimStart().startsWith('//')) return line;
    line = above;
  }
}
