/** Converts code lenses and their commands. */
import type { CodeLens } from 'vscode-languageserver';
import type { NameInFile } from '../../../../contract/languageServer.ts';
import type { Lens, ReferenceLens } from '../../../../language/structure/codeLens.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { toRange } from './ranges.ts';

const LENS_TITLES: Readonly<Record<Lens['action'], string>> = {
  startServer: '$(play) Start server',
  generateGo: '$(gear) Generate Go',
  // This command only opens the panel, because the user may have to fill in the request first.
  sendRequest: '$(play) Send…',
};

/** Converts a lens that runs one of the extension's commands. */
export function toCodeLens(file: string, tree: SyntaxTree, lens: Lens): CodeLens {
  const subject: NameInFile = { name: lens.target, file };
  return {
    range: toRange(tree, lens.span),
    command: { title: LENS_TITLES[lens.action], command: `grpcWorkbench.${lens.action}`, arguments: [subject] },
  };
}

/**
 * Converts a lens that shows a count. The count takes a search through many files, so we compute it only when the
 * editor shows the lens.
 */
export function toLensOfReferences(uri: string, tree: SyntaxTree, { span, kind, fullName }: ReferenceLens): CodeLens {
  return { range: toRange(tree, span), data: { uri, kind, fullName } };
}

/** Returns the same lens with its count. When the user clicks it, the editor requests the references and shows them. */
export function withCount({ range, data }: CodeLens, uri: string, count: number): CodeLens {
  const title = count === 1 ? '1 reference' : `${count} references`;
  return {
    range,
    data: data as unknown,
    command: { title, command: SHOW_REFERENCES, arguments: [{ uri, ...range.start }] },
  };
}

const SHOW_REFERENCES = 'grpcWorkbench.showReferences';
