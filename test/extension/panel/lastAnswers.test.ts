/** What the hover of an rpc knows of the calls of this window. */
import { describe, expect, test } from 'vitest';
import { excerptOf, LastAnswers, type LastAnswer } from '../../../src/extension/panel/lastAnswers.ts';

const METHOD = 'greeter.v1.Greeter/SayHello';

function answer(status: string, method = METHOD, module?: string): LastAnswer {
  const subject = module === undefined ? { method } : { method, module };
  return { subject, code: 0, status, time: 0, duration: 1, received: 1, excerpt: '{}' };
}

describe('the last answer', () => {
  test('replaces the one before it', () => {
    const answers = new LastAnswers();
    answers.note(answer('NOT_FOUND'));
    answers.note(answer('OK'));
    expect(answers.of(METHOD, '/w/a.proto')?.status).toBe('OK');
  });

  test('belongs to its module, if another one declares the same method', () => {
    const answers = new LastAnswers();
    answers.note(answer('OK', METHOD, '/w/one'));
    expect(answers.of(METHOD, '/w/one/a.proto')?.status).toBe('OK');
    expect(answers.of(METHOD, '/w/two/a.proto')).toBeUndefined();
  });

  test('is found by the simple name only if some method has it', () => {
    const answers = new LastAnswers();
    answers.note(answer('OK'));
    expect(answers.hasNamed('SayHello')).toBe(true);
    expect(answers.hasNamed('Hello')).toBe(false);
  });

  test('is forgotten when a hundred other methods were called since', () => {
    const answers = new LastAnswers();
    answers.note(answer('OK'));
    for (let index = 0; index < 99; index++) answers.note(answer('OK', `a.B/M${index}`));
    expect(answers.of(METHOD, '/w/a.proto')).toBeDefined();
    answers.note(answer('OK', 'a.B/Last'));
    expect(answers.of(METHOD, '/w/a.proto')).toBeUndefined();
  });
});

describe('an excerpt', () => {
  test('is the whole text if that is short', () => {
    expect(excerptOf('{\n  "a": 1\n}')).toBe('{\n  "a": 1\n}');
  });

  test('has at most 20 lines', () => {
    const lines = Array.from({ length: 21 }, (_, index) => String(index));
    expect(excerptOf(lines.join('\n')).split('\n')).toEqual([...lines.slice(0, 20), '…']);
  });

  test('has at most 1,500 characters, and no half of one', () => {
    const shown = excerptOf('x'.repeat(1499) + '😀'.repeat(10));
    expect(shown).toBe(`${'x'.repeat(1499)}\n…`);
  });

  test('shows the control characters of a server as escapes', () => {
    expect(excerptOf('a\r\u202Eb')).toBe('a\\u{d}\\u{202e}b');
  });
});
