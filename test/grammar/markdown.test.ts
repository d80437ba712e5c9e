/** The injection into Markdown, with a grammar of a few lines instead of VS Code's own. */
import { describe, expect, test } from 'vitest';
import { loadGrammar, tokenize } from './textmate.ts';

const host = {
  grammar: {
    scopeName: 'text.html.markdown',
    patterns: [
      { name: 'markup.fenced_code.block.markdown', begin: '^(`{3,}|~{3,}).*$', end: '^\\1$' },
      { name: 'markup.heading.markdown', match: '^#.*' },
    ],
    repository: {},
  },
  injections: ['markdown.proto.codeblock'],
};

async function scopesOf(text: string, markdown: string): Promise<readonly string[]> {
  const grammar = await loadGrammar('text.html.markdown', host);
  return tokenize(grammar, markdown).find((token) => token.text === text)?.scopes ?? [];
}

describe('a code fence in Markdown', () => {
  test.each(['```proto', '```protobuf', '~~~ proto3', '```Proto title="a.proto"', '````proto {.line-numbers}'])(
    'the fence %s contains proto',
    async (fence) => {
      const close = /^[`~]+/.exec(fence)?.[0] ?? '';
      const scopes = await scopesOf(
        'HelloRequest',
        `# Title\n\n${fence}\nmessage HelloRequest {\n  string name = 1;\n}\n${close}\n\nAfter\n`,
      );
      expect(scopes).toContain('meta.embedded.block.proto');
      expect(scopes.at(-1)).toBe('entity.name.type.message.proto');
    },
  );

  test('a fence ends at its own marker, even if the proto in it is unfinished', async () => {
    const markdown = '```proto\nmessage HelloRequest {\n  option (x) = { a: "\n```\n\n# Heading\n';
    expect(await scopesOf('# Heading', markdown)).toEqual(['text.html.markdown', 'markup.heading.markdown']);
  });

  test('a fence of another language is left alone', async () => {
    expect(await scopesOf('message', '```protocol\nmessage\n```\n')).not.toContain('meta.embedded.block.proto');
    expect(await scopesOf('message', '```text proto\nmessage\n```\n')).not.toContain('meta.embedded.block.proto');
  });
});
