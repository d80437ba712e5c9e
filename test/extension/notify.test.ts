/**
 * Messages to the user contain names of files and types, and text from servers. None of it becomes a link, a line or a
 * command.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainText, statusText } from '../../src/extension/shared/plainText.ts';

/** The expression with which VS Code finds links in a notification (`parseLinkedText` in its sources). */
const LINK = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+(?: ["'].+?["'])?\)/i;

describe('a message shows foreign text as text', () => {
  test.each([
    'import "[Open the documentation](command:workbench.action.showAboutDialog)"; was not found',
    '[a](https://example.com/)',
    '[[a](command:x)](command:y)',
    '[a](file:///etc/passwd "title")',
    '[a\r](command:x)',
    '[a]\u200b(command:x)',
  ])('the text %j is shown without a link', (text) => {
    expect(plainText(text)).not.toMatch(LINK);
  });

  test('the words of a message stay the same', () => {
    expect(plainText('map[string](a) in proto/a.proto: "x"')).toBe('map[string] (a) in proto/a.proto: "x"');
  });

  test('a name cannot add an icon to the status bar', () => {
    expect(statusText('$(error) of $($(sync~spin))')).toBe('$ (error) of $ ($ (sync~spin))');
  });

  test('line breaks, escapes and changes of direction have no effect', () => {
    expect(plainText('a\nb\u001b[31m\u202e\u009b')).toBe('a b\\u{1b}[31m\\u{202e}\\u{9b}');
  });
});

test('the other files of the extension show no messages themselves', () => {
  const folder = join(import.meta.dirname, '..', '..', 'src', 'extension');
  const offenders = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('notify.ts'))
    .filter((name) => /show(?:Information|Warning|Error)Message/.test(readFileSync(join(folder, name), 'utf8')));
  expect(offenders).toEqual([]);
});
