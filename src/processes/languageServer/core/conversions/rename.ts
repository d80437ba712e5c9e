/** The edits of a rename, with what else they change. */
import type { ChangeAnnotation, WorkspaceEdit } from 'vscode-languageserver';
import type { KeptJsonName } from '../../../../language/navigation/keptJsonName.ts';
import type { Renaming } from '../../../../language/navigation/rename.ts';
import type { TextEdit } from '../../../../text/edit.ts';
import { pathToUri } from '../uris.ts';
import { toChanges, toTextEdits } from './edits.ts';

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
 * The editor asks with its own means: an edit that needs confirmation opens the preview, where the user takes it or not.
 * An editor without such a preview gets the edit like all others: it breaks no client, and the user sees it in the text.
 */
function keptAnnotation(kept: KeptJsonName | undefined): Record<string, ChangeAnnotation> {
  if (kept === undefined) return {};
  const description = `Programs that send JSON know it. Without this edit, it changes to ${kept.after}.`;
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
