/**
 * The rows of the schema tree whose declarations contain given offsets of a file. An editor marks the row of each
 * declaration with an error. We read only the declarations at these offsets, because the file may be very large and
 * closed.
 */
import type { FilePath } from '../../base/path.ts';
import type { RowsAt } from '../../contract/languageServer.ts';
import { parse } from '../../syntax/parser.ts';
import { declarationId, isServiceStep, rowStep, type RowPlace } from '../../workspace/index/rowIds.ts';
import type { KeptRow } from '../../workspace/index/rows.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { outline, type OutlineItem } from './outline.ts';
import { treeLayout, type TreeLayout } from './treeLayout.ts';

const NOWHERE: RowsAt = { rows: [], around: [] };

/** The rows at each offset of the file's text, one result per offset, in UTF-16 code units. */
export function rowsAt(workspace: Workspace, path: FilePath, offsets: readonly number[]): readonly RowsAt[] {
  const file = workspace.rows(path);
  const text = workspace.text(path);
  if (file === undefined || text === undefined) return offsets.map(() => NOWHERE);
  const places = placesOf(treeLayout(workspace), file.package);
  const steps = new StepsAt(text, file.rows);
  return offsets.map((offset) => rowsOf(path, steps.at(offset), places));
}

/** The places in the schema tree where declarations of a package have rows. */
interface Places {
  readonly ofServices: readonly RowPlace[];
  readonly ofOthers: readonly RowPlace[];
}

function placesOf({ isLarge, isVendored }: TreeLayout, packageName: string): Places {
  const ofOthers = ['package'] as const;
  if (!isLarge || isVendored.has(packageName)) return { ofServices: ofOthers, ofOthers };
  return { ofServices: ['package', 'services'], ofOthers };
}

function rowsOf(path: FilePath, steps: readonly string[], { ofServices, ofOthers }: Places): RowsAt {
  if (steps.length === 0) return NOWHERE;
  const places = isServiceStep(steps[0]) ? ofServices : ofOthers;
  const outer = steps.slice(1).map((_, index) => steps.slice(0, index + 1));
  return {
    rows: places.map((place) => declarationId(path, steps, place)),
    around: places.flatMap((place) => outer.map((above) => declarationId(path, above, place))),
  };
}

/** Finds the innermost declaration at an offset, as the steps that lead to it. */
class StepsAt {
  readonly #text: string;
  /** The top-level declarations, in source order. */
  readonly #rows: readonly KeptRow[];
  readonly #items = new Map<KeptRow, readonly OutlineItem[]>();

  constructor(text: string, rows: readonly KeptRow[]) {
    this.#text = text;
    this.#rows = rows.filter(({ lost }) => lost !== true);
  }

  at(offset: number): readonly string[] {
    const last = lastStarting(this.#rows, offset);
    const [own, before] = [this.#rows[last], this.#rows[last - 1]];
    for (const kept of [own, before]) {
      const steps = kept === undefined ? [] : this.#within(kept, offset);
      if (steps.length > 0) return steps;
    }
    // The error for a token that is missing at the end of a declaration may be after the declaration.
    const ended = [own, before].find((kept) => kept !== undefined && this.#isBlank(kept.end, offset));
    if (ended === undefined) return [];
    return this.#within(ended, ended.end);
  }

  #isBlank(from: number, to: number): boolean {
    return from <= to && this.#text.slice(from, to).trim() === '';
  }

  #within(kept: KeptRow, offset: number): readonly string[] {
    // The semicolon before the text shifts each offset by one.
    return stepsTo(this.#itemsOf(kept), offset - kept.start + 1);
  }

  #itemsOf(kept: KeptRow): readonly OutlineItem[] {
    const known = this.#items.get(kept);
    if (known !== undefined) return known;
    // Without a token before it, a comment in the first line would belong to the declaration. The semicolon prevents
    // that.
    const items = outline(parse(`;${this.#text.slice(kept.start, kept.end)}`));
    this.#items.set(kept, items);
    return items;
  }
}

function stepsTo(items: readonly OutlineItem[], offset: number): readonly string[] {
  const item = items.findLast(({ span }) => span.start <= offset && offset <= span.end);
  if (item === undefined) return [];
  return [rowStep(item), ...stepsTo(item.children, offset)];
}

/** The index of the last row that starts at or before an offset, by binary search; -1 if there is none. */
function lastStarting(rows: readonly KeptRow[], offset: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
