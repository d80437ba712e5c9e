/** Completes the path in `import "…"`: every file that an import root leads to, the nearest first. */
import { basename, type FilePath, protobufPathIn } from '../../base/path.ts';
import { compareText } from '../../base/strings.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { ImportCircles, importableFiles } from '../names/declarations.ts';
import { type CompletionItem, type CompletionList, item } from './item.ts';
import { matchScore } from '../names/match.ts';
import type { CompletionRequest } from './request.ts';
import type { Place } from './surroundings.ts';

/** The list has at most this many entries. The user types more letters to find the others. */
const MOST = 100;

/**
 * The import paths that match the typed text. We leave out files that are already imported and files that would create
 * an import cycle.
 */
export function importItems(request: CompletionRequest): CompletionList {
  const { place } = request.around;
  if (place.kind !== 'string') return { items: [], incomplete: false };
  const { workspace, path: own, offset, tree } = request;
  const typed = tree.text.slice(place.content.start, offset);
  const taken = new Set(
    request.file.imports.filter((one) => offset < one.span.start || offset > one.span.end).map((one) => one.path),
  );
  const items: CompletionItem[] = [];
  const circles = new ImportCircles(workspace, own);
  const edits = missingSemicolon(tree, place);
  for (const { path } of candidates(request, typed)) {
    if (items.length === MOST) break;
    const importPath = workspace.importPathOf(own, path);
    if (importPath === undefined || taken.has(importPath) || circles.leadsBack(path)) continue;
    items.push(
      item({
        label: importPath,
        kind: 'file',
        span: place.content,
        rank: items.length,
        sortText: '',
        insertText: place.closed ? importPath : `${importPath}";`,
        edits,
      }),
    );
  }
  return { items, incomplete: true };
}

/**
 * The edit that adds a missing semicolon after a closed string. In an open string, the entry itself adds the quote and
 * the semicolon.
 */
function missingSemicolon(
  { text }: SyntaxTree,
  { closed, content }: Extract<Place, { readonly kind: 'string' }>,
): readonly TextEdit[] {
  const offset = content.end + 1;
  if (!closed || text.charAt(offset) === ';') return [];
  return [{ span: { start: offset, end: offset }, newText: ';' }];
}

interface Candidate {
  readonly path: FilePath;
  readonly score: number;
}

/**
 * The files that match the typed text, best first. We find their import paths later, only for the entries that we show,
 * because this is more expensive.
 */
function candidates({ workspace, path: own }: CompletionRequest, typed: string): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const path of importableFiles(workspace, own)) {
    if (path === own) continue;
    const score = scoreOf(workspace, path, typed);
    if (score > 0) found.push({ path, score: score * 100 + Math.min(99, sharedFolders(own, path)) });
  }
  return found.sort((a, b) => b.score - a.score || compareText(a.path, b.path));
}

function scoreOf(workspace: Workspace, path: FilePath, typed: string): number {
  if (typed === '') return 1;
  // The whole path rules out most files without a look at the import roots. Only files of a cache may have other names
  // than their import paths.
  if (path.endsWith('.proto') && matchScore(typed, path) === 0) return 0;
  const name = protobufPathIn(path) ?? workspace.nameOf(path);
  return Math.max(matchScore(typed, name), matchScore(typed, basename(name)));
}

function sharedFolders(a: string, b: string): number {
  let at = 0;
  let folders = 0;
  for (; at < a.length && a.charCodeAt(at) === b.charCodeAt(at); at++) if (a.charCodeAt(at) === SLASH) folders++;
  return folders;
}

const SLASH = 0x2f;
