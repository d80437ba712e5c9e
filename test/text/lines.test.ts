import { expect, test } from 'vitest';
import { LineIndex } from '../../src/text/lines.ts';

test.each([
  ['', [0]],
  ['a', [0]],
  ['\n', [0, 1]],
  ['a\n\nb\n', [0, 2, 3, 5]],
  ['a\r\nb\rc\nd', [0, 3, 5, 7]],
  ['\r\r\n\n\r', [0, 1, 3, 4, 5]],
])('lines of %j start after line feeds, carriage returns and both together', (text, starts) => {
  const lines = new LineIndex(text);
  expect(Array.from({ length: lines.lineCount }, (_, line) => lines.lineStart(line))).toEqual(starts);
  for (let offset = 0; offset <= text.length; offset++) {
    const line = starts.findLastIndex((start) => start <= offset);
    expect(lines.positionAt(offset)).toEqual({ line, character: offset - (starts[line] ?? 0) });
  }
});
