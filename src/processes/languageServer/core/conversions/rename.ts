/** Converts the edits of a rename, and describes what else the rename changes. */
import type { ChangeAnnotation, WorkspaceEdit } from 'vscode-languageserver';
import type { KeptJsonName } from '../../../../language/navigation/keptJsonName.ts';
import type { Renaming } from '../../../../language/navigation/rename.ts';
import type { TextEdit } from '../../../../text/edit.ts';
import { pathToUri } from '../uris.ts';
import { toChanges, toTextEdits } from './edits.ts';

/** The features of the editor that a rename can use. */
export interface RenameStyle {
  /** Whether edits may have a description. */
  readonly annotations: boolean;
}

/**
 * Converts the edits of a rename. The description says what else the rename changes. Editors show it in their preview,
 * at the edit of the declaration. VS Code shows it as a heading only if the edits have several labels.
 */
export function toWorkspaceEdit(
  { files, declaring, effect, optional }: Extract<Renaming, { readonly kind: 'edits' }>,
  style: RenameStyle,
): WorkspaceEdit {
  if (effect === undefined || !style.annotations) return toChanges(files);
  return {
    changeAnnotations: {
      declaration: { label: 'Declaration', description: effect },
      reference: { label: 'References' },
      ...keptAnnotation(optional),
    },
    documentChanges: files.map((file) => ({
      textDocument: { uri: pathToUri(file.path), version: null },
      edits: toTextEdits(file).map((edit, at) => ({
        ...edit,
        annotationId: annotationOf(file.edits[at], declaring, optional),
      })),
    })),
  };
}

/**
 * Returns the annotation of the edit that keeps the JSON name. The edit needs confirmation: the editor opens its
 * preview, and the user accepts or rejects the edit there. An editor without a preview applies this edit with the
 * others. It breaks no client, and the user sees it in the text.
 */
function keptAnnotation(kept: KeptJsonName | undefined): Record<string, ChangeAnnotation> {
  if (kept === undefined) return {};
  const description = `The field is renamed either way. JSON now has it as ${kept.before}. Without json_name, JSON has it as ${kept.after}, and programs that use JSON must change.`;
  return { jsonName: { label: `Keep the JSON name ${kept.before}`, description, needsConfirmation: true } };
}

function annotationOf(
  edit: TextEdit | undefined,
  declaring: ReadonlySet<TextEdit>,
  kept: KeptJsonName | undefined,
): string {
  if (edit === undefined) return 'reference';
  if (edit === kept?.edit) return 'jsonName';
  return declaring.has(edit) ? 'declaration' : 'reference';
}
