/** Converts the core's plain data to LSP. No other file of the server builds LSP values. */
import { withoutPictures } from '../../../language/names/markdown.ts';
import { defined } from '../../../base/defined.ts';
import {
  CompletionItemKind,
  CompletionItemTag,
  DiagnosticSeverity,
  DiagnosticTag,
  FoldingRangeKind,
  InsertTextFormat,
  MarkupKind,
  SymbolKind,
  DocumentHighlightKind,
  SymbolTag,
  type CallHierarchyItem,
  type CodeAction,
  type CodeActionKind,
  type CodeLens,
  type CompletionItem as LspCompletionItem,
  type Diagnostic as LspDiagnostic,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type InlayHint as LspInlayHint,
  type Location,
  type LocationLink,
  type MarkupContent,
  type ParameterInformation,
  type Range,
  type SelectionRange,
  type SignatureHelp,
  type TextEdit as LspTextEdit,
  type WorkspaceEdit,
  type WorkspaceSymbol as LspWorkspaceSymbol,
} from 'vscode-languageserver';
import type { FilePath } from '../../../base/path.ts';
import type { CompletionItem, CompletionKind } from '../../../language/completion/item.ts';
import type { Signature } from '../../../language/completion/signature.ts';
import type { ShowPath } from '../../../language/imports/resolution.ts';
import type { DocumentLink as ImportLink } from '../../../language/navigation/documentLinks.ts';
import type { InlayHint } from '../../../language/navigation/inlayHints.ts';
import type { FileEdits, Renaming } from '../../../language/navigation/rename.ts';
import type { Use } from '../../../language/navigation/uses.ts';
import type { Lens, ReferenceLens } from '../../../language/structure/codeLens.ts';
import type { Refactored } from '../../../language/refactoring/refactoring.ts';
import type { Fix } from '../../../language/fixes/fix.ts';
import { simpleName } from '../../../language/names/match.ts';
import type { HierarchyItem, HierarchyKey } from '../../../language/navigation/hierarchy.ts';
import type { Definition } from '../../../language/navigation/definition.ts';
import type { Fold } from '../../../language/structure/folding.ts';
import { outline, type OutlineItem, type OutlineKind } from '../../../language/structure/outline.ts';
import type { WorkspaceSymbol } from '../../../language/structure/workspaceSymbols.ts';
import { relatedSpan, type Declared } from '../../../language/names/symbols.ts';
import type { NameInFile } from '../../../contract/languageServer.ts';
import type { SourcePlace } from '../../../contract/schemaNode.ts';
import type { LinkedFile } from '../../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../../syntax/tree/tree.ts';
import { shownSpan, type Diagnostic, type Severity } from '../../../text/diagnostic.ts';
import type { TextEdit } from '../../../text/edit.ts';
import { LineIndex, lineBreakOf } from '../../../text/lines.ts';
import type { Span } from '../../../text/span.ts';
import { isDeprecated } from '../../../workspace/files/deprecated.ts';
import { LastingResult } from './lastingResult.ts';
import { pathToUri } from './uris.ts';

const lineIndexes = new WeakMap<SyntaxTree, LineIndex>();

/** The line index of a tree's text, made once per tree. */
export function linesOf(tree: SyntaxTree): LineIndex {
  const known = lineIndexes.get(tree);
  if (known) return known;
  const lines = new LineIndex(tree.text);
  lineIndexes.set(tree, lines);
  return lines;
}

