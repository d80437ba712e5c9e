/**
 * "Go to Symbol in Workspace": finds the declarations of all files by a part of their names. It does not find fields
 * and enum values, because the index does not keep the members of each message.
 */
import type { FilePath } from '../../base/path.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { simpleName } from '../names/match.ts';
import { searchDeclarations, type FoundDeclaration, type FoundKind } from './declarationSearch.ts';

/** One symbol. `schemaNode` finds its place by `id`. */
export interface WorkspaceSymbol {
  readonly kind: 'message' | 'enum' | 'service' | 'method' | 'extension';
  readonly name: string;
  /** The package and the outer declarations of the symbol; empty if the name contains them. */
  readonly container: string;
  readonly path: FilePath;
  readonly deprecated: boolean;
  readonly id: string;
}

const KINDS: ReadonlySet<FoundKind> = new Set<FoundKind>(['message', 'enum', 'service', 'method', 'extension']);

/** Finds the symbols that match, the best first. The search pauses after some files. */
export function* workspaceSymbols(
  workspace: Workspace,
  typed: string,
  limit: number,
): Generator<undefined, readonly WorkspaceSymbol[], undefined> {
  const [first = '', ...others] = typed.split(/\s+/).filter((word) => word !== '');
  // Editors compare the first typed word with the name, and the other words with the container.
  const { best } = yield* searchDeclarations(workspace, [...others, first].join(' '), limit, (kind) => KINDS.has(kind));
  return best.flatMap((found) => symbolOf(found, first));
}

function symbolOf(found: FoundDeclaration, typed: string): readonly WorkspaceSymbol[] {
  if (found.kind === 'package' || found.kind === 'extend') return [];
  const { kind, path, deprecated, id } = found;
  return [{ kind, ...named(found.fullName, typed), path, deprecated, id }];
}

/**
 * The name and the container of a symbol. Editors drop a symbol whose name lacks the typed letters, so it gets its full
 * name if the typed text has a dot.
 */
function named(fullName: string, typed: string): Pick<WorkspaceSymbol, 'name' | 'container'> {
  const name = simpleName(fullName);
  const container = fullName.slice(0, Math.max(0, fullName.length - name.length - 1));
  if (typed.includes('/') && container !== '') return { name: `${container}/${name}`, container: '' };
  if (typed.includes('.')) return { name: fullName, container: '' };
  return { name, container };
}
