/** Converts the declaration of a name to a link. */
import type { LocationLink } from 'vscode-languageserver';
import type { FilePath } from '../../../../base/path.ts';
import type { Definition } from '../../../../language/navigation/definition.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** Converts a definition to a link. `origin` is the tree of the file with the cursor. */
export function toLocationLink(origin: SyntaxTree, found: Definition, path: FilePath): LocationLink {
  return {
    originSelectionRange: toRange(origin, found.origin),
    targetUri: pathToUri(path),
    targetRange: toRange(found.file.tree, found.span),
    targetSelectionRange: toRange(found.file.tree, found.nameSpan),
  };
}