/** The LSP range of a span. */
export function toRange(tree: SyntaxTree, span: Span): Range {
  const lines = linesOf(tree);
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** A range of the editor, as offsets. */
export function toSpan(tree: SyntaxTree, range: Range): Span {
  const lines = linesOf(tree);
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}

/** The place of a span, for our own requests. */
export function toPlace(path: FilePath, tree: SyntaxTree, span: Span): SourcePlace {
  const { start, end } = toRange(tree, span);
  return {
    uri: pathToUri(path),
    range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
  };
}

/** The address of a declaration's name, for a link in Markdown; VS Code counts lines and columns from one. */
export function toAddress(path: FilePath | undefined, { file, symbol }: Declared): string | undefined {
  if (path === undefined) return undefined;
  const { start } = toRange(file.tree, symbol.nameSpan);
  // Parentheses would end the link.
  const uri = pathToUri(path).replaceAll('(', '%28').replaceAll(')', '%29');
  return `${uri}#L${start.line + 1},${start.character + 1}`;
}

/** A place in a text that may have no tree. */
export function toPlaceIn(path: FilePath, text: string, span: Span): SourcePlace {
  const lines = new LineIndex(text);
  const [start, end] = [lines.positionAt(span.start), lines.positionAt(span.end)];
  return {
    uri: pathToUri(path),
    range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
  };
}

/** The source that the Problems view shows with each diagnostic. */
const SOURCE = 'grpc-workbench';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const FIRST_CHARACTER: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** A diagnostic without a place is shown on the first line. */
export function shownRange(tree: SyntaxTree, diagnostic: Diagnostic): Range {
  const span = shownSpan(diagnostic);
  if (span) return toRange(tree, span);
  return FIRST_CHARACTER;
}

/** A diagnostic of a file without a tree. */
export function toDiagnosticOfFile({ code, severity, message }: Diagnostic): LspDiagnostic {
  return { range: FIRST_CHARACTER, severity: SEVERITIES[severity], code, source: SOURCE, message };
}

const TAGS: ReadonlyMap<string, DiagnosticTag[]> = new Map([
  ['unused-import', [DiagnosticTag.Unnecessary]],
  ['deprecated-use', [DiagnosticTag.Deprecated]],
]);

/** LSP leaves out a list that has no items. */
function unlessEmpty<T>(items: readonly T[]): T[] | undefined {
  if (items.length === 0) return undefined;
  return [...items];
}

/** `fileOf` finds a file of the closure by its import path, for related places in other files. */
export function toDiagnostic(
  tree: SyntaxTree,
  diagnostic: Diagnostic,
  own: FilePath,
  fileOf: (name: string) => { readonly path: FilePath; readonly file: LinkedFile } | undefined,
): LspDiagnostic {
  const related = (diagnostic.related ?? []).flatMap((place) => {
    if (place.file === undefined)
      return [{ location: { uri: pathToUri(own), range: toRange(tree, place.span) }, message: place.message }];
    const other = fileOf(place.file);
    if (other)
      return [
        {
          location: { uri: pathToUri(other.path), range: toRange(other.file.tree, relatedSpan(other.file, place)) },
          message: place.message,
        },
      ];
    return [];
  });
  return defined({
    range: shownRange(tree, diagnostic),
    severity: SEVERITIES[diagnostic.severity],
    code: diagnostic.code,
    source: SOURCE,
    message: diagnostic.message,
    tags: TAGS.get(diagnostic.code),
    relatedInformation: unlessEmpty(related),
  });
}

const SYMBOL_KINDS: Readonly<Record<OutlineKind, SymbolKind>> = {
  package: SymbolKind.Package,
  message: SymbolKind.Struct,
  field: SymbolKind.Field,
  oneof: SymbolKind.Object,
  enum: SymbolKind.Enum,
  enumValue: SymbolKind.EnumMember,
  service: SymbolKind.Interface,
  method: SymbolKind.Method,
  extend: SymbolKind.Namespace,
};

const DEPRECATED_SYMBOL: SymbolTag[] = [SymbolTag.Deprecated];

/** Editors request it after each edit, and when the user opens another view. */
const outlines = new WeakMap<SyntaxTree, LastingResult<readonly DocumentSymbol[]>>();

/**
 * The longest outline. The largest file of google-proto-files has 60,000 symbols. A text of 8 MB can declare over a
 * million, and their JSON would near the longest string that Node can make.
 */
const MOST_SYMBOLS = 200_000;

/** The reply to a request for the outline, made once per tree. */
export function toOutline(tree: SyntaxTree): LastingResult<readonly DocumentSymbol[]> {
  const known = outlines.get(tree);
  if (known !== undefined) return known;
  const result = new LastingResult(toDocumentSymbols(tree));
  outlines.set(tree, result);
  return result;
}

/** The outline as nested symbols, up to a limit that no readable file reaches. */
export function toDocumentSymbols(tree: SyntaxTree): readonly DocumentSymbol[] {
  return symbolsOf(tree, outline(tree), { left: MOST_SYMBOLS });
}

function symbolsOf(tree: SyntaxTree, items: readonly OutlineItem[], budget: { left: number }): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const item of items) {
    if (budget.left === 0) break;
    budget.left--;
    symbols.push(toDocumentSymbol(tree, item, budget));
  }
  return symbols;
}

