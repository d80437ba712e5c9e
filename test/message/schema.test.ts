import { create, toBinary } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  Edition,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { loadSchema, SchemaError } from '../../src/message/schema.ts';
import { descriptorSet, greeterSet } from '../support/descriptorSet.ts';
import { schema } from './protos.ts';

const greeter = loadSchema(greeterSet());

describe('a schema', () => {
  test('finds methods by path', () => {
    expect(greeter.method('greeter.v1.Greeter/BidiHello')?.methodKind).toBe('bidi_streaming');
    expect(greeter.method('/greeter.v1.Greeter/SayHello')?.input.typeName).toBe('greeter.v1.HelloRequest');
    expect(greeter.method('greeter.v1.Greeter/toString')).toBeUndefined();
    expect(greeter.method('SayHello')).toBeUndefined();
  });

  test('lists services in the order of the files', () => {
    expect(greeter.services.map((service) => service.typeName)).toEqual(['greeter.v1.Greeter']);
  });

  test('accepts editions, local messages and custom options', () => {
    expect(schema.method('fresh.Freshness/Look')?.output.typeName).toBe('fresh.Fresh');
    expect(schema.registry.getMessage('newest.Hidden')).toBeDefined();
  });
});

function bytes(file: readonly FileDescriptorProto[]): Uint8Array {
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...file] }));
}

const a = create(FileDescriptorProtoSchema, {
  name: 'a.proto',
  syntax: 'proto3',
  dependency: ['b.proto'],
  messageType: [
    {
      name: 'A',
      field: [
        {
          name: 'b',
          number: 1,
          label: FieldDescriptorProto_Label.OPTIONAL,
          type: FieldDescriptorProto_Type.MESSAGE,
          typeName: '.B',
        },
      ],
    },
  ],
});
const b = create(FileDescriptorProtoSchema, { name: 'b.proto', syntax: 'proto3', messageType: [{ name: 'B' }] });

describe('a descriptor set', () => {
  test('a descriptor set may have its files in any order, even twice', () => {
    expect(loadSchema(bytes([a, b])).registry.getMessage('A')).toBeDefined();
    expect(loadSchema(bytes([b, a, b])).registry.getMessage('A')).toBeDefined();
  });

  test('a descriptor set may lack the well-known files', () => {
    const set = descriptorSet(
      {
        'x.proto':
          'syntax = "proto3"; import "google/protobuf/timestamp.proto"; import "google/protobuf/struct.proto"; message X { google.protobuf.Timestamp time = 1; google.protobuf.Value value = 2; }',
      },
      ['--retain_options'],
    );
    const own = loadSchema(set).registry.getFile('x.proto');
    if (own === undefined) throw new Error('x.proto is missing');
    const without = loadSchema(bytes([own.proto]));
    expect(without.registry.getMessage('X')?.fields.map((field) => field.message?.typeName)).toEqual([
      'google.protobuf.Timestamp',
      'google.protobuf.Value',
    ]);
  });

  test.each([
    [
      'that lacks an import',
      bytes([a]),
      'a.proto imports b.proto, which is not in the descriptor set. Make the set with its imports (--include_imports).',
    ],
    [
      'that is not a descriptor set',
      new Uint8Array([0xff, 0xff, 0xff]),
      /^This is not a serialized FileDescriptorSet: /,
    ],
    ['that is text', new TextEncoder().encode('syntax = "proto3";'), /^This is not a serialized FileDescriptorSet: /],
    [
      'of a future edition',
      bytes([
        create(FileDescriptorProtoSchema, {
          name: 'x.proto',
          syntax: 'editions',
          edition: Edition.EDITION_99999_TEST_ONLY,
        }),
      ]),
      /^The descriptor set cannot be used: /,
    ],
    [
      'with an undefined type',
      bytes([create(FileDescriptorProtoSchema, { ...a, dependency: [] })]),
      /^The descriptor set cannot be used: /,
    ],
    [
      'whose files import each other',
      bytes([create(FileDescriptorProtoSchema, { ...b, dependency: ['a.proto'] }), a]),
      /^The descriptor set cannot be used: /,
    ],
  ])('a descriptor set %s is refused with the reason', (_, set, message) => {
    let thrown: unknown;
    try {
      loadSchema(set);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SchemaError);
    expect((thrown as Error).message).toMatch(message);
  });

  test('each file gets the public imports of its imports, and keeps its own import statements', () => {
    const set = descriptorSet({
      'deep.proto': 'syntax = "proto3"; message Deep {}',
      'middle.proto': 'syntax = "proto3"; import public "deep.proto";',
      'top.proto': 'syntax = "proto3"; import public "middle.proto";',
      'user.proto': 'syntax = "proto3"; import "top.proto"; message User { Deep deep = 1; }',
    });
    const { registry } = loadSchema(set);
    expect(registry.getMessage('User')?.fields[0]?.message).toBe(registry.getMessage('Deep'));
    const file = registry.getFile('user.proto');
    expect(file?.dependencies.map(({ name }) => name)).toEqual(['top']);
    expect(file?.proto.dependency).toEqual(['top.proto']);
    expect(file?.dependencies[0]?.dependencies.map(({ name }) => name)).toEqual(['middle']);
  });

  test('a descriptor set without files is an empty schema', () => {
    expect(loadSchema(new Uint8Array()).services).toEqual([]);
  });
});
