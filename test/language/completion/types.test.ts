import { describe, expect, test } from 'vitest';
import { completion } from '../../../src/language/completion/completion.ts';
import { fixture } from '../../support/memoryWorkspace.ts';
import { accepted, labels, offered } from './check.ts';

/** Returns the offered types, except those that add an import of a file of protobuf itself. */
function types(source: string): readonly string[] {
  const isType = (kind: string): boolean => kind === 'message' || kind === 'enum';
  return offered(source).flatMap((item) =>
    isType(item.kind) && !item.detail?.startsWith('google/protobuf/') ? [item.label] : [],
  );
}

const HEAD = 'syntax = "proto3";\npackage p;\n';
const OTHER =
  '-- other/v1/o.proto --\nsyntax = "proto3";\npackage other.v1;\nmessage Order { enum State { S = 0; } message Line {} }\nenum Color { C = 0; }\nservice Orders {}\n';

describe('types', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'of a field are messages and enums',
      'message M { A$0 }\nmessage Aa {}\nenum Ae { Z = 0; }\nservice As {}',
      ['Aa', 'Ae'],
    ],
    ['of a repeated field are offered', 'message Foo { repeated Fo$0 }', ['Foo']],
    ['of a map value are offered', 'message Foo {}\nmessage M { map<string, Fo$0', ['Foo']],
    ['of an rpc are messages', 'message Foo {}\nenum Fe { Z = 0; }\nservice S { rpc X(F$0', ['Foo']],
    ['of an rpc that streams are offered', 'message Foo {}\nservice S { rpc X(Foo) returns (stream Fo$0', ['Foo']],
    [
      'that are nested have the names of their outer messages',
      'message Foo { message Inner {} }\nmessage M { Inn$0 }',
      ['Foo.Inner'],
    ],
    [
      'are found by the first letters of the words in their names',
      'message HelloRequest {}\nmessage M { HR$0 }',
      ['HelloRequest'],
    ],
  ])('types %s', (_title, body, expected) => {
    expect(types(HEAD + body)).toEqual(expected);
  });

  test('the types of a map key are the scalars that JSON allows as keys', () => {
    expect(labels(`${HEAD}message M { map<$0 }`)).toEqual([
      'string',
      'int32',
      'int64',
      'bool',
      'uint32',
      'uint64',
      'sint32',
      'sint64',
      'fixed32',
      'fixed64',
      'sfixed32',
      'sfixed64',
    ]);
  });

  test('the types after "extend" are the messages with extension ranges', () => {
    expect(types('syntax = "proto2";\nmessage Open { extensions 1; }\nmessage Other {}\nextend O$0')).toContain('Open');
    expect(types('syntax = "proto2";\nmessage Open { extensions 1; }\nmessage Other {}\nextend O$0')).not.toContain(
      'Other',
    );
    expect(labels(`${HEAD}extend Fie$0`)).toEqual(['FieldOptions', 'FileOptions']);
  });

  test('the types after "extend" are offered before a letter is typed, and types of other files add their import', () => {
    const open =
      '-- other/v1/o.proto --\nsyntax = "proto2";\npackage other.v1;\nmessage Open { extensions 1; }\nmessage Other {}\n';
    const source = `-- a.proto --\nsyntax = "proto2";\nextend $0\n${open}`;
    expect(labels(source)).toEqual(expect.arrayContaining(['Open', 'FieldOptions', 'MessageOptions']));
    expect(types(source)).not.toContain('Other');
    expect(accepted(source, 'Open')).toBe('syntax = "proto2";\n\nimport "other/v1/o.proto";\n\nextend other.v1.Open\n');
    expect(types(`-- a.proto --\n${HEAD}extend $0\n${open}`)).not.toContain('Open');
  });

  test('types come in the order in which fields need them: common scalars, near types, the message itself, other scalars', () => {
    const file = `${HEAD}message Order { message Line {} $0 }\nenum Color { C = 0; }\nmessage Customer {}\n`;
    const first = labels(file).slice(0, 9);
    expect(first).toEqual(['string', 'int32', 'int64', 'bool', 'Order.Line', 'Color', 'Customer', 'Order', 'bytes']);
  });

  test('the nearest types come first', () => {
    const source = `-- a.proto --\n${HEAD}import "other/v1/o.proto";\nmessage Outer { message Order {} Ord$0 }\nmessage Ordinary {}\n${OTHER}`;
    expect(
      offered(source)
        .filter((item) => item.kind === 'message')
        .map((item) => item.insertText),
    ).toEqual(['Order', 'Ordinary', 'other.v1.Order', 'other.v1.Order.Line'].slice(0, 3));
  });

  describe('names of types', () => {
    const chosen = (body: string, label: string, packageName = 'p'): string =>
      accepted(
        `-- a.proto --\nsyntax = "proto3";\npackage ${packageName};\nimport "other/v1/o.proto";\n${body}\n${OTHER}`,
        label,
      );

    test.each<[string, string, string, string, string]>([
      ['in another package', 'p', 'message M { Ord$0 }', 'Order', 'message M { other.v1.Order }'],
      ['in a sibling package', 'other.v2', 'message M { Ord$0 }', 'Order', 'message M { v1.Order }'],
      ['in the same package', 'other.v1', 'message M { Ord$0 }', 'Order', 'message M { Order }'],
      ['if a package hides the short name', 'x.other', 'message M { Ord$0 }', 'Order', 'message M { .other.v1.Order }'],
      [
        'if a message hides the short name',
        'p',
        'message M { message other {} Ord$0 }',
        'Order',
        'message M { message other {} .other.v1.Order }',
      ],
      [
        'if only a field has the name',
        'p',
        'message M { int32 other = 1; Ord$0 }',
        'Order',
        'message M { int32 other = 1; other.v1.Order }',
      ],
      ['nested', 'p', 'message M { Stat$0 }', 'Order.State', 'message M { other.v1.Order.State }'],
    ])('the name of a type is as short as possible: %s', (_title, packageName, body, label, expected) => {
      expect(chosen(body, label, packageName)).toContain(expected);
    });
  });

  describe('types of files that are not imported', () => {
    test('types of other files add their import', () => {
      expect(accepted(`-- a.proto --\n${HEAD}\nmessage M {\n  Ord$0\n}\n${OTHER}`, 'Order')).toBe(
        'syntax = "proto3";\npackage p;\n\nimport "other/v1/o.proto";\n\nmessage M {\n  other.v1.Order\n}\n',
      );
    });

    test('well-known types are offered', () => {
      expect(accepted(`${HEAD}message M { Timest$0 }`, 'Timestamp')).toBe(
        `${HEAD}\nimport "google/protobuf/timestamp.proto";\n\nmessage M { google.protobuf.Timestamp }`,
      );
    });

    test('the import of a type goes into its sorted place if the imports are sorted', () => {
      const imports = 'import "google/protobuf/any.proto";\nimport "zoo.proto";\n';
      expect(accepted(`-- a.proto --\n${HEAD}${imports}message M { Ord$0 }\n${OTHER}`, 'Order')).toContain(
        'any.proto";\nimport "other/v1/o.proto";\nimport "zoo.proto";\n',
      );
    });

    test('the import of a type comes last if the imports are not sorted', () => {
      const imports = 'import "zoo.proto";\nimport "google/protobuf/any.proto"; // why\n';
      expect(accepted(`-- a.proto --\n${HEAD}${imports}message M { Ord$0 }\n${OTHER}`, 'Order')).toContain(
        'any.proto"; // why\nimport "other/v1/o.proto";\nmessage',
      );
    });

    test('types that are local to another file are never offered', () => {
      const local =
        '-- l.proto --\nedition = "2024";\npackage l;\nlocal message Hidden {}\nmessage Hiding { message Inner {} }\n';
      expect(types(`-- a.proto --\nedition = "2024";\nmessage M { Hid$0 }\n${local}`)).toEqual(['Hiding']);
      expect(types(`-- a.proto --\nedition = "2024";\nimport "l.proto";\nmessage M { Hid$0 }\n${local}`)).toEqual([
        'Hiding',
      ]);
    });

    test('types of cached dependencies are offered', () => {
      const module = '/cache/v3/modules/b5/buf.build/acme/lib/c0ffee';
      const source = `-- a.proto --\n${HEAD}message M { Wid$0 }\n-- buf.yaml --\nversion: v2\n-- buf.lock --\nversion: v2\ndeps:\n  - name: buf.build/acme/lib\n    commit: c0ffee\n    digest: b5:00\n`;
      const cached = `-- ${module}/module.yaml --\n-- ${module}/files/acme/lib.proto --\nsyntax = "proto3";\npackage acme;\nmessage Widget {}\n`;
      const { workspace, path, offset } = fixture(source + cached, {
        markers: ['buf.yaml'],
        caches: { buf: ['/cache'] },
      });
      expect(workspace.dependencyRoots().map((root) => root.path)).toEqual([`${module}/files`]);
      workspace.setDependencyFiles([`${module}/files/acme/lib.proto`]);
      expect(completion(workspace, path, offset).items.map(({ label }) => label)).not.toContain('Widget');
      expect(workspace.readNextDependency()).toBe(true);
      const widget = completion(workspace, path, offset).items.find(({ label }) => label === 'Widget');
      expect(widget).toMatchObject({
        insertText: 'acme.Widget',
        edits: [{ newText: '\n\nimport "acme/lib.proto";\n' }],
      });
      expect(workspace.readNextDependency()).toBe(false);
      expect(workspace.files()).toEqual([path]);
    });

    describe('types of Go modules', () => {
      const proto = (path: string, message: string): string =>
        `-- /gomod/${path} --\nsyntax = "proto3";\npackage ${message.toLowerCase()};\nmessage ${message} {}\n`;
      const files = [
        proto('example.com/lib@v1.0.0/lib/gauge.proto', 'Gauge'),
        proto('example.com/lib@v1.0.0/interop/stress/metrics.proto', 'GaugeResponse'),
        proto('example.com/lib@v1.0.0/reflection/grpc_testing/gauge.proto', 'GaugeTest'),
        proto('example.com/other@v2.0.0/gauge.proto', 'GaugeOther'),
        proto('google.golang.org/protobuf@v1.36.0/src/google/protobuf/any.proto', 'GaugeAny'),
      ];
      const requires = 'require example.com/lib v1.0.0\nrequire google.golang.org/protobuf v1.36.0\n';
      const modules = [
        `-- go.mod --\nmodule example.com/me\n${requires}`,
        '-- tools/go.mod --\nmodule example.com/me/tools\nrequire example.com/other v2.0.0\n',
      ];
      const labelsAt = (source: string): readonly string[] => {
        const { workspace, path, offset, texts } = fixture(`${source}${[...modules, ...files].join('')}`, {
          wellKnown: true,
          markers: ['go.mod', 'tools/go.mod'],
          caches: { buf: [], go: '/gomod' },
        });
        workspace.setDependencyFiles([...texts.keys()].filter((one) => one.startsWith('/gomod/')));
        while (workspace.readNextDependency());
        const found = completion(workspace, path, offset).items.map(({ label }) => label);
        return found.filter((label) => /gauge|any/i.test(label));
      };

      test('types come from the modules that the nearest go.mod requires, and not from the tests of these modules', () => {
        expect(labelsAt(`-- a.proto --\n${HEAD}message M { Gaug$0 }\n`)).toEqual(['Gauge']);
        expect(labelsAt(`-- tools/a.proto --\n${HEAD}message M { Gaug$0 }\n`)).toEqual(['GaugeOther']);
      });

      test('no import path leads to a copy of a file of protobuf', () => {
        const paths = labelsAt(`-- a.proto --\n${HEAD}import "any$0";\n`);
        expect(paths).toEqual(['google/protobuf/any.proto']);
      });
    });

    test('a type is imported by its path below an import root', () => {
      const root =
        '-- proto/other/v1/o.proto --\nsyntax = "proto3";\npackage other.v1;\nmessage Order {}\n-- proto/b.proto --\nimport "other/v1/o.proto";\n';
      expect(accepted(`-- proto/p/a.proto --\n${HEAD}message M { Ord$0 }\n${root}`, 'Order')).toContain(
        'import "other/v1/o.proto";',
      );
    });

    test('types of a file that imports this one are never offered', () => {
      const circle =
        '-- b.proto --\nimport "c.proto";\nmessage Before {}\n-- c.proto --\nimport "a.proto";\nmessage Better {}\n-- d.proto --\nmessage Best {}\n';
      expect(types(`-- a.proto --\n${HEAD}message M { Be$0 }\n${circle}`)).toEqual(['Best']);
    });

    test('types that only tools use are left out until the user types their names', () => {
      expect(labels(`${HEAD}message M { Fi$0 }`)).not.toContain('FileDescriptorProto');
      expect(labels(`${HEAD}message M { FileD$0 }`)).toContain('FileDescriptorProto');
    });

    test('an added import has the line breaks of the file', () => {
      expect(accepted('syntax = "proto3";\r\nmessage M { Timest$0 }\r\n', 'Timestamp')).toContain(
        '"proto3";\r\n\r\nimport "google/protobuf/timestamp.proto";\r\n',
      );
      expect(accepted('syntax = "proto3";\rmessage M {\r  Timest$0\r}\r', 'Timestamp')).toBe(
        'syntax = "proto3";\r\rimport "google/protobuf/timestamp.proto";\r\rmessage M {\r  google.protobuf.Timestamp\r}\r',
      );
    });
  });

  describe('types after a qualifier', () => {
    test('the types of the package, and the packages in it, are offered', () => {
      expect(labels(`-- a.proto --\n${HEAD}message M { other.$0 }\n${OTHER}`)).toEqual(['v1']);
      expect(labels(`-- a.proto --\n${HEAD}message M { other.v1.$0 }\n${OTHER}`)).toEqual([
        'Color',
        'Order',
        'Order.Line',
        'Order.State',
      ]);
      expect(labels(`-- a.proto --\n${HEAD}message M { .other.v1.Or$0 }\n${OTHER}`)).toEqual(['Order']);
    });

    test('a type keeps the qualifier if the qualifier resolves to the type', () => {
      expect(accepted(`-- a.proto --\n${HEAD}message M { other.v1.Co$0 }\n${OTHER}`, 'Color')).toContain(
        'message M { other.v1.Color }',
      );
      expect(accepted(`${HEAD}message Outer { message Inner {} }\nmessage M { Outer.I$0 }`, 'Outer.Inner')).toContain(
        '{ Outer.Inner }',
      );
    });

    test('packages are offered, and completed up to the dot', () => {
      expect(accepted(`-- a.proto --\n${HEAD}message M { oth$0 }\n${OTHER}`, 'other')).toContain('{ other. }');
    });
  });

  test('types are not offered in a place that needs a label first', () => {
    expect(types('syntax = "proto2";\nmessage Foo { Fo$0 }')).toEqual([]);
    expect(types('syntax = "proto2";\nmessage Foo { oneof o { Fo$0 } }')).toEqual(['Foo']);
  });
});

