/**
 * The schema view. The language server sends its rows, one level at a time. After an edit, the view requests only the
 * changed rows.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import { ChildError } from '../../host/processes/lifeCycle.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { readingWords } from '../client/languageStatus.ts';
import { moduleName } from '../shared/moduleName.ts';
import { errorCount, ErrorMarks, rowUri } from './errorMarks.ts';
import { ErrorRows } from './errorRows.ts';
import { followErrors } from './fileErrors.ts';
import { OpenRows } from './openRows.ts';
import { RowCache, type ParentId, type Stale } from './rowCache.ts';
import { hasSameRows } from './sameRows.ts';
import { accessibleLabel, isGroup, rowDescription, rowIcon, rowLabel } from './rowLooks.ts';

/**
 * The data of the schema view. After several changes, VS Code draws the first one at once, and the others when the
 * changes pause.
 */
export class SchemaTree implements vscode.TreeDataProvider<SchemaNode>, vscode.Disposable {
  readonly #client: SchemaClient;
  readonly #extensionUri: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<SchemaNode[] | undefined>();
  readonly #subscriptions: readonly { dispose(): void }[];
  readonly #rows = new RowCache();
  readonly #errors: ErrorRows;
  readonly #openRows: OpenRows;
  #moves: vscode.Disposable | undefined;
  #readings: { dispose(): void } | undefined;
  /** Whether VS Code lacks some rows because the language server could not reply. */
  #lacksRows = false;
  #view: Pick<vscode.TreeView<SchemaNode>, 'message'> | undefined;
  #isWaiting = false;
  /** Whether the language server has stopped and does not restart by itself, so the rows may be old. */
  #isOld = false;
  #hasRows = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    client: SchemaClient,
    { extensionUri, workspaceState }: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState'>,
  ) {
    this.#client = client;
    this.#extensionUri = extensionUri;
    this.#openRows = new OpenRows(workspaceState);
    this.#errors = new ErrorRows(client, isOpenDocument);
    this.#subscriptions = [
      client.onDidChangeSchema((change) => {
        if (change.rows !== undefined) this.#drawAgain(this.#rows.changed(change));
        else inBackground(this.#followAnything(), 'The schema view did not follow', (line) => console.error(line));
      }),
      followErrors((errors) => this.#errors.set(errors)),
      // The row's text for screen readers contains its errors, so a new error draws the row again.
      this.#errors.onDidChange(({ own }) => this.#drawAgain(this.#rows.shown(own))),
      new ErrorMarks(this.#errors),
      client.onDidFail(() => this.#setOld(true)),
      client.onDidRead(() => this.#setOld(false)),
      this.#errors,
    ];
  }

  /** Shows in the view that files are being read, until the language server's first reply. */
  waitIn(view: Pick<vscode.TreeView<SchemaNode>, 'message'>): void {
    view.message = vscode.l10n.t('Reading .proto files…');
    this.#view = view;
    this.#isWaiting = true;
    this.#readings = this.#client.onDidRead((reading) => {
      if (reading.left > 0) view.message = readingWords(reading);
    });
  }

  /** Remembers which rows of the view the user opens and closes. */
  rememberRowsOf(view: Pick<vscode.TreeView<SchemaNode>, 'onDidExpandElement' | 'onDidCollapseElement'>): void {
    const remember = (row: SchemaNode, isOpen: boolean): void =>
      inBackground(this.#openRows.set(row.id, isOpen), 'An open row was not remembered', (line) => console.error(line));
    this.#moves = vscode.Disposable.from(
      view.onDidExpandElement(({ element }) => remember(element, true)),
      view.onDidCollapseElement(({ element }) => remember(element, false)),
    );
  }

  async getChildren(parent?: SchemaNode): Promise<SchemaNode[]> {
    const known = this.#rows.children(parent?.id ?? null);
    if (known !== undefined) return [...known];
    try {
      const rows = await this.#client.children(parent?.id);
      this.#rows.set(parent?.id ?? null, rows);
      if (!parent) this.#setHasRows(rows.length > 0);
      if (!parent) await this.#showState(rows.length > 0 ? 'filled' : await emptyState());
      return [...rows];
    } catch (error) {
      this.#lacksRows = true;
      const last = this.#rows.last(parent?.id ?? null);
      if (!parent) this.#setHasRows(last.length > 0);
      if (!parent) await this.#showState(last.length > 0 ? 'filled' : 'failed');
      // If we threw this error, VS Code would show it too, but the user has already had a message.
      if (error instanceof ChildError) return [...last];
      throw error;
    } finally {
      // The text in the view stays until VS Code has drawn the rows. Otherwise, the view would be blank for a moment.
      setImmediate(() => this.#endWaiting());
    }
  }

  /** Requests all rows again and draws them. */
  drawAll(): void {
    this.#lacksRows = false;
    this.#drawAgain(this.#rows.changed({}));
  }

  async getParent(node: SchemaNode): Promise<SchemaNode | undefined> {
    return (await this.#client.path(node.id)).at(-2);
  }

  getTreeItem(node: SchemaNode): vscode.TreeItem {
    const item = new vscode.TreeItem(rowLabel(node), this.#foldingOf(node));
    item.id = node.id;
    item.contextValue = node.kind;
    item.iconPath = rowIcon(this.#extensionUri, node);
    item.accessibilityInformation = { label: this.#spokenLabel(node) };
    item.resourceUri = markedUri(node);
    // Without a tooltip, VS Code would show the URI of the row.
    if (isGroup(node)) item.tooltip = rowLabel(node);
    const description = rowDescription(node);
    if (description !== undefined) item.description = description;
    if (node.kind !== 'package' && !isGroup(node)) {
      item.command = {
        command: 'grpcWorkbench.revealInSource',
        title: vscode.l10n.t('Go to Source'),
        arguments: [node],
      };
    }
    return item;
  }

  /**
   * Adds the tooltip of a row when the user points at the row. Tooltips contain long comments, and the user reads only
   * a few of them.
   */
  async resolveTreeItem(item: vscode.TreeItem, node: SchemaNode): Promise<vscode.TreeItem> {
    if (isGroup(node) || node.kind === 'file') return item;
    item.tooltip = tooltip((await this.#client.node(node.id)) ?? node, this.#errors.of(node.id) ?? []);
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#moves?.dispose();
    this.#readings?.dispose();
    this.#changed.dispose();
  }

  #foldingOf({ id, hasChildren, opensAtFirst }: SchemaNode): vscode.TreeItemCollapsibleState {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    if (!hasChildren) return None;
    const isOpen = this.#openRows.isOpen(id) ?? opensAtFirst === true;
    return isOpen ? Expanded : Collapsed;
  }

  #spokenLabel(node: SchemaNode): string {
    const errors = this.#errors.of(node.id) ?? [];
    if (errors.length === 0) return accessibleLabel(node);
    return `${accessibleLabel(node)}, ${errorCount(errors.length)}`;
  }

  /** Draws the tree again if rows have changed. After a restart of the language server, usually no row has changed. */
  async #followAnything(): Promise<void> {
    const ask = (parent: ParentId): Promise<readonly SchemaNode[]> => this.#client.children(parent ?? undefined);
    // Without a reply, the language server is not running and has no new rows. It reports again once it has started.
    const isSame = await hasSameRows(this.#rows, ask).catch(() => true);
    if (this.#lacksRows || !isSame) this.drawAll();
  }

  #drawAgain(stale: Stale): void {
    if (stale === 'all') this.#changed.fire(undefined);
    else if (stale.length > 0) this.#changed.fire([...stale]);
  }

  /** Sets the context key that decides which text the view shows instead of rows. */
  async #showState(state: 'filled' | EmptyState | 'failed'): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'grpcWorkbench.schemaState', state);
  }

  #endWaiting(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#readings?.dispose();
    this.#showAge();
  }

  #setOld(isOld: boolean): void {
    if (this.#isOld === isOld) return;
    this.#isOld = isOld;
    this.#showAge();
    const told = vscode.commands.executeCommand('setContext', 'grpcWorkbench.languageServerStopped', isOld);
    inBackground(told, 'The button that restarts the language server was not shown', (line) => console.error(line));
  }

  #setHasRows(hasRows: boolean): void {
    this.#hasRows = hasRows;
    this.#showAge();
  }

  /**
   * Says above the rows that they may be old, because without a language server they do not follow edits. An empty view
   * shows its own text instead.
   */
  #showAge(): void {
    if (this.#view === undefined || this.#isWaiting) return;
    const isTold = this.#isOld && this.#hasRows;
    this.#view.message = isTold ? vscode.l10n.t('The language server is not running, so this may be old.') : '';
  }
}

/** Why the tree has no rows: the files declare nothing, or there are no files. */
type EmptyState = 'empty' | 'noFiles';

async function emptyState(): Promise<EmptyState> {
  const [file] = await vscode.workspace.findFiles('**/*.proto', undefined, 1);
  if (file === undefined) return 'noFiles';
  return 'empty';
}

/**
 * Returns the description of a row for its tooltip. A service has none, because its description is its package, which
 * its full name already contains.
 */
function signature({ kind, description }: SchemaNode): string {
  if (kind === 'service' || description === undefined) return '';
  return description;
}

/**
 * Returns the URI that VS Code attaches the mark of a row to. A row that errors hide has the URI of its file, and so
 * shows the number of the file's errors. Each other row has its own URI, because VS Code would also add the git status
 * to the URI of a file.
 */
function markedUri({ id, brokenFile }: SchemaNode): vscode.Uri {
  if (brokenFile !== undefined) return vscode.Uri.parse(brokenFile);
  return rowUri(id);
}

function isOpenDocument(uri: string): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri);
}

/** A tooltip has room for at most this many errors. */
const MOST_ERRORS = 5;

function tooltip(node: SchemaNode, errors: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendCodeblock([node.fullName, signature(node)].join('  ').trim(), 'proto');
  if (errors.length > 0) appendErrors(text, errors);
  if (node.module !== undefined) text.appendText(moduleName(node.module)).appendMarkdown('\n\n');
  if (node.deprecated === true) text.appendMarkdown(`*${vscode.l10n.t('Deprecated')}*\n\n`);
  if (node.documentation !== undefined) text.appendText(node.documentation);
  return text;
}

function appendErrors(text: vscode.MarkdownString, errors: readonly string[]): void {
  text.appendMarkdown(`**${errorCount(errors.length)}**\n\n`);
  for (const error of errors.slice(0, MOST_ERRORS)) text.appendText(error).appendMarkdown('\n\n');
}
