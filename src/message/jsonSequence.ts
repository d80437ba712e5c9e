/**
 * Splits a text that contains several JSON messages, one after the other. Files with a stream of messages have this
 * form.
 */

/**
 * Returns the JSON values of a text, without the whitespace around them. It does not split invalid JSON, so that the
 * reader of the value can report the mistake.
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

/** Matches a bracket, or a whole string, because a string may contain brackets. */
const TOKEN = /[{}[\]]|"(?:[^"\\\n]|\\.)*"?/g;
