/** The tokens of Go source, with offsets (go.dev/ref/spec#Lexical_elements). Comments are left out. */

export interface GoToken {
  readonly kind: 'word' | 'string' | 'sign' | 'newline';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** In this order: a raw string may hold what looks like a comment, and the other way round. */
const TOKEN =
  /(?<newline>\n)|(?<space>[ \t\r]+|\/\/[^\n]*)|(?<comment>\/\*[^]*?\*\/)|(?<string>`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?<word>[\p{L}\p{Nd}_]+)|(?<sign>[^])/gu;

export function goTokens(source: string): readonly GoToken[] {
  const tokens: GoToken[] = [];
  for (const match of source.matchAll(TOKEN)) {
    const [text] = match;
    const kind = kindOf(match.groups ?? {}, text);
    if (kind !== undefined) tokens.push({ kind, text, start: match.index, end: match.index + text.length });
  }
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>, text: string): GoToken['kind'] | undefined {
  if (groups['newline'] !== undefined) return 'newline';
  if (groups['space'] !== undefined) return undefined;
  // A comment over several lines ends the line.
  if (groups['comment'] !== undefined) return text.includes('\n') ? 'newline' : undefined;
  if (groups['string'] !== undefined) return 'string';
  return groups['word'] !== undefined ? 'word' : 'sign';
}
