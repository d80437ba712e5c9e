/** Bytes that are not UTF-8. Each one stands for itself, and a file full of them takes no longer than another file. */
import { expect, it } from 'vitest';
import { byteOf, sourceText } from '../../src/text/source.ts';
import { cpuMs } from '../support/cpu.ts';

it('five megabytes of bytes that only begin characters are read in one pass', () => {
  const before = cpuMs();
  const text = sourceText(Buffer.alloc(5_000_000, 0xc2));
  expect(cpuMs() - before).toBeLessThan(5000);
  expect([text.length, byteOf(text.charCodeAt(0))]).toEqual([5_000_000, 0xc2]);
});

it('two-byte characters are kept and invalid ones are found, as the decoder does', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const isText = (bytes: Uint8Array): boolean => {
    try {
      decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  for (let first = 0x80; first < 0x100; first++)
    for (let second = 0x7f; second < 0x101; second++) {
      const bytes = Uint8Array.of(0xff, first, second, 0x80, 0x80);
      const lengths = [2, 3, 4].filter((length) => isText(bytes.subarray(1, 1 + length)) && first >= 0xc0);
      const kept = byteOf(sourceText(bytes).charCodeAt(1)) === undefined;
      expect([first, second, kept]).toEqual([first, second, lengths.length > 0]);
    }
});
