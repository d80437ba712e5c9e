/** The edits of a rename, with what else they change. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Renaming } from '../../../../language/navigation/rename.ts';
import { pathToUri } from '../uris.ts';
import { toChanges, toTextEdit } from './edits.ts';

/** What the editor can show of a rename. */
export interface RenameStyle {
  /** Whether edits may come with a description. */
  readonly annotations: boolean;
}

/**
 * The edits of a rename. Its effect says what else changes; editors show it in their preview, at the declaration. VS
 * Code shows it as a heading only if the edits have several labels.
 */
export function toWorkspaceEdit(
  { files, declaring, effect }: Extract<Renaming, { readonly kind: 'edits' }>,
  style: RenameStyle,
): WorkspaceEdit {
  if (effect === undefined || !style.annotations) return toChanges(files);
  return {
    changeAnnotations: {
      declaration: { label: 'Declaration', description: effect },
      reference: { label: 'References' },
    },
    documentChanges: files.map(({ path, tree, edits }) => ({
      textDocument: { uri: pathToUri(path), version: null },
      edits: edits.map((edit) => ({
        ...toTextEdit(tree, edit),
        annotationId: declaring.has(edit) ? 'declaration' : 'reference',
      })),
    })),
  };
}
