/** What is offered in `option (google.api.http)`. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { googleRoot, readCorpusFile } from '../../support/corpus.ts';
import { accepted, labels } from './check.ts';

const GOOGLE = ['google/api/annotations.proto', 'google/api/http.proto']
  .map((path) => `-- ${path} --\n${readCorpusFile(join(googleRoot), path).text}`)
  .join('\n');

const MESSAGES = `
message Book { string name = 1; string title = 2; }
message Shelf { int64 id = 1; }
message ByName { string name = 1; repeated string tags = 2; }
message ById { string id = 1; }
message ByBookId { string book_id = 1; }
message InParent { string parent = 1; }
message CreateBookRequest { string parent = 1; Book book = 2; }
message UpdateBookRequest { Book book = 1; }
message UpdateShelfRequest { Shelf shelf = 1; }
message Empty {}
`;

/** The body of an rpc in a file of version 2. */
function rpc(name: string, input: string, body: string): string {
  return `${GOOGLE}
-- a.proto --
syntax = "proto3";
package shop.v2;
import "google/api/annotations.proto";
${MESSAGES}
service Library {
  rpc ${name}(${input}) returns (Book) {
    ${body}
  }
}
`;
}

describe('a path', () => {
  test.each([
    ['GetBook', 'ByName', ['/v2/{name=books/*}', '/v2/books']],
    ['GetBook', 'ById', ['/v2/books/{id}', '/v2/books']],
    ['GetBook', 'ByBookId', ['/v2/books/{book_id}', '/v2/books']],
    ['ListBooks', 'InParent', ['/v2/{parent=*/*}/books', '/v2/books']],
    ['ListBooks', 'Empty', ['/v2/books']],
    ['CreateBook', 'CreateBookRequest', ['/v2/{parent=*/*}/books', '/v2/books']],
    ['UpdateBook', 'UpdateBookRequest', ['/v2/{book.name=books/*}', '/v2/books']],
    ['UpdateShelf', 'UpdateShelfRequest', ['/v2/shelfs/{shelf.id}', '/v2/shelfs']],
    ['DeleteCategory', 'ByName', ['/v2/{name=categories/*}', '/v2/categories']],
    ['ArchiveBook', 'ByName', ['/v2/{name=books/*}:archive', '/v2/books:archive']],
    ['Import', 'Empty', ['/v2/libraries:import']],
  ])('of %s(%s) is %j', (name, input, expected) => {
    expect(labels(rpc(name, input, 'option (google.api.http) = { get: "$0" };'))).toEqual(expected);
  });

  test('replaces what is in the quotes, and closes them if they are open', () => {
    const path = '/v2/{name=books/*}';
    expect(accepted(rpc('GetBook', 'ByName', 'option (google.api.http) = { get: "/v2/$0" };'), path)).toContain(
      `{ get: "${path}" };`,
    );
    expect(accepted(rpc('GetBook', 'ByName', 'option (google.api.http) = { get: "$0'), path)).toContain(
      `{ get: "${path}"\n`,
    );
  });

  test('is offered in further bindings, in custom verbs and in the dotted form', () => {
    const path = '/v2/books';
    for (const text of [
      '= { additional_bindings { get: "$0" } };',
      '= { custom { kind: "HEAD" path: "$0" } };',
      '.get = "$0";',
    ])
      expect(labels(rpc('GetBook', 'ByName', `option (google.api.http)${text}`))).toContain(path);
  });

  test('is not offered for the strings of other options', () => {
    expect(labels(rpc('GetBook', 'ByName', 'option (google.api.http) = { selector: "$0" };'))).toEqual([]);
    expect(labels('syntax = "proto3";\noption go_package = "$0";')).toEqual([]);
  });
});

describe('in the braces of a path', () => {
  test('the single fields of the request are offered', () => {
    const source = rpc('GetBook', 'ByName', 'option (google.api.http) = { get: "/v2/{$0" };');
    expect(labels(source)).toEqual(['name']);
    expect(accepted(source, 'name')).toContain('get: "/v2/{name}"');
  });

  test('the fields of a message in it follow a dot', () => {
    const source = rpc('UpdateBook', 'UpdateBookRequest', 'option (google.api.http) = { patch: "/v2/{book.$0}" };');
    expect(accepted(source, 'title')).toContain('patch: "/v2/{book.title}"');
  });

  test('nothing is offered for the pattern of a variable', () => {
    expect(labels(rpc('GetBook', 'ByName', 'option (google.api.http) = { get: "/v2/{name=$0}" };'))).toEqual([]);
  });
});

test('a body is the whole request, or one of the messages in it', () => {
  const source = rpc('CreateBook', 'CreateBookRequest', 'option (google.api.http) = { body: "$0" };');
  expect(labels(source)).toEqual(['*', 'book']);
});

describe('the option itself', () => {
  test.each([
    ['GetBook', 'ByName', '{\n      get: "/v2/{name=books/*}"\n    };'],
    ['CreateBook', 'CreateBookRequest', '{\n      post: "/v2/{parent=*/*}/books"\n      body: "book"\n    };'],
    ['UpdateBook', 'UpdateBookRequest', '{\n      patch: "/v2/{book.name=books/*}"\n      body: "book"\n    };'],
    ['ArchiveBook', 'ById', '{\n      post: "/v2/books/{id}:archive"\n      body: "*"\n    };'],
  ])('is a whole literal for %s(%s)', (name, input, expected) => {
    const flat = (text: string): string => text.replaceAll(/\n +/g, '\n');
    const done = accepted(rpc(name, input, 'option (goo$0'), 'google.api.http');
    expect(flat(done)).toContain(flat(`option (google.api.http) = ${expected}`));
    const value = accepted(
      rpc(name, input, 'option (google.api.http) = $0'),
      expected.trim().split('\n')[1]?.trim() ?? '',
    );
    expect(flat(value)).toContain(flat(`option (google.api.http) = ${expected}`));
  });
});
