/** Import paths, as links to their files. */
import type { DocumentLink } from 'vscode-languageserver';
import type { ShowPath } from '../../../../language/imports/resolution.ts';
import type { DocumentLink as ImportLink } from '../../../../language/navigation/documentLinks.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** A link. `show` names the file for the user. */
export function toDocumentLink(tree: SyntaxTree, { span, target }: ImportLink, show: ShowPath): DocumentLink {
  return { range: toRange(tree, span), target: pathToUri(target), tooltip: `Open ${show(target)}` };
}
