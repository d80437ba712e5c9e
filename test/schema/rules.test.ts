/** What protoc says of broken files, we say too: the same words at the same places, in the same order. */
import { describe, expect, it } from 'vitest';
import { compileTexts } from '../support/compileText.ts';
import { runProtoc, withFiles } from '../support/protoc.ts';
import { type RuleCase, ruleCases } from './rules.testdata.ts';

/** protoc shows paths on disk; tests show import paths. */
function protocLines({ files }: RuleCase): readonly string[] {
  return withFiles(files, (root) => {
    const { stderr } = runProtoc({ roots: [root], files: Object.keys(files).slice(0, 1) });
    return stderr.split(/\r?\n/).filter((line) => line !== '').map((line) => (line.startsWith(root) ? line.slice(root.length + 1) : line));
  });
}

describe('a file is judged as by protoc if it has', () => {
  it.each(ruleCases)('$name', (one) => {
    const expected = protocLines(one);
    const { lines } = compileTexts(one.files);
    expect(expected.length).toBeGreaterThan(0);
    if (one.firstLineOnly) expect(lines[0]).toBe(expected[0]);
    else expect(lines).toEqual(expected);
  });
});
