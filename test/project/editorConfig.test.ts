/** We read `.editorconfig` as editorconfig.org specifies, for the properties that formatting needs. */
import { describe, expect, it } from 'vitest';
import { editorConfigOf, editorConfigPaths } from '../../src/project/editorConfig.ts';

function read(files: Readonly<Record<string, string>>, path = '/p/proto/a.proto'): object {
  return editorConfigOf(path, (config) => files[config]);
}

const one = (text: string, path?: string): object => read({ '/p/.editorconfig': text }, path);

describe('an .editorconfig', () => {
  it('an .editorconfig gives the properties of each section that matches', () => {
    expect(
      one(
        'root = true\n[*]\nindent_style = space\nend_of_line = CRLF\n; c\n[*.proto]\nindent_size=4\ninsert_final_newline = false\n[*.go]\nindent_style = tab\n',
      ),
    ).toEqual({ indentStyle: 'space', indentSize: 4, endOfLine: 'crlf', insertFinalNewline: false });
  });

  it('an .editorconfig in an inner folder overrides the one in an outer folder', () => {
    expect(
      read({
        '/p/.editorconfig': '[*]\nindent_size = 4\nindent_style = tab\n',
        '/p/proto/.editorconfig': '[*.proto]\nindent_size = 8\n',
      }),
    ).toEqual({ indentStyle: 'tab', indentSize: 8 });
  });

  it('a root .editorconfig hides those in outer folders', () => {
    expect(read({ '/p/.editorconfig': '[*]\nindent_size = 4\n', '/p/proto/.editorconfig': 'root=true\n' })).toEqual({});
  });

  it('the indentation may be the width of a tab', () => {
    expect(one('[*]\nindent_size = tab\ntab_width = 8\n')).toEqual({ indentSize: 8 });
  });

  it('unknown properties of an .editorconfig are left out', () => {
    expect(one('[*]\nindent_style = wide\nindent_size = unset\nend_of_line = cr\nindent_size\n=\n[')).toEqual({});
  });

  it.each([
    ['*.proto', true],
    ['a.proto', true],
    ['/a.proto', false],
    ['proto/*.proto', true],
    ['proto/**.proto', true],
    ['**/a.proto', true],
    ['*/a.proto', true],
    ['*.{go,proto}', true],
    ['{a,b}.{proto}', false],
    ['?.proto', true],
    ['[a-c].proto', true],
    ['[!a-c].proto', false],
    ['[abc', false],
    ['{1..3}.proto', false],
    ['*.go', false],
  ])('patterns match the right paths: [%s]', (pattern, matches) => {
    expect(one(`[${pattern}]\nindent_size = 4\n`)).toEqual(matches ? { indentSize: 4 } : {});
  });

  it('an .editorconfig is looked for in a bounded number of folders', () => {
    expect(editorConfigPaths(`${'/a'.repeat(10_000)}/a.proto`)).toHaveLength(64);
  });
});
