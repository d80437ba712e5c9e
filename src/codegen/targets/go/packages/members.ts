/** The Go names of what a message holds. protoc-gen-go makes each unique among those before it, in the order of the fields. */
import { isFieldSet } from '@bufbuild/protobuf';
import { FieldDescriptorProtoSchema, type DescriptorProto, type FieldDescriptorProto } from '@bufbuild/protobuf/wkt';
import { goCamelCase } from './names.ts';

/** The Go names of the fields and oneofs of one message. */
export interface MemberNames {
  /** As the fields stand in the message. */
  readonly fields: readonly string[];
  /** Those of synthetic oneofs too: they take a name away from others. */
  readonly oneofs: readonly string[];
}

/** In the open and the hybrid API; fields of an opaque message cannot be seen, and keep their names. */
export function memberNames({ field: fields, oneofDecl }: DescriptorProto): MemberNames {
  const used = new Map<string, boolean>(METHODS.map((name) => [name, true]));
  const unique = (name: string, hasGetter: boolean): string => {
    let result = name;
    while (used.get(result) === true || (hasGetter && used.get(`Get${result}`) === true)) result += '_';
    used.set(result, true);
    used.set(`Get${result}`, hasGetter);
    return result;
  };
  const oneofs = new Map<number, string>();
  const names = fields.map((field) => {
    const name = unique(goCamelCase(field.name), true);
    const oneof = oneofDecl[field.oneofIndex];
    // As if oneofs had no getters, though they have.
    if (isInOneof(field) && oneof !== undefined && !oneofs.has(field.oneofIndex))
      oneofs.set(field.oneofIndex, unique(goCamelCase(oneof.name), false));
    return name;
  });
  return { fields: names, oneofs: oneofDecl.map(({ name }, i) => oneofs.get(i) ?? goCamelCase(name)) };
}

/** Methods of every generated message. */
const METHODS = [
  'Reset',
  'String',
  'ProtoMessage',
  'Marshal',
  'Unmarshal',
  'ExtensionRangeArray',
  'ExtensionMap',
  'Descriptor',
];

/** Index 0 is that of the first oneof, and what a field without one has. */
export function isInOneof(field: FieldDescriptorProto): boolean {
  return isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex);
}
