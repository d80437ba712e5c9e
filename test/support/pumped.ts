/**
 * Finds regular expressions that take more than linear time. It runs each one on texts made from its own parts: text
 * that a repetition matches, repeated very often, with what precedes it in front and text that it does not match
 * behind. CPU time shows whether the time is linear: one pass over such a text takes about a millisecond, a quadratic
 * expression half a second.
 */
import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { cpuMs } from './cpu.ts';

/** A text for which an expression takes too long. */
export interface Slow {
  /** The text in short: `"a" + "b" × 30000 + "!"`. */
  readonly text: string;
  readonly ms: number;
}

/** Short ones first, so that an expression of exponential time shows before it takes minutes. */
const LENGTHS = [12, 16, 19, 21, 23, 25, 28, 100, 1_000, 4_000, 12_000, 30_000];
/**
 * The length of texts of pieces with several characters, because they have fewer beginnings than other texts of a
 * length.
 */
const LENGTH_OF_PIECES = 100_000;
const TOO_LONG_MS = 120;

/** The first text found for which this expression takes too long; undefined if there is none. */
export function slowText(source: string, flags: string): Slow | undefined {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode: /[uv]/.test(flags) });
  // We search from each place of the text, as `replace`, `split` and `matchAll` do.
  const expression = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  for (const { before, pump, behind } of attacks(pattern, flags)) {
    const lengths = pump.length > 1 ? [...LENGTHS, LENGTH_OF_PIECES] : LENGTHS;
    for (const length of lengths) {
      const count = Math.ceil(length / pump.length);
      const text = `${before}${pump.repeat(count)}${behind}`;
      if (timeOf(expression, text) < TOO_LONG_MS) continue;
      // We measure once more, because the garbage collector may have run just now.
      const ms = timeOf(expression, text);
      if (ms < TOO_LONG_MS) continue;
      const [shownBefore, shownPump, shownBehind] = [before, pump, behind].map((part) => JSON.stringify(part));
      return { text: `${shownBefore} + ${shownPump} × ${count} + ${shownBehind}`, ms };
    }
  }
  return undefined;
}

function timeOf(expression: RegExp, text: string): number {
  const before = cpuMs();
  text.replace(expression, '');
  return cpuMs() - before;
}

interface Attack {
  readonly before: string;
  readonly pump: string;
  readonly behind: string;
}

const BEHIND = ['', '!', '\n', 'x', '\u0001'];
const CHARACTERS = Array.from(' \t\n\raA0_-./\\"\'`=:,;*%#@+{}()[]<>|&$~^!?\u00e9');

function attacks(pattern: AST.Pattern, flags: string): readonly Attack[] {
  const found = new Map<string, Attack>();
  for (const { before, element } of repetitions(pattern, flags)) {
    const one = sample(element, flags);
    const pumps = [one, ...CHARACTERS.filter((char) => takes(element, char, flags)), before, before + one];
    for (const pump of pumps.filter((text) => text !== ''))
      for (const behind of BEHIND)
        for (const start of ['', before])
          found.set(JSON.stringify([start, pump, behind]), { before: start, pump, behind });
  }
  return [...found.values()];
}

interface Repetition {
  /** A text that leads to the repetition. */
  readonly before: string;
  readonly element: AST.Element;
}

/** Returns each repetition that may repeat very often, with a text for the pattern before it. */
function repetitions(pattern: AST.Pattern, flags: string): readonly Repetition[] {
  const found: Repetition[] = [];
  const inAlternatives = (alternatives: readonly AST.Alternative[], before: string): void => {
    for (const { elements } of alternatives) {
      let lead = before;
      for (const element of elements) {
        inElement(element, lead);
        lead += sample(element, flags);
      }
    }
  };
  const inElement = (element: AST.Element, before: string): void => {
    if (element.type === 'Quantifier') {
      if (element.max > MANY) found.push({ before, element: element.element });
      inElement(element.element, before);
    }
    if ('alternatives' in element) inAlternatives(element.alternatives, before);
  };
  inAlternatives(pattern.alternatives, '');
  return found;
}

const MANY = 20;

/** Returns a text that this part of an expression matches. */
function sample(element: AST.Element | AST.QuantifiableElement, flags: string): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives[0]?.elements.map((part) => sample(part, flags)).join('') ?? '';
    case 'Quantifier':
      return sample(element.element, flags).repeat(Math.max(element.min, Math.min(element.max, 1)));
    case 'CharacterClass':
    case 'CharacterSet':
    case 'ExpressionCharacterClass':
      return (
        CHARACTERS.find((char) => char !== ' ' && takes(element, char, flags)) ??
        ALL.find((char) => takes(element, char, flags)) ??
        ''
      );
    default:
      return '';
  }
}

const ALL = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

function takes(element: { readonly raw: string; readonly type: string }, char: string, flags: string): boolean {
  // An assertion or a reference matches no text by itself.
  if (element.type === 'Assertion' || element.type === 'Backreference') return false;
  try {
    return new RegExp(`^(?:${element.raw})$`, flags.replace(/[gy]/g, '')).test(char);
  } catch {
    return false;
  }
}
