/** The file of a new service, by the files around it. */
import { describe, expect, test } from 'vitest';
import { newService, serviceFolder } from '../../../src/language/structure/newService.ts';
import { FOLDER, fixture, type FixtureOptions } from '../../support/memoryWorkspace.ts';

const file = (source: string, folder: string, name = 'Library', options: FixtureOptions = {}) => {
  const { path, ...rest } = newService(fixture(source, options).workspace, name, `${FOLDER}/${folder}`);
  return { ...rest, path: path.replace(`${FOLDER}/`, '') };
};
const head = (text: string): string => text.slice(0, text.indexOf('service '));

describe('in an empty folder', () => {
  test('a Greeter is a whole file that compiles, with its package after the folder', () => {
    const { path, text, rpc, rpcAt } = file('', 'proto/greeter/v1', 'Greeter');
    expect(path).toBe('proto/greeter/v1/greeter.proto');
    expect(text).toBe(`syntax = "proto3";

package greeter.v1;

service Greeter {
  rpc SayHello(SayHelloRequest) returns (SayHelloResponse);
}

message SayHelloRequest {
  string name = 1;
}

message SayHelloResponse {
  string message = 1;
}
`);
    expect(text.slice(rpcAt)).toMatch(new RegExp(`^${rpc}\\(`));
    const { workspace } = fixture(`-- ${path} --\n${text}`);
    expect(workspace.linked(`${FOLDER}/${path}`)?.diagnostics).toEqual([]);
  });

  test('its folder has the name of the service and a version', () => {
    const { workspace } = fixture('');
    expect(serviceFolder(workspace, 'UserAccounts', FOLDER)).toBe(`${FOLDER}/proto/user_accounts/v1`);
  });

  test('the top of the folder has no name that a package could have', () => {
    expect(head(file('', '').text)).toContain('package library.v1;');
  });
});

describe('beside other files', () => {
  const BESIDE = `
-- acme/v1/a.proto --
edition = "2023";
package acme.books.v1;
option go_package = "example.com/gen/books;books";
message GetLibraryRequest {}
-- acme/v1/b.proto --
edition = "2023";
package acme.books.v1;
-- acme/v1/c.proto --
syntax = "proto3";
package acme.books.v1;
-- other/d.proto --
syntax = "proto3";
package other;
`;

  test('most of them decide about the syntax, the package and the Go package', () => {
    expect(head(file(BESIDE, 'acme/v1').text)).toBe(
      'edition = "2023";\n\npackage acme.books.v1;\n\noption go_package = "example.com/gen/books;books";\n\n',
    );
  });

  test('its messages get other names if the package has theirs already', () => {
    expect(file(BESIDE, 'acme/v1').text).toContain(
      'rpc GetLibrary(LibraryGetLibraryRequest) returns (LibraryGetLibraryResponse);',
    );
  });

  test('a service that the package declares already is reported', () => {
    const source = '-- p/a.proto --\nsyntax = "proto3";\npackage p;\nservice Library {}\n';
    expect(file(source, 'p')).toMatchObject({ taken: 'p.Library' });
    expect(file(source, 'q').taken).toBeUndefined();
  });

  test('the folder of the file that the user edits is the first choice', () => {
    const { workspace } = fixture(BESIDE);
    expect(serviceFolder(workspace, 'Library', `${FOLDER}/acme/v1/a.proto`)).toBe(`${FOLDER}/acme/v1`);
  });

  test('proto2 needs its labels, and line breaks are as in the other files', () => {
    const { text } = file('-- p/a.proto --\nsyntax = "proto2";\r\npackage p;\r\n', 'p');
    expect(text).toContain('{\r\n  optional string name = 1;\r\n}');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('in another folder of a module', () => {
  const MODULE = `
-- proto/acme/greeter/v1/a.proto --
syntax = "proto2";
package acme.greeter.v1;
option go_package = "example.com/gen/acme/greeter/v1;greeterv1";
import "acme/greeter/v1/b.proto";
-- proto/acme/greeter/v1/b.proto --
syntax = "proto2";
package acme.greeter.v1;
`;

  test('the package is the folder below the import root, and the Go package ends in the folder too', () => {
    expect(head(file(MODULE, 'proto/acme/library/v1').text)).toBe(
      'syntax = "proto2";\n\npackage acme.library.v1;\n\noption go_package = "example.com/gen/acme/library/v1;libraryv1";\n\n',
    );
  });

  test('the first choice is a folder below the import root', () => {
    expect(serviceFolder(fixture(MODULE).workspace, 'Library', FOLDER)).toBe(`${FOLDER}/proto/library/v1`);
  });

  test('a folder that is not an identifier still gives a package that compiles', () => {
    expect(head(file(MODULE, 'proto/my-shop/2nd').text)).toContain('package my_shop._2nd;');
  });

  test.each(['example.com/fixed', 'example.com/gen/acme/greeter/v1;own', 'quoted\\"'])(
    'the Go package %s of another folder says nothing about this one',
    (value) => {
      const text = `-- acme/greeter/v1/a.proto --\nsyntax = "proto3";\noption go_package = "${value}";\n`;
      expect(file(text, 'acme/library/v1').text).not.toContain('go_package');
    },
  );
});
