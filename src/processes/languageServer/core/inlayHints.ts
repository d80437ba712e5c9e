/** Handles LSP requests for inlay hints. Each kind of hint has a setting. */
import type { CancellationToken, Connection, InlayHintParams } from 'vscode-languageserver';
import { inlayHints, type WantedHints } from '../../../language/navigation/inlayHints.ts';
import type { RequestContext } from './context.ts';
import { toInlayHint } from './conversions/inlayHint.ts';
import { toSpan } from './conversions/ranges.ts';
import { DOCUMENT, needing, RANGE } from './params.ts';
import { answerInFile } from './places.ts';

/** Replies to `textDocument/inlayHint`. `wanted` returns the kinds of hints that the user has switched on. */
export function handleInlayHints(connection: Connection, context: RequestContext, wanted: () => WantedHints): void {
  connection.languages.inlayHint.on(
    needing([DOCUMENT, RANGE], async (params: InlayHintParams, token: CancellationToken) => {
      if (!isAnyWanted(wanted())) return [];
      const found = await answerInFile(context, params, token, (file) =>
        inlayHints(file, toSpan(file.tree, params.range), wanted()).map((hint) => toInlayHint(file.tree, hint)),
      );
      return found ?? [];
    }),
  );
}

/** Whether any kind of hint is switched on. Most users switch on none, and then we need not link a file. */
export function isAnyWanted({ features, defaults, numbers }: WantedHints): boolean {
  return features || defaults || numbers;
}
