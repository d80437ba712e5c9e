/** A long text in pieces equals a plain string. These texts make pieces start and end in the most awkward places. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineIndex, type Position } from '../../src/text/lines.ts';
import { LongText } from '../../src/text/longText.ts';
import { cpuMs } from '../support/cpu.ts';

const UNITS = ['a', '\n', '\r', '\r\n', 'ä', '€', '😀', '\ud83d', '\ude00'];
const pieces = fc.array(fc.constantFrom(...UNITS), { maxLength: 12 }).map((units) => units.join(''));
const long = fc
  .tuple(pieces, fc.constantFrom(...UNITS), fc.integer({ min: 16_376, max: 16_391 }), pieces)
  .map(([before, unit, count, after]) => before + unit.repeat(count) + after);
const place = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 16_370, max: 16_400 }), fc.nat(40_000));
const edit = fc.record({ from: place, length: fc.oneof(fc.nat(3), fc.nat(40_000)), text: pieces });

function rangeOf(text: string, from: number, length: number): { start: Position; end: Position } {
  const lines = new LineIndex(text);
  const start = lines.positionAt(Math.min(from, text.length));
  return { start, end: lines.positionAt(Math.min(from + length, text.length)) };
}

it('edits change a long text like a string, and its length in bytes stays correct', () => {
  fc.assert(
    fc.property(long, fc.array(edit, { maxLength: 6 }), (first, edits) => {
      const kept = new LongText(first);
      let plain = first;
      for (const { from, length, text } of edits) {
        const range = rangeOf(plain, from, length);
        const lines = new LineIndex(plain);
        plain = plain.slice(0, lines.offsetAt(range.start)) + text + plain.slice(lines.offsetAt(range.end));
        kept.replace(range, text);
      }
      expect(kept.toString()).toBe(plain);
      expect(kept.bytes).toBe(Buffer.byteLength(plain));
    }),
    { numRuns: 60 },
  );
});

it.each(['a', '\n', 'ä', 'ab\r\n'])('each of three hundred edits in 12 MB of %j touches only a few pieces', (unit) => {
  const text = new LongText(unit.repeat((12 * 1024 * 1024) / unit.length));
  const { bytes } = text;
  const before = cpuMs();
  for (let line = 0; line < 300; line++)
    text.replace({ start: { line, character: 0 }, end: { line, character: 0 } }, '\n');
  expect(cpuMs() - before).toBeLessThan(1500);
  expect(text.bytes).toBe(bytes + 300);
});
