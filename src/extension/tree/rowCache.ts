/**
 * Keeps the rows that the tree has requested, by their parents. After an edit, the tree requests only the rows whose
 * parents have changed, even if many rows are open.
 */
import type { SchemaChange } from '../../contract/languageServer.ts';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import { isDeclarationId } from '../../workspace/index/rowIds.ts';

/** The id of the row that contains others, or null for the first level of the tree. */
export type ParentId = string | null;

/** The rows that have to be drawn again: all rows, or these rows with the rows inside them. */
export type Stale = 'all' | readonly SchemaNode[];

interface Level {
  readonly rows: readonly SchemaNode[];
  stale: boolean;
}

/** Keeps the rows of each level, and whether an edit has made them stale. */
export class RowCache {
  readonly #levels = new Map<ParentId, Level>();
  readonly #nodes = new Map<string, SchemaNode>();

  /** Returns the rows inside a row. Returns undefined if the tree has to request them. */
  children(parent: ParentId): readonly SchemaNode[] | undefined {
    const level = this.#levels.get(parent);
    if (level?.stale === false) return level.rows;
    return undefined;
  }

  /** Returns the last known rows inside a row, even if an edit has made them stale. */
  last(parent: ParentId): readonly SchemaNode[] {
    return this.#levels.get(parent)?.rows ?? [];
  }

  /** Returns the parent of each level that the tree has requested. */
  parents(): readonly ParentId[] {
    return [...this.#levels.keys()];
  }

  set(parent: ParentId, rows: readonly SchemaNode[]): void {
    const before = this.#levels.get(parent)?.rows ?? [];
    this.#levels.set(parent, { rows, stale: false });
    for (const row of rows) this.#nodes.set(row.id, row);
    const kept = new Set(rows.map(({ id }) => id));
    for (const { id } of before) if (!kept.has(id)) this.#forget(id);
  }

  /** Returns the rows that the tree has for these ids. */
  shown(ids: readonly string[]): readonly SchemaNode[] {
    return ids.flatMap((id) => this.#nodes.get(id) ?? []);
  }

  /** Marks levels as stale after an edit, and returns the rows that have to be drawn again. */
  changed({ rows }: Pick<SchemaChange, 'rows'>): Stale {
    if (rows === undefined) {
      for (const level of this.#levels.values()) level.stale = true;
      return 'all';
    }
    for (const id of rows) this.#makeStale(id);
    if (rows.includes(null)) return 'all';
    return rows.flatMap((id) => this.#nodes.get(id ?? '') ?? []);
  }

  /**
   * Marks a level as stale. For a declaration, marks all levels inside it too; for a group or a package, only its own
   * level.
   */
  #makeStale(id: ParentId): void {
    const level = this.#levels.get(id);
    if (level === undefined) return;
    level.stale = true;
    if (id === null || !isDeclarationId(id)) return;
    for (const row of level.rows) this.#makeStale(row.id);
  }

  #forget(id: string): void {
    const level = this.#levels.get(id);
    this.#levels.delete(id);
    this.#nodes.delete(id);
    for (const row of level?.rows ?? []) this.#forget(row.id);
  }
}
