/**
 * The Go names of a message's members. protoc-gen-go makes each name unique among the earlier ones, in the order of the
 * fields.
 */
import { isFieldSet } from '@bufbuild/protobuf';
import { FieldDescriptorProtoSchema, type DescriptorProto, type FieldDescriptorProto } from '@bufbuild/protobuf/wkt';
import { goCamelCase } from './names.ts';

/** The Go names of the fields and oneofs of one message. */
export interface MemberNames {
  /** In the order of the message's fields. */
  readonly fields: readonly string[];
  /** Includes synthetic oneofs, because they take their names from others. */
  readonly oneofs: readonly string[];
}

/** The names in the open and the hybrid API. Fields of an opaque message are hidden, and keep their names. */
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
    // protoc-gen-go treats oneofs as if they had no getters, although they have them.
    if (isInOneof(field) && oneof !== undefined && !oneofs.has(field.oneofIndex))
      oneofs.set(field.oneofIndex, unique(goCamelCase(oneof.name), false));
    return name;
  });
  return { fields: names, oneofs: oneofDecl.map(({ name }, i) => oneofs.get(i) ?? goCamelCase(name)) };
}

/** Methods that every generated message has. */
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

/** Checks presence, because index 0 is both the first oneof and the default of a field without a oneof. */
export function isInOneof(field: FieldDescriptorProto): boolean {
  return isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex);
}
