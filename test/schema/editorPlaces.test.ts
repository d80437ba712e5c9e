/**
 * Every diagnostic has a place in the editor. The place is one construct, and never the start of the file as a
 * fallback.
 */
import { expect, test } from 'vitest';
import type { FileDiagnostic } from '../../src/schema/compile.ts';
import { shownSpan } from '../../src/text/diagnostic.ts';
import { ENTRY, type Files } from './cases/case.ts';
import { compileTexts } from '../support/compileText.ts';
import { ownCases } from '../support/ownCases.ts';

/** These diagnostics are about the statement itself. */
const ABOUT_THE_EDITION: ReadonlySet<string> = new Set(['edition-range', 'unstable-edition']);

/** The kind of the whole value is wrong. */
const ABOUT_THE_VALUE = 'option-value: Value must be ';

interface Shown {
  readonly name: string;
  readonly complaint: string;
  readonly piece: string | undefined;
}

function textsOf(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : [])),
  );
}

function shownIn(name: string, texts: Readonly<Record<string, string>>): readonly Shown[] {
  return compileTexts(texts, [ENTRY]).diagnostics.flatMap(({ file, diagnostic }: FileDiagnostic) => {
    const text = texts[file];
    if (text === undefined) return [];
    const span = shownSpan(diagnostic);
    const piece = span && text.slice(span.start, span.end);
    return [{ name, complaint: `${diagnostic.code}: ${diagnostic.message}`, piece }];
  });
}

const all = ownCases().flatMap(({ name, files }) => shownIn(name, textsOf(files)));

test('each diagnostic has a place', () => {
  expect(all.filter(({ piece }) => piece === undefined)).toEqual([]);
});

test('no diagnostic covers the syntax statement as a fallback', () => {
  const covering = all.filter(({ piece }) => /^(syntax|edition)\s*=/.test(piece ?? ''));
  expect(covering.filter(({ complaint }) => !ABOUT_THE_EDITION.has(complaint.split(':')[0] ?? ''))).toEqual([]);
});

test('no diagnostic covers several lines or several statements', () => {
  expect(all.filter(({ piece = '' }) => /[\r\n]|;./.test(piece))).toEqual([]);
});

test('no diagnostic covers braces together with their contents', () => {
  const covering = all.filter(({ piece = '' }) => /^[{<].+[}>]$/s.test(piece));
  expect(covering.filter(({ complaint }) => !complaint.startsWith(ABOUT_THE_VALUE))).toEqual([]);
});
