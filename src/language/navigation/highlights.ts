/** The places of one file that name the same thing as the place under the cursor. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { subjectAt } from './subject.ts';
import { usesIn, type Use } from './uses.ts';

/** The uses in the order of the text; undefined if no name is at `offset`. */
export function highlights(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  offset: number,
): readonly Use[] | undefined {
  const pointed = subjectAt(workspace, path, file, offset);
  return pointed && usesIn(workspace, path, file, pointed.subject);
}
