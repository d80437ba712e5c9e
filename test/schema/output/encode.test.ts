/** A large descriptor set is written in parts. The consecutive parts are the set. */
import { describe, expect, it } from 'vitest';
import { encodeDescriptorSet, encodeInParts } from '../../../src/schema/output/encode.ts';
import { compileTexts } from '../../support/compileText.ts';

/** Makes a file with an enum, which has about 300 kB as a descriptor. */
function enumFile(name: string): string {
  const values = Array.from(
    { length: 8000 },
    (_, number) => `${name.toUpperCase()}_VALUE_NUMBER_${number} = ${number};`,
  );
  return `syntax = "proto3"; enum ${name} { ${values.join('\n')} }`;
}

describe('a descriptor set in parts', () => {
  it('the parts have the bytes of the whole set, and each part has at most one file more than a megabyte', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const texts = Object.fromEntries(names.map((name) => [`${name}.proto`, enumFile(name)]));
    const files = compileTexts(texts, Object.keys(texts)).files.map((file) => file.interface);
    const parts = [...encodeInParts(files)];
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.length).toBeLessThan(1.5 * 2 ** 20);
    expect(Buffer.concat(parts).equals(encodeDescriptorSet(files))).toBe(true);
  });

  it('a descriptor set without files has no parts', () => {
    expect([...encodeInParts([])]).toEqual([]);
  });
});
