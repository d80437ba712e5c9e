/** Each translation has every text of the English files, and keeps what is not prose: placeholders, links and code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

type Texts = Readonly<Record<string, string>>;

/** VS Code finds a translation by the name of the English file and the language. */
const LANGUAGES = ['zh-cn'];

/** Names, keys of the keyboard and words of protobuf that are the same in each language. */
const NAMES = ['Ctrl+Enter', 'Esc', 'Schema', 'TLS', 'gRPC', 'gRPC Workbench', 'oneof', '{0} · Go', '● Go {0}', '⌘⏎'];

function read(file: string): Texts {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Texts;
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([match]) => match).sort();
}

const placeholders = (text: string): readonly string[] => [...new Set(matches(text, /\{\d+\}/g))];
const linkTargets = (text: string): readonly string[] => matches(text, /(?<=\])\([^()]+\)/g);
const codes = (text: string): readonly string[] => matches(text, /`[^`]+`/g);
const bolds = (text: string): readonly string[] => matches(text, /\*\*[^*]+\*\*/g);
/** VS Code makes a button of a link that is alone on its line. */
const buttonLines = (text: string): readonly boolean[] =>
  text.split('\n').map((line) => /^\[[^\]]+\]\([^)]+\)$/.test(line));
const outerSpace = (text: string): readonly string[] => matches(text, /^\s+|\s+$/g);

const PAIRS = LANGUAGES.flatMap((language) => [
  { english: 'package.nls.json', translated: `package.nls.${language}.json` },
  { english: 'l10n/bundle.l10n.json', translated: `l10n/bundle.l10n.${language}.json` },
]);

test('each file of translations is tested', () => {
  const files = [...readdirSync(root), ...readdirSync(join(root, 'l10n')).map((file) => `l10n/${file}`)];
  const found = files.filter((file) => /^(?:package\.nls|l10n\/bundle\.l10n)\..+\.json$/.test(file));
  expect(found.sort()).toEqual(PAIRS.map(({ translated }) => translated).sort());
});

describe.each(PAIRS)('$translated', ({ english, translated }) => {
  const source = read(english);
  const translation = read(translated);
  const texts = Object.entries(translation).map(([key, text]) => ({ text, from: source[key] ?? '' }));

  /** Returns the translations in which a part of the text differs from the English text. */
  const differing = (part: (text: string) => readonly unknown[]): readonly string[] =>
    texts.filter(({ text, from }) => String(part(text)) !== String(part(from))).map(({ text }) => text);

  test('has each text of the English file, and no other', () => {
    expect(Object.keys(translation).sort()).toEqual(Object.keys(source).sort());
  });

  test('leaves only names in English', () => {
    const same = texts.filter(({ text, from }) => text === from).map(({ text }) => text);
    expect(same.filter((text) => !NAMES.includes(text))).toEqual([]);
  });

  test('each text has the placeholders of the English text', () => {
    expect(differing(placeholders)).toEqual([]);
  });

  test('each text has the links and commands of the English text, and a button if the English text has one', () => {
    expect(differing(linkTargets)).toEqual([]);
    expect(differing(buttonLines)).toEqual([]);
  });

  test('each text has the code, the names of settings and the bold names of the English text', () => {
    expect(differing(codes)).toEqual([]);
    expect(differing(bolds)).toEqual([]);
  });

  test('each text has spaces at its ends only if the English text has them', () => {
    expect(differing(outerSpace)).toEqual([]);
  });
});

describe.each(PAIRS.filter(({ translated }) => translated.includes('zh-cn')))('$translated', ({ translated }) => {
  // The user types `host:port` with an ASCII colon, so the translation keeps that colon.
  const texts = Object.values(read(translated)).map((text) => text.replaceAll('主机:端口', ''));

  test('has full-width punctuation after Chinese', () => {
    expect(texts.filter((text) => /\p{Script=Han}[,.;:!?]/u.test(text))).toEqual([]);
  });

  test('has a space between Chinese and Latin words, as VS Code has', () => {
    expect(texts.filter((text) => /\p{Script=Han}[\w`]|[\w`]\p{Script=Han}/u.test(text))).toEqual([]);
  });
});
