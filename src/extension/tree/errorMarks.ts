/**
 * Marks packages and groups that have errors somewhere below, as the Explorer marks folders. The language server says
 * which rows are around the files with errors. Each row has a URI of its own, to which VS Code attaches the mark.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { isGroup } from './rowLooks.ts';

const SCHEME = 'grpc-workbench-row';

/** The part of the client that is used. */
type Around = Pick<SchemaClient, 'rowsAround' | 'onDidChangeSchema'>;

/** The marks of the rows that are shown. VS Code requests them. */
export class ErrorMarks implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #client: Around;
  readonly #brokenFiles: () => readonly string[];
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly #subscriptions: readonly { dispose(): void }[];
  #marked: ReadonlySet<string> = new Set();
  #isStale = false;
  #isFollowing = false;

  readonly onDidChangeFileDecorations = this.#changed.event;

  /** `brokenFiles` returns the URIs of the files that have errors now. */
  constructor(client: Around, brokenFiles: () => readonly string[]) {
    this.#client = client;
    this.#brokenFiles = brokenFiles;
    this.#subscriptions = [
      client.onDidChangeSchema(() => this.follow()),
      vscode.window.registerFileDecorationProvider(this),
    ];
  }

  /** Marks other rows if errors have appeared or disappeared. */
  follow(): void {
    this.#isStale = true;
    if (this.#isFollowing) return;
    inBackground(this.#followUntilCurrent(), 'Rows with errors below were not marked', (line) => console.error(line));
  }

  provideFileDecoration({ scheme, path }: vscode.Uri): vscode.FileDecoration | undefined {
    if (scheme !== SCHEME || !this.#marked.has(path.slice(1))) return undefined;
    const colour = new vscode.ThemeColor('list.errorForeground');
    return new vscode.FileDecoration('•', vscode.l10n.t('Contains errors'), colour);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** One request after the other, because a late reply must not replace a newer one. */
  async #followUntilCurrent(): Promise<void> {
    this.#isFollowing = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        this.#mark(await this.#rowsWithErrors());
      }
    } finally {
      this.#isFollowing = false;
    }
  }

  async #rowsWithErrors(): Promise<ReadonlySet<string>> {
    const files = this.#brokenFiles();
    if (files.length === 0) return new Set();
    return new Set(await this.#client.rowsAround(files));
  }

  #mark(marked: ReadonlySet<string>): void {
    const before = this.#marked;
    this.#marked = marked;
    const changed = [...before].filter((id) => !marked.has(id)).concat([...marked].filter((id) => !before.has(id)));
    if (changed.length > 0) this.#changed.fire(changed.map(uriOf));
  }
}

/** The URI to which the mark of a package or group is attached; undefined for other rows. */
export function markedUri(node: SchemaNode): vscode.Uri | undefined {
  if (node.kind !== 'package' && !isGroup(node)) return undefined;
  return uriOf(node.id);
}

function uriOf(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${id}` });
}