function toDocumentSymbol(tree: SyntaxTree, item: OutlineItem, budget: { left: number }): DocumentSymbol {
  const symbol: DocumentSymbol = {
    name: symbolName(item),
    kind: SYMBOL_KINDS[item.kind],
    range: toRange(tree, item.span),
    selectionRange: toRange(tree, item.nameSpan),
  };
  // A large file has tens of thousands of symbols, so empty parts are left out.
  if (item.detail !== '') symbol.detail = item.detail;
  if (isDeprecated(item.node)) symbol.tags = DEPRECATED_SYMBOL;
  if (item.children.length > 0) symbol.children = symbolsOf(tree, item.children, budget);
  return symbol;
}

const WORKSPACE_SYMBOL_KINDS: Readonly<Record<WorkspaceSymbol['kind'], SymbolKind>> = {
  message: SymbolKind.Struct,
  enum: SymbolKind.Enum,
  service: SymbolKind.Interface,
  method: SymbolKind.Method,
  extension: SymbolKind.Field,
};

/** A symbol of the workspace. Without a place, it has only its file, and the client asks for the place later. */
export function toWorkspaceSymbol(symbol: WorkspaceSymbol, place: SourcePlace | undefined): LspWorkspaceSymbol {
  return defined({
    name: symbol.name,
    kind: WORKSPACE_SYMBOL_KINDS[symbol.kind],
    tags: symbol.deprecated ? DEPRECATED_SYMBOL : undefined,
    containerName: symbol.container === '' ? undefined : symbol.container,
    location: place === undefined ? { uri: pathToUri(symbol.path) } : toLocation(place),
    data: symbol.id,
  });
}

/** A place as LSP has it. */
export function toLocation({ uri, range }: SourcePlace): Location {
  return {
    uri,
    range: {
      start: { line: range.startLine, character: range.startCharacter },
      end: { line: range.endLine, character: range.endCharacter },
    },
  };
}

/** An item of a call or type hierarchy; LSP has the same form for both. */
export function toHierarchyItem(item: HierarchyItem): CallHierarchyItem {
  const { path, kind, fullName, file, symbol } = item;
  const name = simpleName(fullName);
  return defined({
    name,
    kind: WORKSPACE_SYMBOL_KINDS[kind],
    tags: item.deprecated ? DEPRECATED_SYMBOL : undefined,
    detail: fullName.slice(0, Math.max(0, fullName.length - name.length - 1)),
    uri: pathToUri(path),
    range: toRange(file.tree, symbol.span),
    selectionRange: toRange(file.tree, symbol.nameSpan),
    data: { path, kind, fullName } satisfies HierarchyKey,
  });
}

function symbolName({ kind, name }: OutlineItem): string {
  if (kind === 'extend') return `extend ${name}`;
  return name;
}

const FOLD_KINDS: Readonly<Record<Fold['kind'], FoldingRangeKind | undefined>> = {
  code: undefined,
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
  region: FoldingRangeKind.Region,
};

/** A fold of whole lines. */
export function toFoldingRange({ kind, startLine, endLine }: Fold): FoldingRange {
  return defined({ startLine, endLine, kind: FOLD_KINDS[kind] });
}

/** Spans as LSP nests them: each range has the next larger one. */
export function toSelectionRange(tree: SyntaxTree, spans: readonly Span[]): SelectionRange {
  const [innermost = { start: 0, end: 0 }, ...larger] = spans;
  let parent: SelectionRange | undefined;
  for (const span of larger.reverse()) parent = defined({ range: toRange(tree, span), parent });
  return defined({ range: toRange(tree, innermost), parent });
}

/** A definition as a link. `origin` is the tree of the request. */
export function toLocationLink(origin: SyntaxTree, found: Definition, path: FilePath): LocationLink {
  return {
    originSelectionRange: toRange(origin, found.origin),
    targetUri: pathToUri(path),
    targetRange: toRange(found.file.tree, found.span),
    targetSelectionRange: toRange(found.file.tree, found.nameSpan),
  };
}

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

/** The places of spans in a file of which only the text is at hand. */
export function locationsIn(path: FilePath, text: string, spans: readonly Span[]): readonly Location[] {
  const lines = new LineIndex(text);
  const uri = pathToUri(path);
  return spans.map(({ start, end }) => ({
    uri,
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
  }));
}

