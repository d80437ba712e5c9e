/** Broken files are normal. Linking and encoding them never throws, and keeps the symbols before the break. */
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import { closure } from '../../src/schema/linking/closure.ts';
import { encodeDescriptorSet } from '../../src/schema/output/encode.ts';
import type { LinkedFile } from '../../src/schema/descriptors/model.ts';
import { SourceInfos } from '../../src/schema/output/sourceInfo.ts';
import { compileTexts } from '../support/compileText.ts';
import {
  googlePaths,
  googleRoot,
  protoPaths,
  readCorpusFile,
  sample,
  seededRandom,
  wellKnownRoot,
} from '../support/corpus.ts';

const files = [
  ...protoPaths(wellKnownRoot).map((path) => readCorpusFile(wellKnownRoot, path)),
  ...sample(googlePaths(), 25, 5).map((path) => readCorpusFile(googleRoot, path)),
].filter(({ text }) => text.length < 60_000);

function compileOne(path: string, text: string): LinkedFile | undefined {
  const compiled = compileTexts({ [path]: text }, [path], [wellKnownRoot, googleRoot]);
  const sourceInfo = new SourceInfos(false);
  for (const file of compiled.all) sourceInfo.record(file);
  const set = encodeDescriptorSet(closure(compiled.files.map((file) => file.interface)), { sourceInfo });
  fromBinary(FileDescriptorSetSchema, set);
  return compiled.files[0];
}

describe('a file', () => {
  it('a file that is cut anywhere keeps the symbols before the cut', () => {
    const random = seededRandom(3);
    let kept = 0;
    let wanted = 0;
    for (const { path, text } of files) {
      const whole = compileOne(path, text)?.symbols ?? [];
      for (let i = 0; i < 3; i++) {
        const cut = Math.floor(random() * text.length);
        const names = new Set(compileOne(path, text.slice(0, cut))?.symbols.map(({ fullName }) => fullName));
        const before = whole.filter(({ nameSpan }) => nameSpan.end < cut);
        wanted += before.length;
        kept += before.filter(({ fullName }) => names.has(fullName)).length;
      }
    }
    expect(kept / wanted).toBeGreaterThan(0.95);
  });

  it('a file with pieces removed, duplicated and moved still links', () => {
    const random = seededRandom(4);
    const place = (length: number): number => Math.floor(random() * length);
    for (const { path, text } of files) {
      for (let i = 0; i < 4; i++) {
        const from = place(text.length);
        const piece = text.slice(from, from + place(60));
        const rest = text.slice(0, from) + text.slice(from + piece.length);
        const to = place(rest.length);
        compileOne(path, rest.slice(0, to) + piece + piece + rest.slice(to));
      }
    }
  });
});
