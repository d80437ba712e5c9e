/** Hints at names that lead to deprecated declarations. An editor strikes these names through. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { namesDeprecated, tokenStyles } from '../navigation/semanticTokens.ts';

/** We report at most this many hints per file. */
const MOST = 1000;

/** The hints of an open file. A closed file gets none, because editors show hints only in open files. */
export function deprecatedUses(workspace: Workspace, path: FilePath, file: LinkedFile): readonly Diagnostic[] {
  if (!workspace.isOpen(path)) return [];
  const { tokens } = file.tree;
  const hints: Diagnostic[] = [];
  for (const [at, style] of tokenStyles(file).entries()) {
    if (!namesDeprecated(style)) continue;
    const span = { start: tokens.start(at), end: tokens.end(at) };
    hints.push({ code: 'deprecated-use', severity: 'hint', message: `${tokens.text(at)} is deprecated.`, span });
    if (hints.length === MOST) break;
  }
  return hints;
}