/** A use of the name at the cursor. A declaration counts as a write. */
export function toDocumentHighlight(tree: SyntaxTree, { span, declares }: Use): DocumentHighlight {
  return {
    range: toRange(tree, span),
    kind: declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  };
}

/** A link. `show` names the file for the user. */
export function toDocumentLink(tree: SyntaxTree, { span, target }: ImportLink, show: ShowPath): DocumentLink {
  return { range: toRange(tree, span), target: pathToUri(target), tooltip: `Open ${show(target)}` };
}

/** A note in the text, with a blank in front of it. */
export function toInlayHint(tree: SyntaxTree, { offset, label }: InlayHint): LspInlayHint {
  return { position: linesOf(tree).positionAt(offset), label, paddingLeft: true };
}

/** A message as a function's signature: editors know nothing closer. */
export function toSignatureHelp(found: Signature): SignatureHelp {
  const { label, documentation, fields, active, activeDocumentation } = found;
  const parameters = fields.map(
    ({ start, end }, index): ParameterInformation =>
      defined({
        label: [start, end] as [number, number],
        documentation: index === active ? markdownOf(activeDocumentation) : undefined,
      }),
  );
  const signature = defined({ label, documentation: markdownOf(documentation), parameters });
  return { signatures: [signature], activeSignature: 0, activeParameter: active };
}

/** What the editor can show of a rename. */
export interface RenameStyle {
  /** Whether edits may come with a description. */
  readonly annotations: boolean;
}

/**
 * The edits of a rename. Its effect says what else changes; editors show it in their preview, at the declaration. VS
 * Code shows it as a heading only if the edits have several labels.
 */
export function toWorkspaceEdit(
  { files, declaring, effect }: Extract<Renaming, { readonly kind: 'edits' }>,
  style: RenameStyle,
): WorkspaceEdit {
  if (effect === undefined || !style.annotations) return toChanges(files);
  const annotationOf = (edit: TextEdit | undefined): string =>
    edit !== undefined && declaring.has(edit) ? 'declaration' : 'reference';
  return {
    changeAnnotations: {
      declaration: { label: 'Declaration', description: effect },
      reference: { label: 'References' },
    },
    documentChanges: files.map((file) => ({
      textDocument: { uri: pathToUri(file.path), version: null },
      edits: toTextEdits(file).map((edit, at) => ({ ...edit, annotationId: annotationOf(file.edits[at]) })),
    })),
  };
}

/** Edits without anything to say about them. */
export function toChanges(files: readonly FileEdits[]): WorkspaceEdit {
  return { changes: Object.fromEntries(files.map((file) => [pathToUri(file.path), toTextEdits(file)])) };
}

function toTextEdits({ text, edits }: FileEdits): LspTextEdit[] {
  const lines = new LineIndex(text);
  return edits.map(({ span, newText }) => ({
    range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) },
    newText,
  }));
}

/** What the editor can show and do of a refactoring. */
export interface RefactoringStyle extends RenameStyle {
  /** Whether an edit may create a file. */
  readonly creates: boolean;
}

/** The edits of a refactoring. If they have a warning, the editor shows it and waits for the user's confirmation. */
export function toRefactoringEdit(
  { files, created, warning }: Refactored,
  label: string,
  style: RefactoringStyle,
): WorkspaceEdit {
  const asks = warning !== undefined && style.annotations;
  if (created === undefined && !asks) return toChanges(files);
  const mark = asks ? { annotationId: REFACTORING } : {};
  const changes = files.map((file) => ({
    textDocument: { uri: pathToUri(file.path), version: null },
    edits: toTextEdits(file).map((edit) => ({ ...edit, ...mark })),
  }));
  const documentChanges = [...creationOf(created), ...changes];
  if (!asks) return { documentChanges };
  const annotation = { label, description: warning, needsConfirmation: true };
  return { changeAnnotations: { [REFACTORING]: annotation }, documentChanges };
}

const REFACTORING = 'refactoring';

function creationOf(created: Refactored['created']): NonNullable<WorkspaceEdit['documentChanges']> {
  if (created === undefined) return [];
  const uri = pathToUri(created.path);
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: created.text }] },
  ];
}

export function toTextEdit(tree: SyntaxTree, edit: TextEdit): LspTextEdit {
  return { range: toRange(tree, edit.span), newText: edit.newText };
}

