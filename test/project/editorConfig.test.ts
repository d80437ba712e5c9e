/** `.editorconfig` counts as editorconfig.org says, for the properties that formatting needs. */
import { describe, expect, it } from 'vitest';
import { editorConfigOf, editorConfigPaths } from '../../src/project/editorConfig.ts';

function read(files: Readonly<Record<string, string>>, path = '/p/proto/a.proto'): object {
  return editorConfigOf(path, (config) => files[config]);
}

const one = (text: string, path?: string): object => read({ '/p/.editorconfig': text }, path);

describe('an .editorconfig', () => {
  it('gives the properties of each section that matches', () => {
    expect(
      one(
        'root = true\n[*]\nindent_style = space\nend_of_line = CRLF\n; c\n[*.proto]\nindent_size=4\ninsert_final_newline = false\n[*.go]\nindent_style = tab\n',
      ),
    ).toEqual({ indentStyle: 'space', indentSize: 4, endOfLine: 'crlf', insertFinalNewline: false });
  });

  it('counts less than one in a folder further in', () => {
    expect(
      read({
        '/p/.editorconfig': '[*]\nindent_size = 4\nindent_style = tab\n',
        '/p/proto/.editorconfig': '[*.proto]\nindent_size = 8\n',
      }),
    ).toEqual({ indentStyle: 'tab', indentSize: 8 });
  });

  it('that is a root hides those further out', () => {
    expect(read({ '/p/.editorconfig': '[*]\nindent_size = 4\n', '/p/proto/.editorconfig': 'root=true\n' })).toEqual({});
  });

  it('may take the width of a tab', () => {
    expect(one('[*]\nindent_size = tab\ntab_width = 8\n')).toEqual({ indentSize: 8 });
  });

  it('leaves out what it does not know', () => {
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
  ])('has patterns: [%s]', (pattern, matches) => {
    expect(one(`[${pattern}]\nindent_size = 4\n`)).toEqual(matches ? { indentSize: 4 } : {});
  });

  it('is looked for in a bounded number of folders', () => {
    expect(editorConfigPaths(`${'/a'.repeat(10_000)}/a.proto`)).toHaveLength(64);
  });
});
