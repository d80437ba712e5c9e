/** Several messages in one text, one behind the other: how a stream is written in a file. */

/**
 * The JSON values of a text, each without the white space around it. Text that is not JSON stays whole, so that the
 * reader can report it.
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

/** Brackets, and strings with whatever brackets they hold. */
const TOKEN = /[{}[\]]|"(?:[^"\\\n]|\\.)*"?/g;
