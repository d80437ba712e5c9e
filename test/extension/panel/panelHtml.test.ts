/** The first HTML of a panel, and what its content policy allows. */
import { describe, expect, test } from 'vitest';
import { panelHtml } from '../../../src/extension/panel/panelHtml.ts';

const html = panelHtml({
  cspSource: 'https://files.example',
  nonce: 'abc123',
  language: 'en',
  title: 'a"<b>.C/D',
  scriptUri: 'https://files.example/webview.js',
  styleUri: 'https://files.example/panel.css',
  codiconsUri: 'https://files.example/codicon.css',
});
const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

describe('the page', () => {
  test('the page allows only its own script, styles and font', () => {
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'nonce-abc123'",
      "style-src https://files.example 'nonce-abc123'",
      'font-src https://files.example',
    ]);
  });

  test('the page has no inline scripts or styles', () => {
    expect(html).not.toMatch(/<script(?![^>]* src=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  test('the page escapes names', () => {
    expect(html).toContain('<title>a&quot;&lt;b&gt;.C/D</title>');
  });
});
