/**
 * Which rows of the schema tree have errors: the row of the declaration with the error, and the rows around it. The
 * language server knows which declaration is at a place. We ask it only about files whose errors or text have changed.
 * Does not import `vscode`.
 */
import { inBackground } from '../../base/background.ts';
import type { RowsAt, SchemaChange } from '../../contract/languageServer.ts';
import { readRowId } from '../../workspace/index/rowIds.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { Emitter } from '../shared/emitter.ts';

/** One error, zero-based, in UTF-16 code units. */
export interface FileError {
  readonly line: number;
  readonly character: number;
  readonly message: string;
}

/** The part of the client that is used. */
export type ErrorClient = Pick<SchemaClient, 'rowsAt' | 'rowsAround' | 'onDidChangeSchema'>;

/** Rows with other marks than before. */
export interface ErrorChange {
  /** Their own errors or the errors below them differ. */
  readonly marked: readonly string[];
  /** Their own errors differ. */
  readonly own: readonly string[];
}

/** A file with errors. */
interface BrokenFile {
  readonly errors: readonly FileError[];
  /** One entry per error; missing until the language server has said it. */
  readonly rows?: readonly RowsAt[];
}

/** The errors of a row itself; empty for a row that only contains others with errors. */
type Marks = ReadonlyMap<string, readonly string[]>;

const NO_ERRORS: readonly string[] = [];

/** Knows the marks. `isOpen` says whether the user may be editing a file, by its URI. */
export class ErrorRows {
  readonly #client: ErrorClient;
  readonly #isOpen: (uri: string) => boolean;
  readonly #subscription: { dispose(): void };
  readonly #changed = new Emitter<ErrorChange>();
  readonly #files = new Map<string, BrokenFile>();
  /** Files that the language server has to be asked about. */
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

  /** The messages of a row's own errors. Empty if there are errors only below it; undefined if there are none. */
  of(id: string): readonly string[] | undefined {
    return this.#marks.get(id);
  }

  /** Takes the errors of some files, by URI. */
  set(files: ReadonlyMap<string, readonly FileError[]>): void {
    let isNew = false;
    for (const [uri, errors] of files) isNew = this.#setFile(uri, errors) || isNew;
    if (isNew) this.#follow();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** True if the errors of the file differ. */
  #setFile(uri: string, errors: readonly FileError[]): boolean {
    const before = this.#files.get(uri)?.errors ?? [];
    if (JSON.stringify(before) === JSON.stringify(errors)) return false;
    if (errors.length === 0) this.#files.delete(uri);
    else this.#files.set(uri, { errors });
    if (errors.length === 0) this.#unknown.delete(uri);
    else this.#unknown.add(uri);
    return true;
  }

  /** The declaration at a place may have another name now. */
  #schemaChanged({ rows }: Pick<SchemaChange, 'rows'>): void {
    for (const uri of this.#files.keys()) if (rows === undefined || this.#isOpen(uri)) this.#unknown.add(uri);
    if (this.#files.size > 0) this.#follow();
  }

  #follow(): void {
    this.#isStale = true;
    if (this.#isFollowing) return;
    inBackground(this.#followUntilCurrent(), 'Rows with errors were not marked', (line) => console.error(line));
  }

  /** One request after the other, because a late reply must not replace a newer one. */
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
      // The file may have got other errors in the meantime.
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

/** Whether it is the row of a declaration that is in no other one. */
function isOutermost(id: string): boolean {
  const key = readRowId(id);
  return key.kind === 'declaration' && key.steps.length === 1;
}

function isSame(a: readonly string[] = NO_ERRORS, b: readonly string[] = NO_ERRORS): boolean {
  return a.length === b.length && a.every((message, at) => message === b[at]);
}
