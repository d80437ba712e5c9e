/** Paths in `import "…"`: every file that an import root leads to, the nearest first. */
import { basename, type FilePath } from '../../base/path.ts';
import { ImportCircles, importableFiles, WELL_KNOWN_FILES } from '../declarations.ts';
import { type CompletionItem, type CompletionList, item } from './item.ts';
import { matchScore } from '../match.ts';
import type { CompletionRequest } from './request.ts';

/** As many as someone may look through; more letters find the others. */
const MOST = 100;

export function importItems(request: CompletionRequest): CompletionList {
  const { place } = request.around;
  if (place.kind !== 'string') return { items: [], incomplete: false };
  const typed = request.tree.text.slice(place.content.start, request.offset);
  const found = candidates(request, typed);
  const items: CompletionItem[] = [];
  const circles = new ImportCircles(request.workspace, request.path);
  const semicolon = place.closed && request.tree.text.charAt(place.content.end + 1) !== ';';
  for (const { path } of found) {
    if (items.length === MOST) break;
    const importPath = request.workspace.importPathOf(request.path, path);
    if (importPath === undefined || circles.leadsBack(path)) continue;
    items.push(item({
      label: importPath, kind: 'file', span: place.content, rank: items.length, sortText: '',
      insertText: place.closed ? importPath : `${importPath}";`,
      edits: semicolon ? [{ span: { start: place.content.end + 1, end: place.content.end + 1 }, newText: ';' }] : [],
    }));
  }
  return { items, incomplete: true };
}

interface Candidate {
  readonly path: FilePath;
  readonly name: string;
  readonly score: number;
}

function candidates(request: CompletionRequest, typed: string): readonly Candidate[] {
  const { workspace, path: own, offset } = request;
  const taken = new Set(request.file.imports.filter((one) => offset < one.span.start || offset > one.span.end).map((one) => one.path));
  const found: Candidate[] = [];
  for (const path of importableFiles(workspace, own)) {
    if (path === own) continue;
    // The whole path tells most of them apart without looking at the roots; a cache may call files by their content.
    if (path.endsWith('.proto') && matchScore(typed, path) === 0) continue;
    const name = WELL_KNOWN_FILES.find((one) => path.endsWith(`/${one}`)) ?? workspace.nameOf(path);
    if (taken.has(name)) continue;
    const score = Math.max(matchScore(typed, name), matchScore(typed, basename(name)));
    if (score > 0) found.push({ path, name, score: score * 100 + Math.min(99, sharedFolders(own, path)) });
  }
  return found.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

function sharedFolders(a: string, b: string): number {
  let at = 0;
  let folders = 0;
  for (; at < a.length && a.charAt(at) === b.charAt(at); at++) if (a.charAt(at) === '/') folders++;
  return folders;
}
