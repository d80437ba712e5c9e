/** Finds the services, methods and messages of an open proto, with their places. */
import * as vscode from 'vscode';
import type { PlacedService } from '../../contract/languageServer.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import type { ProtoDeclaration } from './targets.ts';

/** Selects proto files on disk. Some extensions call their language `proto`, and others call it `proto3`. */
export const PROTO: vscode.DocumentSelector = [
  { scheme: 'file', language: 'proto' },
  { scheme: 'file', language: 'proto3' },
];

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

/** A service or a method, with the place of its name. */
interface ProtoService extends Pick<PlacedService, 'kind' | 'fullName'> {
  readonly name: vscode.Range;
}

/**
 * Returns the services of a document and their methods, for lenses. VS Code requests lenses after each edit, and the
 * outline of a large file has tens of thousands of symbols, so we do not request the outline here.
 */
export async function protoServices(client: SchemaClient, uri: vscode.Uri): Promise<readonly ProtoService[]> {
  const found = await client.servicesIn(uri.toString());
  return found.map(({ kind, fullName, name }) => ({
    kind,
    fullName,
    name: new vscode.Range(name.startLine, name.startCharacter, name.endLine, name.endCharacter),
  }));
}

/** Returns the declarations of a document from its outline. Outer declarations come first. */
export async function protoDeclarations(uri: vscode.Uri): Promise<readonly PlacedDeclaration[]> {
  const symbols =
    (await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    )) ?? [];
  const packageName = symbols.find(({ kind }) => kind === vscode.SymbolKind.Package)?.name;
  const placed = (symbol: vscode.DocumentSymbol, outer: string | undefined): PlacedDeclaration[] => {
    const kind = KINDS[symbol.kind];
    const localName = dotted(outer, symbol.name);
    const inside = symbol.children.flatMap((child) => placed(child, localName));
    if (kind === undefined) return inside;
    const fullName = dotted(packageName, localName);
    return [{ kind, localName, fullName, uri, name: symbol.selectionRange, whole: symbol.range }, ...inside];
  };
  return symbols.flatMap((symbol) => placed(symbol, undefined));
}

function dotted(outer: string | undefined, name: string): string {
  if (outer === undefined) return name;
  return `${outer}.${name}`;
}

/** Returns the innermost declaration at a position. */
export function declarationAt(
  declarations: readonly PlacedDeclaration[],
  position: vscode.Position,
): PlacedDeclaration | undefined {
  return declarations.filter(({ whole }) => whole.contains(position)).at(-1);
}
