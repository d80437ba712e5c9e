/** Checks that each import exists, is listed once, is not in a cycle, and is used. */
import { stringText } from '../../syntax/lexing/strings.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { ImportFile, Linking } from './scope.ts';
import type { LinkedImport } from '../descriptors/model.ts';
import { importPathPlace, importPlace } from './places.ts';

/**
 * Checks the imports, and returns the option imports that were not found. protoc reports these only if the file sets an
 * option.
 */
export function checkImports(link: Linking, ask: ImportFile): readonly string[] {
  const seen = new Set<string>();
  const late: string[] = [];
  for (const node of link.tree.root.items) {
    if (node.kind !== 'import' || node.path === undefined) continue;
    const path = stringText(node.path);
    if (seen.has(path) && !link.dropsError())
      link.error('import-twice', `Import "${path}" was listed twice.`, importPlace(link, path));
    seen.add(path);
    const answer = ask(path);
    if (answer === 'missing' && node.modifier === 'option') late.push(path);
    else if (answer === 'missing') reportMissing(link, path);
    else if (answer === 'cycle' && !link.dropsError())
      link.error('import-cycle', cycleMessage(link.path, path), importPathPlace(link, path));
  }
  return late;
}

/** Adds the error for an import that was not found. */
export function reportMissing(link: Linking, path: string): void {
  if (link.dropsError()) return;
  link.error(UNRESOLVED, BEFORE_PATH + path + BEHIND_PATH, importPathPlace(link, path));
}

const UNRESOLVED = 'unresolved-import';
const BEFORE_PATH = 'Import "';
const BEHIND_PATH = '" was not found or had errors.';

/** The path of the import that `reportMissing` reported; undefined for any other diagnostic. */
export function missingImport({ code, message }: Diagnostic): string | undefined {
  if (code !== UNRESOLVED || !message.endsWith(BEHIND_PATH)) return undefined;
  return message.slice(BEFORE_PATH.length, -BEHIND_PATH.length);
}

/** The error for an import cycle. It has an ellipsis, because only the loader knows which files are in between. */
function cycleMessage(own: string, imported: string): string {
  if (own === imported) return `File recursively imports itself: ${own} -> ${own}`;
  return `File recursively imports itself: ${imported} -> … -> ${own} -> ${imported}`;
}

/** Warns about unused imports. As in protoc, an imported file with public imports is always used. */
export function checkUnusedImports(link: Linking): void {
  const files = new Map<string, LinkedImport['file']>();
  for (const one of link.imports) if (!files.has(one.path)) files.set(one.path, one.file);
  for (const node of link.tree.root.items) {
    if (node.kind !== 'import' || node.path === undefined || node.modifier === 'public') continue;
    const path = stringText(node.path);
    const file = files.get(path);
    if (file === undefined || link.used.has(file.descriptor) || file.imports.some((one) => one.public)) continue;
    link.warn('unused-import', `Import ${path} is unused.`, link.span(node));
  }
}
