/** A large descriptor set is written in parts, which are the set when they follow each other. */
import { describe, expect, it } from 'vitest';
import { encodeDescriptorSet, encodeInParts } from '../../../src/schema/output/encode.ts';
import { compileTexts } from '../../support/compileText.ts';

/** Some 300 kB as a descriptor. */
function enumFile(name: string): string {
  const values = Array.from(
    { length: 8000 },
    (_, number) => `${name.toUpperCase()}_VALUE_NUMBER_${number} = ${number};`,
  );
  return `syntax = "proto3"; enum ${name} { ${values.join('\n')} }`;
}

describe('a descriptor set in parts', () => {
  it('has the bytes of the whole set, a megabyte or one file more in each part', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const texts = Object.fromEntries(names.map((name) => [`${name}.proto`, enumFile(name)]));
    const files = compileTexts(texts, Object.keys(texts)).files.map((file) => file.interface);
    const parts = [...encodeInParts(files)];
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.length).toBeLessThan(1.5 * 2 ** 20);
    expect(Buffer.concat(parts).equals(encodeDescriptorSet(files))).toBe(true);
  });

  it('has no part without files', () => {
    expect([...encodeInParts([])]).toEqual([]);
  });
});
