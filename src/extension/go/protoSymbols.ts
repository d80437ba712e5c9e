/** Services, methods and messages of a proto that is open, with their places, by the language server's outline. */
import * as vscode from 'vscode';
import type { ProtoDeclaration } from './targets.ts';

/** A declaration with its places in the document. */
export interface PlacedDeclaration extends ProtoDeclaration {
  readonly uri: vscode.Uri;
  readonly name: vscode.Range;
  /** The whole declaration. */
  readonly whole: vscode.Range;
}

const KINDS: Readonly<Partial<Record<vscode.SymbolKind, ProtoDeclaration['kind']>>> = {
  [vscode.SymbolKind.Interface]: 'service',
  [vscode.SymbolKind.Method]: 'method',
  [vscode.SymbolKind.Struct]: 'message',
};

/** The declarations of a document, outer ones first. */
export async function protoDeclarations(uri: vscode.Uri): Promise<readonly PlacedDeclaration[]> {
  const symbols =
    (await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    )) ?? [];
  const packageName = symbols.find(({ kind }) => kind === vscode.SymbolKind.Package)?.name;
  const placed = (symbol: vscode.DocumentSymbol, outer: string): PlacedDeclaration[] => {
    const kind = KINDS[symbol.kind];
    const localName = outer === '' ? symbol.name : `${outer}.${symbol.name}`;
    const fullName = packageName === undefined ? localName : `${packageName}.${localName}`;
    const own =
      kind === undefined ? [] : [{ kind, localName, fullName, uri, name: symbol.selectionRange, whole: symbol.range }];
    return [...own, ...symbol.children.flatMap((child) => placed(child, localName))];
  };
  return symbols.flatMap((symbol) => placed(symbol, ''));
}

/** The innermost declaration around a position. */
export function declarationAt(
  declarations: readonly PlacedDeclaration[],
  position: vscode.Position,
): PlacedDeclaration | undefined {
  return declarations.filter(({ whole }) => whole.contains(position)).at(-1);
}
