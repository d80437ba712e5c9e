/**
 * Finds which levels of the schema tree an edit changed. The index says what changed in files and packages; this file
 * finds the rows for it in the current layout. We compare the levels above packages with their previous rows, because
 * few edits change them and they are small.
 */
import type { SchemaNode } from '../../contract/schemaNode.ts';
import { declarationId, groupId, isServiceStep, packageId, readRowId } from '../../workspace/index/rowIds.ts';
import type { RowId } from '../../workspace/index/rowChanges.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { hasTypesRow, schemaChildren } from './schemaTree.ts';
import { outermostPackages, packagesBelow, treeLayout, type TreeLayout } from './treeLayout.ts';

/** The rows of each level above packages, as text that we can compare. */
interface Structure {
  readonly isLarge: boolean;
  readonly levels: ReadonlyMap<RowId, string>;
}

/** Remembers what we last reported to the schema tree, and finds what has changed since then. */
export class TreeChanges {
  readonly #workspace: Workspace;
  #told: Structure | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The rows whose children changed since the last call; undefined if any row may have changed. */
  take(): readonly RowId[] | undefined {
    const changes = this.#workspace.takeRowChanges();
    if (changes === undefined) {
      this.#told = undefined;
      return undefined;
    }
    const layout = treeLayout(this.#workspace);
    const ids = new Set(changes.flatMap((change) => this.#levelsOf(layout, change)));
    const moved = this.#moved(layout, changes);
    if (moved === undefined) return undefined;
    return [...new Set([...moved, ...ids])];
  }

  #levelsOf(layout: TreeLayout, change: RowId): readonly RowId[] {
    if (change === null) return [];
    const key = readRowId(change);
    switch (key.kind) {
      case 'group':
        return layout.isLarge ? [change] : [];
      case 'package':
      case 'file':
        return [change];
      case 'types':
        if (hasTypesRow(this.#workspace, layout, key.package)) return [change];
        return [packageId(key.package)];
      case 'declaration':
        if (!layout.isLarge || !isServiceStep(key.steps[0])) return [change];
        return [change, declarationId(key.path, key.steps, 'services')];
    }
  }

  /** The levels above packages that differ; undefined if the tree has another layout now. */
  #moved(layout: TreeLayout, changes: readonly RowId[]): readonly RowId[] | undefined {
    const before = this.#told;
    const mayMove = changes.some((change) => change === null || change === groupId('services'));
    if (before !== undefined && !mayMove) return [];
    const now = structureOf(this.#workspace, layout);
    this.#told = now;
    if (before === undefined) return mayMove ? undefined : [];
    if (before.isLarge !== now.isLarge) return undefined;
    const ids = new Set([...before.levels.keys(), ...now.levels.keys()]);
    return [...ids].filter((id) => before.levels.get(id) !== now.levels.get(id));
  }
}

function structureOf(workspace: Workspace, layout: TreeLayout): Structure {
  const levels = new Map<RowId, string>([[null, JSON.stringify(schemaChildren(workspace))]]);
  if (!layout.isLarge) return { isLarge: false, levels };
  levels.set(
    groupId('services'),
    schemaChildren(workspace, groupId('services'))
      .map(({ id }) => id)
      .join('\n'),
  );
  for (const group of ['packages', 'dependencies'] as const)
    levels.set(groupId(group), JSON.stringify(schemaChildren(workspace, groupId(group))));
  addPackages(layout, outermostPackages(layout), levels);
  return { isLarge: true, levels };
}

function addPackages(layout: TreeLayout, packages: readonly SchemaNode[], levels: Map<RowId, string>): void {
  for (const { id, fullName } of packages) {
    const below = packagesBelow(layout, fullName);
    levels.set(id, JSON.stringify(below));
    addPackages(layout, below, levels);
  }
}
