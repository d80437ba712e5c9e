/** Code lenses and their commands. */
import type { CodeLens } from 'vscode-languageserver';
import type { NameInFile } from '../../../../contract/languageServer.ts';
import type { Lens, ReferenceLens } from '../../../../language/structure/codeLens.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { toRange } from './ranges.ts';

const LENS_TITLES: Readonly<Record<Lens['action'], string>> = {
  startServer: '$(play) Start server',
  generateGo: '$(gear) Generate Go',
  // It opens the panel, because the user may have to fill in the request first.
  sendRequest: '$(play) Send…',
};

/** A lens with the extension's command. */
export function toCodeLens(file: string, tree: SyntaxTree, lens: Lens): CodeLens {
  const subject: NameInFile = { name: lens.target, file };
  return {
    range: toRange(tree, lens.span),
    command: { title: LENS_TITLES[lens.action], command: `grpcWorkbench.${lens.action}`, arguments: [subject] },
  };
}

/** A lens whose count follows when the editor shows it: a count takes a search through many files. */
export function toLensOfReferences(uri: string, tree: SyntaxTree, { span, kind, fullName }: ReferenceLens): CodeLens {
  return { range: toRange(tree, span), data: { uri, kind, fullName } };
}

/** The same lens with its count. The command shows the references, which the editor then requests. */
export function withCount({ range, data }: CodeLens, uri: string, count: number): CodeLens {
  const title = count === 1 ? '1 reference' : `${count} references`;
  return {
    range,
    data: data as unknown,
    command: { title, command: SHOW_REFERENCES, arguments: [{ uri, ...range.start }] },
  };
}

const SHOW_REFERENCES = 'grpcWorkbench.showReferences';
