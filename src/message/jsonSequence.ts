/** Several messages in one text, one after the other, as a file contains a stream. */

/**
 * The JSON values of a text, each without the whitespace around it. Invalid JSON stays whole, so that the reader can
 * report it.
 */
export function splitJson(text: string): readonly string[] {
  const values: string[] = [];
  let start = 0;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    if (depth > 0 || (token !== '}' && token !== ']')) continue;
    values.push(text.slice(start, index + 1).trim());
    start = index + 1;
    depth = 0;
  }
  const rest = text.slice(start).trim();
  if (rest === '') return values;
  return [...values, rest];
}

/** Brackets, and strings with any brackets inside them. */
const TOKEN = /[{}[\]]|"(?:[^"\\\n]|\\.)*"?/g;
