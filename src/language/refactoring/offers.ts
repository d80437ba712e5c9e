/** Finds all refactorings at a place. This must be cheap, because an editor asks each time the cursor moves. */
import { hasErrors } from '../../schema/link.ts';
import { deprecateOffers } from './deprecate.ts';
import { docCommentOffers } from './docComment.ts';
import { moveOffers } from './move.ts';
import { nestOffers } from './nest.ts';
import { extractOffers } from './extractFields.ts';
import { optionFormOffers } from './optionForm.ts';
import { oneofOffers } from './oneof.ts';
import { isOwn, type Offer, type Selection } from './refactoring.ts';
import { renumberOffers } from './renumber.ts';

const MAKERS: readonly ((selection: Selection) => readonly Offer[])[] = [
  moveOffers,
  nestOffers,
  extractOffers,
  oneofOffers,
  optionFormOffers,
  deprecateOffers,
  docCommentOffers,
  renumberOffers,
];

/** The refactorings at a place; empty if the file is not the user's own, or if its text has errors. */
export function offersAt(selection: Selection): readonly Offer[] {
  const { workspace, path, file } = selection;
  if (!isOwn(workspace, path) || hasErrors(file.tree.diagnostics)) return [];
  return MAKERS.flatMap((make) => make(selection));
}