/** A fix as a code action of the document `uri`. */
export function toCodeAction(
  uri: string,
  tree: SyntaxTree,
  fix: Fix,
  kind: CodeActionKind,
  diagnostics: readonly LspDiagnostic[] = [],
): CodeAction {
  return defined({
    title: fix.title,
    kind,
    edit: { changes: changesOf(uri, tree, fix) },
    isPreferred: fix.preferred ? true : undefined,
    diagnostics: unlessEmpty(diagnostics),
  });
}

function changesOf(uri: string, tree: SyntaxTree, { edits, elsewhere = [] }: Fix): Record<string, LspTextEdit[]> {
  const changes = elsewhere.map((file) => [pathToUri(file.path), toTextEdits(file)] as const);
  if (edits.length > 0) changes.unshift([uri, edits.map((edit) => toTextEdit(tree, edit))]);
  return Object.fromEntries(changes);
}

/** What the editor can show of an entry. */
export interface CompletionStyle {
  readonly snippets: boolean;
  readonly details: boolean;
  /** The editor's command that opens the list again. */
  readonly suggestCommand?: string;
}

const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  scalar: CompletionItemKind.TypeParameter,
  message: CompletionItemKind.Struct,
  enum: CompletionItemKind.Enum,
  enumValue: CompletionItemKind.EnumMember,
  field: CompletionItemKind.Field,
  option: CompletionItemKind.Property,
  extension: CompletionItemKind.Property,
  package: CompletionItemKind.Module,
  file: CompletionItemKind.File,
  number: CompletionItemKind.Value,
  value: CompletionItemKind.Value,
  name: CompletionItemKind.Field,
  snippet: CompletionItemKind.Snippet,
};

const DEPRECATED: CompletionItemTag[] = [CompletionItemTag.Deprecated];

/** An entry in the form that the client can show. */
export function toCompletionItem(tree: SyntaxTree, item: CompletionItem, style: CompletionStyle): LspCompletionItem {
  const asSnippet = item.snippet && style.snippets;
  const suggestsAgain = item.goesOn && style.suggestCommand !== undefined;
  return defined({
    label: item.label,
    kind: COMPLETION_KINDS[item.kind],
    sortText: item.sortText,
    textEdit: {
      range: toRange(tree, item.span),
      newText: newTextOf(tree, item, style),
    },
    insertTextFormat: asSnippet ? InsertTextFormat.Snippet : undefined,
    filterText: item.filterText,
    ...detailsOf(item, style),
    documentation: markdownOf(item.documentation),
    additionalTextEdits: unlessEmpty(item.edits.map((edit) => toTextEdit(tree, edit))),
    tags: item.deprecated ? DEPRECATED : undefined,
    command: suggestsAgain ? { title: '', command: style.suggestCommand } : undefined,
    data: item.declaration,
  });
}

/** With the line breaks of the document. */
function newTextOf(tree: SyntaxTree, item: CompletionItem, style: CompletionStyle): string {
  const text = insertedText(item, style);
  if (!text.includes('\n')) return text;
  return text.replaceAll('\n', lineBreakOf(tree.text));
}

function insertedText({ snippet, insertText }: CompletionItem, style: CompletionStyle): string {
  if (snippet && !style.snippets) return plainText(insertText);
  return insertText;
}

/** Some editors show the detail beside the name; the others show it in their own place. */
function detailsOf(
  { detail }: CompletionItem,
  style: CompletionStyle,
): Pick<LspCompletionItem, 'labelDetails' | 'detail'> {
  if (detail === undefined) return {};
  if (style.details) return { labelDetails: { description: detail } };
  return { detail };
}

function markdownOf(documentation: string | undefined): MarkupContent | undefined {
  if (documentation === undefined) return undefined;
  return { kind: MarkupKind.Markdown, value: withoutPictures(documentation) };
}

/** A snippet with its places filled: the first choice, the default, or empty. */
function plainText(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|]*)(?:,[^|]*)?\|\}/g, '$1')
    .replaceAll(/\$\{\d+:\$\{\d+\/.{0,200}?\/g\}\}/g, 'NAME')
    .replaceAll(/\$\{\d+:([^${}]*)\}/g, '$1')
    .replaceAll(/\$\{\d+:\$\{\d+\}([^${}]*)\}/g, '$1')
    .replaceAll(/\$\d/g, '')
    .replaceAll('\t', '  ');
}
