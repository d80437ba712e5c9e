/** Imports: found, listed once, not in a circle, and used. */
import { stringText } from '../syntax/strings.ts';
import type { ImportFile, Linking } from './linking.ts';
import { importPlace } from './places.ts';

export function checkImports(link: Linking, ask: ImportFile): void {
  const seen = new Set<string>();
  for (const node of link.tree.root.items) {
    if (node.kind !== 'import' || node.path === undefined) continue;
    const path = stringText(node.path);
    const place = importPlace(link, path);
    if (seen.has(path)) link.error('import-twice', `Import "${path}" was listed twice.`, place);
    seen.add(path);
    const answer = ask(path);
    if (answer === 'missing') link.error('unresolved-import', `Import "${path}" was not found or had errors.`, place);
    else if (answer === 'cycle') link.error('import-cycle', cycleMessage(link.path, path), place);
  }
}

/** Which files lie between is known to whoever loads them. */
function cycleMessage(own: string, imported: string): string {
  return own === imported
    ? `File recursively imports itself: ${own} -> ${own}`
    : `File recursively imports itself: ${imported} -> … -> ${own} -> ${imported}`;
}

/** A file that passes others on publicly counts as used, as in protoc. */
export function checkUnusedImports(link: Linking): void {
  for (const node of link.tree.root.items) {
    if (node.kind !== 'import' || node.path === undefined || node.modifier === 'public') continue;
    const path = stringText(node.path);
    const file = link.imports.find((one) => one.path === path)?.file;
    if (file === undefined || link.used.has(file.descriptor) || file.imports.some((one) => one.public)) continue;
    link.warn('unused-import', `Import ${path} is unused.`, link.span(node));
  }
}
