/** Hints at names that lead to something deprecated. An editor strikes them through. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { namesDeprecated, tokenStyles } from '../navigation/semanticTokens.ts';

/** More than anyone looks at. */
const MOST = 1000;

/** Only for open files: no editor shows hints of the others. */
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
