/** Converts import paths to links to their files. */
import type { DocumentLink } from 'vscode-languageserver';
import type { ShowPath } from '../../../../language/imports/resolution.ts';
import type { DocumentLink as ImportLink } from '../../../../language/navigation/documentLinks.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** Converts an import path to a link. `show` returns the path of the file as the user should see it. */
export function toDocumentLink(tree: SyntaxTree, { span, target }: ImportLink, show: ShowPath): DocumentLink {
  return { range: toRange(tree, span), target: pathToUri(target), tooltip: `Open ${show(target)}` };
}
