/**
 * Finds the rows of the schema tree that have errors: the row of the declaration with the error, and the rows that
 * contain it. The language server finds the declaration at a place. We request it only for files whose errors or text
 * have changed. Does not import `vscode`.
 */
import { inBackground } from '../../base/background.ts';
import type { RowsAt, SchemaChange } from '../../contract/languageServer.ts';
import { readRowId } from '../../workspace/index/rowIds.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { Emitter } from '../shared/emitter.ts';

/** One error in a file. Line and character are zero-based, and a character is a UTF-16 code unit. */
export interface FileError {
  readonly line: number;
  readonly character: number;
  readonly message: string;
}

/** The part of the language server's client that this file uses. */
export type ErrorClient = Pick<SchemaClient, 'rowsAt' | 'rowsAround' | 'onDidChangeSchema'>;

/** The ids of the rows whose marks have changed. */
export interface ErrorChange {
  /** The rows whose own errors, or the errors of rows inside them, have changed. */
  readonly marked: readonly string[];
  /** The rows whose own errors have changed. */
  readonly own: readonly string[];
}

/** A file with errors. */
interface BrokenFile {
  readonly errors: readonly FileError[];
  /** The rows of each error; missing until the language server has replied. */
  readonly rows?: readonly RowsAt[];
}

/** The messages of each row's own errors. The list is empty for a row that only contains rows with errors. */
type Marks = ReadonlyMap<string, readonly string[]>;

const NO_ERRORS: readonly string[] = [];

/** Keeps the marks of the rows up to date. `isOpen` says whether the file of a URI is open in an editor. */
export class ErrorRows {
  readonly #client: ErrorClient;
  readonly #isOpen: (uri: string) => boolean;
  readonly #subscription: { dispose(): void };
  readonly #changed = new Emitter<ErrorChange>();
  readonly #files = new Map<string, BrokenFile>();
  /** The files whose rows we have to request from the language server. */
  readonly #unknown = new Set<string>();
  #marks: Marks = new Map();
  #isStale = false;
  #isFollowing = false;

  readonly onDidChange = this.#changed.event;

  constructor(client: ErrorClient, isOpen: (uri: string) => boolean) {
    this.#client = client;
    this.#isOpen = isOpen;
    this.#subscription = client.onDidChangeSchema((change) => this.#schemaChanged(change));
  }

  /**
   * Returns the messages of a row's own errors. The list is empty if only rows inside the row have errors; the result
   * is undefined without errors.
   */
  of(id: string): readonly string[] | undefined {
    return this.#marks.get(id);
  }

  /** Replaces the errors of some files. The keys are URIs. */
  set(files: ReadonlyMap<string, readonly FileError[]>): void {
    let isNew = false;
    for (const [uri, errors] of files) isNew = this.#setFile(uri, errors) || isNew;
    if (isNew) this.#follow();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Replaces the errors of a file. Returns false if they are the same as before. */
  #setFile(uri: string, errors: readonly FileError[]): boolean {
    const before = this.#files.get(uri)?.errors ?? [];
    if (JSON.stringify(before) === JSON.stringify(errors)) return false;
    if (errors.length === 0) this.#files.delete(uri);
    else this.#files.set(uri, { errors });
    if (errors.length === 0) this.#unknown.delete(uri);
    else this.#unknown.add(uri);
    return true;
  }

  /** Requests the rows of open files again, because the declaration at a place may have a new name. */
  #schemaChanged({ rows }: Pick<SchemaChange, 'rows'>): void {
    for (const uri of this.#files.keys()) if (rows === undefined || this.#isOpen(uri)) this.#unknown.add(uri);
    if (this.#files.size > 0) this.#follow();
  }

  #follow(): void {
    this.#isStale = true;
    if (this.#isFollowing) return;
    inBackground(this.#followUntilCurrent(), 'Rows with errors were not marked', (line) => console.error(line));
  }

  /**
   * Updates the marks until they are current. Requests run one after another, because a late reply must not replace a
   * newer one.
   */
  async #followUntilCurrent(): Promise<void> {
    this.#isFollowing = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#askForRows();
        this.#mark(await this.#marksNow());
      }
    } finally {
      this.#isFollowing = false;
    }
  }

  async #askForRows(): Promise<void> {
    const asked = [...this.#unknown].map((uri) => ({ uri, errors: this.#files.get(uri)?.errors ?? [] }));
    if (asked.length === 0) return;
    this.#unknown.clear();
    const places = asked.map(({ uri, errors }) => ({ uri, positions: errors.map(positionOf) }));
    const replies = await this.#client.rowsAt(places);
    for (const [at, { uri, errors }] of asked.entries()) {
      const rows = replies[at];
      // The errors of the file may have changed during the request.
      if (rows !== undefined && this.#files.get(uri)?.errors === errors) this.#files.set(uri, { errors, rows });
    }
  }

  async #marksNow(): Promise<Marks> {
    const own = new Map<string, string[]>();
    const around = new Set<string>();
    const outside: string[] = [];
    for (const [uri, { errors, rows = [] }] of this.#files) {
      for (const [at, found] of rows.entries()) {
        for (const id of found.rows) listAt(own, id).push(errors[at]?.message ?? '');
        for (const id of found.around) around.add(id);
      }
      if (rows.some((found) => found.rows.length === 0)) outside.push(uri);
    }
    const outermost = [...own.keys(), ...around].filter(isOutermost);
    const groups = await this.#groupsAround(outermost, outside);
    const inside = [...around, ...groups].map((id) => [id, NO_ERRORS] as const);
    return new Map<string, readonly string[]>([...inside, ...own]);
  }

  async #groupsAround(rows: readonly string[], uris: readonly string[]): Promise<readonly string[]> {
    if (rows.length === 0 && uris.length === 0) return [];
    return this.#client.rowsAround({ rows, uris });
  }

  #mark(marks: Marks): void {
    const before = this.#marks;
    this.#marks = marks;
    const ids = [...new Set([...before.keys(), ...marks.keys()])];
    const own = ids.filter((id) => !isSame(before.get(id), marks.get(id)));
    const marked = ids.filter((id) => before.has(id) !== marks.has(id) || !isSame(before.get(id), marks.get(id)));
    if (marked.length > 0) this.#changed.fire({ marked, own });
  }
}

function positionOf({ line, character }: FileError): Omit<FileError, 'message'> {
  return { line, character };
}

function listAt(lists: Map<string, string[]>, id: string): string[] {
  const list = lists.get(id) ?? [];
  lists.set(id, list);
  return list;
}

/** Whether a row stands for a declaration that is not inside another declaration. */
function isOutermost(id: string): boolean {
  const key = readRowId(id);
  return key.kind === 'declaration' && key.steps.length === 1;
}

function isSame(a: readonly string[] = NO_ERRORS, b: readonly string[] = NO_ERRORS): boolean {
  return a.length === b.length && a.every((message, at) => message === b[at]);
}
