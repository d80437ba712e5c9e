/** The declaration, package or file whose uses the user asks for. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile, SymbolDefinition, SymbolName } from '../../schema/descriptors/model.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { type Span, spanTouches } from '../../text/span.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { simpleName } from '../names/match.ts';
import { nameParts } from '../../syntax/tree/nameParts.ts';
import { declarationOf, namedPlaceAt, packageOf } from '../names/symbols.ts';

/**
 * A declaration. Several symbols may share its name: a group declares a message and a field, and other declarations may
 * do so by mistake.
 */
export interface DeclarationSubject {
  readonly kind: 'declaration';
  readonly home: FilePath;
  readonly symbols: readonly SymbolDefinition[];
  /** The simple name, as written in the declaration. */
  readonly name: string;
}

/** A package, perhaps one that only contains other packages. */
export interface PackageSubject {
  readonly kind: 'package';
  readonly fullName: string;
  /** The last part of the package's name. */
  readonly name: string;
}

/** A file, as the target of imports. */
export interface FileSubject {
  readonly kind: 'file';
  readonly path: FilePath;
}

/** A subject that can have uses. */
export type Subject = DeclarationSubject | PackageSubject | FileSubject;

/** A subject, and the span of the name that the user points at. */
export interface PointedAt<S extends Subject = Subject> {
  readonly span: Span;
  readonly subject: S;
}

/** The subject at an offset of a file; undefined if no known name is there. */
export function subjectAt(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  offset: number,
): PointedAt | undefined {
  const place = namedPlaceAt(file, offset);
  if (place === undefined) return ownPackageAt(file, offset);
  const { span } = place;
  if (place.kind === 'import') {
    const target = workspace.resolveImport(path, place.import.path).path;
    return target === undefined ? undefined : { span, subject: { kind: 'file', path: target } };
  }
  const subject =
    place.kind === 'declaration' ? declared(path, file, place.symbol) : named(workspace, file, place.symbol);
  return subject && { span, subject };
}

/** The subject that a reference in a file leads to. */
function named(workspace: Workspace, file: LinkedFile, symbol: SymbolName): Subject | undefined {
  const textOf: Parameters<typeof declarationOf>[2] = (other, importPath) => workspace.textOf(other, importPath);
  const found = declarationOf(file, symbol, textOf);
  const home = found && workspace.pathOf(found.file.interface);
  if (found !== undefined && home !== undefined) return declared(home, found.file, found.symbol);
  if (packageOf(file, symbol, textOf) === undefined) return undefined;
  return packageNamed(symbol.fullName);
}

/** The subject of a declaration in its own file. */
export function declared(home: FilePath, file: LinkedFile, symbol: SymbolName): DeclarationSubject | undefined {
  const first = file.symbols.find((one) => isSame(one, symbol));
  if (first === undefined) return undefined;
  const symbols = file.symbols.filter((one) => isSame(one, symbol) || one.nameSpan.start === first.nameSpan.start);
  // The field of a group has the group's name in lower case, so we take the name of the message.
  const written = symbols.find(({ kind }) => kind === 'message') ?? first;
  return { kind: 'declaration', home, symbols, name: simpleName(written.fullName) };
}

function isSame(one: SymbolName, other: SymbolName): boolean {
  return one.kind === other.kind && one.fullName === other.fullName;
}

function packageNamed(fullName: string): PackageSubject {
  return { kind: 'package', fullName, name: simpleName(fullName) };
}

/** The part at an offset of the file's own `package` statement. */
function ownPackageAt({ tree }: LinkedFile, offset: number): PointedAt | undefined {
  for (const { parts, span, index } of packageParts(tree)) {
    if (spanTouches(span, offset)) return { span, subject: packageNamed(parts.slice(0, index + 1).join('.')) };
  }
  return undefined;
}

/** One part of the name in a `package` statement. */
interface PackagePart {
  readonly parts: readonly string[];
  readonly index: number;
  readonly span: Span;
}

/** The parts of the names in each `package` statement of a text. A text without errors has at most one statement. */
export function* packageParts(tree: SyntaxTree): Generator<PackagePart, void> {
  for (const item of tree.root.items) {
    if (item.kind !== 'package' || item.name === undefined) continue;
    const spans = nameParts(tree, spanOf(tree, item.name));
    const parts = spans.map(({ start, end }) => tree.text.slice(start, end));
    for (const [index, span] of spans.entries()) yield { parts, index, span };
  }
}
