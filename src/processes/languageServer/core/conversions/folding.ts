/** Converts folds to ranges of lines. */
import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { Fold } from '../../../../language/structure/folding.ts';

const FOLD_KINDS: Readonly<Record<Fold['kind'], FoldingRangeKind | undefined>> = {
  code: undefined,
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
  region: FoldingRangeKind.Region,
};

/** Converts a fold. It covers whole lines. */
export function toFoldingRange({ kind, startLine, endLine }: Fold): FoldingRange {
  return defined({ startLine, endLine, kind: FOLD_KINDS[kind] });
}