describe('completion of an import path', () => {
  const files =
    '-- proto/shop/order.proto --\nsyntax = "proto3";\n-- proto/shop/item.proto --\nsyntax = "proto3";\n-- proto/b.proto --\nimport "shop/order.proto";\n';

  test('offers the path of any file, the nearest first', () => {
    const found = labels(`-- proto/shop/a.proto --\nsyntax = "proto3";\nimport "$0";\n${files}`);
    expect(found.slice(0, 3)).toEqual(['shop/item.proto', 'shop/order.proto', 'b.proto']);
    expect(found).toContain('google/protobuf/timestamp.proto');
  });

  test('offers the files of the folder, even in a document that was never saved', () => {
    const found = labels(`-- /untitled:./Untitled-1 --\nsyntax = "proto3";\nimport "$0";\n${files}`);
    expect(found).toEqual(expect.arrayContaining(['shop/order.proto', 'b.proto']));
  });

  test("finds a path by the file's name", () => {
    expect(labels(`-- proto/shop/a.proto --\nsyntax = "proto3";\nimport "ord$0";\n${files}`)).toEqual([
      'shop/order.proto',
    ]);
    expect(labels('import "timest$0"')).toEqual(['google/protobuf/timestamp.proto']);
  });

  test("offers neither imported paths nor the file's own path", () => {
    expect(
      labels(`-- proto/shop/a.proto --\nsyntax = "proto3";\nimport "shop/item.proto";\nimport "shop/$0";\n${files}`),
    ).toEqual(['shop/order.proto']);
  });

  test('adds the closing quote and semicolon if they are missing', () => {
    expect(accepted('syntax = "proto3";\nimport "goo$0\nmessage M {}\n', 'google/protobuf/any.proto')).toBe(
      'syntax = "proto3";\nimport "google/protobuf/any.proto";\nmessage M {}\n',
    );
    expect(accepted('syntax = "proto3";\nimport "$0"\nmessage M {}\n', 'google/protobuf/any.proto')).toContain(
      'import "google/protobuf/any.proto";\n',
    );
  });

  test('a type of a file that is not imported is marked if it is deprecated', () => {
    const old =
      'message Old { option deprecated = true; message OldLine {} enum OldKind { option deprecated = true; K = 0; } }';
    const text = `-- a.proto --\n${HEAD}message M { Old$0 }\n-- b.proto --\nsyntax = "proto3";\npackage b;\n${old}\n`;
    const marked = offered(text).filter(({ kind }) => kind === 'message' || kind === 'enum');
    expect(marked.map(({ label, deprecated }) => [label, deprecated])).toEqual([
      ['Old', true],
      ['Old.OldKind', true],
      ['Old.OldLine', false],
    ]);
  });
});
