/** Edits that write options into the files that lack them, for the quick fixes of the extension. */
import { fileOptionEdit } from '../../../language/fixes/fileOption.ts';
import type { FilePath } from '../../../base/path.ts';
import type { MissingFileOption, OptionEdit } from '../../../contract/languageServer.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import { toPlace } from './conversions/locations.ts';

/** `paths` are the files that may get options; files that have them or are in a dependency are left out. */
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
