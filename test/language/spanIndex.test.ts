import { expect, test } from 'vitest';
import { SpanIndex } from '../../src/language/names/spanIndex.ts';
import { spanTouches, type Span } from '../../src/text/span.ts';
import { seededRandom } from '../support/corpus.ts';

test('the index finds the same item as a search through all items', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 200; round++) {
    const spans: Span[] = Array.from({ length: Math.floor(random() * 12) }, () => {
      const start = Math.floor(random() * 40);
      return { start, end: start + Math.floor(random() * 8) };
    });
    const index = new SpanIndex(spans, (span) => span);
    for (let offset = 0; offset < 50; offset++)
      expect(index.at(offset)).toBe(spans.find((span) => spanTouches(span, offset)));
  }
});
