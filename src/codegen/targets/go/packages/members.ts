/**
 * Derives the Go names of a message's members. protoc-gen-go handles the fields in their order, and changes a name that
 * an earlier member already has.
 */
import { isFieldSet } from '@bufbuild/protobuf';
import { FieldDescriptorProtoSchema, type DescriptorProto, type FieldDescriptorProto } from '@bufbuild/protobuf/wkt';
import { goCamelCase } from './names.ts';

/** The Go names of the fields and oneofs of one message. */
export interface MemberNames {
  /** The names of the fields, in the order of the message. */
  readonly fields: readonly string[];
  /** The names of the oneofs. Synthetic oneofs are included, because other members cannot have their names. */
  readonly oneofs: readonly string[];
}

/** Returns the names in the open and the hybrid API. In an opaque message, fields are hidden and keep their names. */
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
    // protoc-gen-go ignores that a oneof has a getter when it makes the name unique.
    if (isInOneof(field) && oneof !== undefined && !oneofs.has(field.oneofIndex))
      oneofs.set(field.oneofIndex, unique(goCamelCase(oneof.name), false));
    return name;
  });
  return { fields: names, oneofs: oneofDecl.map(({ name }, i) => oneofs.get(i) ?? goCamelCase(name)) };
}

/** The methods that every generated message has. */
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

/** Whether a field is in a oneof. We check presence, because the index 0 is both the first oneof and the default. */
export function isInOneof(field: FieldDescriptorProto): boolean {
  return isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex);
}
