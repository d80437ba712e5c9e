/**
 * Handles LSP requests for semantic tokens: of a whole document, of a range, and of the changes since the last reply.
 */
import type {
  CancellationToken,
  Connection,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensOptions,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver';
import { TOKEN_MODIFIERS, tokenStyles, TOKEN_TYPES } from '../../../language/navigation/semanticTokens.ts';
import type { LinkedFile } from '../../../schema/descriptors/model.ts';
import type { RequestContext } from './context.ts';
import { linesOf, toSpan } from './conversions/ranges.ts';
import { encodedTokens, tokensEdit } from './encodedTokens.ts';
import { DOCUMENT, needing, PREVIOUS_RESULT, RANGE } from './params.ts';
import { answerInFile } from './places.ts';

/** The options for semantic tokens that the server announces to the client. */
export const SEMANTIC_TOKENS_OPTIONS: SemanticTokensOptions = {
  legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
  full: { delta: true },
  range: true,
};

/** Replies to the three kinds of requests for semantic tokens. */
export function handleSemanticTokens(connection: Connection, context: RequestContext): void {
  const { semanticTokens } = connection.languages;
  const results = new TokenResults();
  semanticTokens.on(
    needing([DOCUMENT], async (params: SemanticTokensParams, token: CancellationToken) => {
      const numbers = await answerInFile(context, params, token, allTokens);
      return numbers === undefined ? NONE : results.whole(params.textDocument.uri, numbers);
    }),
  );
  semanticTokens.onDelta(
    needing([DOCUMENT, PREVIOUS_RESULT], async (params: SemanticTokensDeltaParams, token: CancellationToken) => {
      const numbers = await answerInFile(context, params, token, allTokens);
      return numbers === undefined ? NONE : results.since(params.textDocument.uri, params.previousResultId, numbers);
    }),
  );
  semanticTokens.onRange(
    needing([DOCUMENT, RANGE], async (params: SemanticTokensRangeParams, token: CancellationToken) => {
      const numbers = await answerInFile(context, params, token, (file) =>
        encodedTokens(file.tree, tokenStyles(file), linesOf(file.tree), toSpan(file.tree, params.range)),
      );
      return { data: [...(numbers ?? [])] };
    }),
  );
}

const NONE: SemanticTokens = { data: [] };

function allTokens(file: LinkedFile): Uint32Array {
  const whole = { start: 0, end: file.tree.text.length };
  return encodedTokens(file.tree, tokenStyles(file), linesOf(file.tree), whole);
}

/**
 * How many numbers of earlier replies we keep. Each number takes four bytes. If we no longer have the last reply for a
 * document, the next reply has all its tokens.
 */
const MOST_NUMBERS = 4_000_000;

/** Keeps the last reply for each document. We compare the next reply with it. */
class TokenResults {
  readonly #last = new Map<string, { readonly id: string; readonly numbers: Uint32Array }>();
  #kept = 0;
  #nextId = 1;

  whole(uri: string, numbers: Uint32Array): SemanticTokens {
    return { resultId: this.#keep(uri, numbers), data: Array.from(numbers) };
  }

  since(uri: string, previous: string, numbers: Uint32Array): SemanticTokens | SemanticTokensDelta {
    const before = this.#last.get(uri);
    if (before?.id !== previous) return this.whole(uri, numbers);
    const edit = tokensEdit(before.numbers, numbers);
    const resultId = this.#keep(uri, numbers);
    if (edit === undefined) return { resultId, edits: [] };
    return { resultId, edits: [{ ...edit, data: Array.from(edit.data) }] };
  }

  #keep(uri: string, numbers: Uint32Array): string {
    const id = String(this.#nextId++);
    this.#forget(uri);
    this.#last.set(uri, { id, numbers });
    this.#kept += numbers.length;
    // A map keeps its entries in the order of insertion, so the first entry is the oldest reply.
    for (const oldest of this.#last.keys()) {
      if (this.#kept <= MOST_NUMBERS) break;
      this.#forget(oldest);
    }
    return id;
  }

  #forget(uri: string): void {
    this.#kept -= this.#last.get(uri)?.numbers.length ?? 0;
    this.#last.delete(uri);
  }
}
