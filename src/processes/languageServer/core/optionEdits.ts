/** Makes the edits for the extension's quick fixes that add missing options to files. */
import { fileOptionEdit } from '../../../language/fixes/fileOption.ts';
import type { FilePath } from '../../../base/path.ts';
import type { MissingFileOption, OptionEdit } from '../../../contract/languageServer.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import { toPlace } from './conversions/locations.ts';

/**
 * Returns the edits for the files in `paths`. It leaves out files that already have the options and files of
 * dependencies.
 */
export function optionEdits(
  workspace: Workspace,
  paths: readonly FilePath[],
  options: readonly MissingFileOption[],
): readonly OptionEdit[] {
  const wanted = new Map(options.map((option) => [option.file, option]));
  return paths.flatMap((path): readonly OptionEdit[] => {
    const option = wanted.get(workspace.exported(path)?.path ?? '');
    if (option === undefined || workspace.isDependency(path)) return [];
    const tree = workspace.linked(path)?.tree;
    if (tree === undefined) return [];
    const found = fileOptionEdit(tree, option.name, option.value);
    if (found === undefined) return [];
    return [
      {
        ...option,
        place: toPlace(path, tree, found.place),
        edit: { place: toPlace(path, tree, found.edit.span), newText: found.edit.newText },
      },
    ];
  });
}
