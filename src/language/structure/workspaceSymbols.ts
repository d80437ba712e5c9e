/**
 * "Go to Symbol in Workspace": what all files declare, by a part of its name. Fields and enum values are not among them,
 * because the index does not keep the members of each message.
 */
import type { FilePath } from '../../base/path.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { simpleName } from '../names/match.ts';
import { searchDeclarations, type FoundDeclaration, type FoundKind } from './declarationSearch.ts';

/** One symbol. `schemaNode` finds its place by the id. */
export interface WorkspaceSymbol {
  readonly kind: 'message' | 'enum' | 'service' | 'method' | 'extension';
  readonly name: string;
  /** The package and the declarations around it; empty if the name has them. */
  readonly container: string;
  readonly path: FilePath;
  readonly deprecated: boolean;
  readonly id: string;
}

const KINDS: ReadonlySet<FoundKind> = new Set<FoundKind>(['message', 'enum', 'service', 'method', 'extension']);

/** The symbols that match, the best first. It pauses after some files. */
export function* workspaceSymbols(
  workspace: Workspace,
  typed: string,
  limit: number,
): Generator<undefined, readonly WorkspaceSymbol[], undefined> {
  const [first = '', ...others] = typed.split(/\s+/).filter((word) => word !== '');
  // Editors match the first word with the name and the others with the container.
  const { best } = yield* searchDeclarations(workspace, [...others, first].join(' '), limit, (kind) => KINDS.has(kind));
  return best.flatMap((found) => symbolOf(found, first));
}

function symbolOf(found: FoundDeclaration, typed: string): readonly WorkspaceSymbol[] {
  if (found.kind === 'package' || found.kind === 'extend') return [];
  const { kind, path, deprecated, id } = found;
  return [{ kind, ...named(found.fullName, typed), path, deprecated, id }];
}

/** Editors drop a symbol whose name does not have the typed letters, so a dotted text gets full names. */
function named(fullName: string, typed: string): Pick<WorkspaceSymbol, 'name' | 'container'> {
  const name = simpleName(fullName);
  const container = fullName.slice(0, Math.max(0, fullName.length - name.length - 1));
  if (typed.includes('/') && container !== '') return { name: `${container}/${name}`, container: '' };
  if (typed.includes('.')) return { name: fullName, container: '' };
  return { name, container };
}
