/** Where a name is declared, as a link. */
import type { LocationLink } from 'vscode-languageserver';
import type { FilePath } from '../../../../base/path.ts';
import type { Definition } from '../../../../language/navigation/definition.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** A definition as a link. `origin` is the tree of the request. */
export function toLocationLink(origin: SyntaxTree, found: Definition, path: FilePath): LocationLink {
  return {
    originSelectionRange: toRange(origin, found.origin),
    targetUri: pathToUri(path),
    targetRange: toRange(found.file.tree, found.span),
    targetSelectionRange: toRange(found.file.tree, found.nameSpan),
  };
}
