/** Makes the short text after a declaration's name: the type and number of a field, or the types of a method. */
import type { EnumValueNode, FieldNode, MethodNode, RpcTypeNode } from '../../syntax/tree/nodes.ts';

/** Returns the label, type and number of a field: `repeated string = 1`. */
export function fieldDetail(field: FieldNode): string {
  const label = field.label === undefined ? '' : `${field.label} `;
  const number = field.number ? ` = ${field.number.text}` : '';
  return `${label}${typeText(field)}${number}`;
}

/** Returns the number of an enum value: `= 1`. It is empty if the number is missing. */
export function enumValueDetail({ number }: EnumValueNode): string {
  if (number === undefined) return '';
  return `= ${number.negative ? '-' : ''}${number.text}`;
}

/** Returns the types of a method: `HelloRequest → stream HelloReply`. */
export function methodDetail({ input, output }: MethodNode): string {
  return `${rpcType(input)} → ${rpcType(output)}`;
}

function typeText(field: FieldNode): string {
  if (field.group) return 'group';
  if (field.type?.kind === 'mapType') return `map<${field.type.key?.text ?? '?'}, ${field.type.value?.text ?? '?'}>`;
  return field.type?.text ?? '?';
}

function rpcType(type: RpcTypeNode | undefined): string {
  return `${type?.stream ? 'stream ' : ''}${type?.type?.text ?? '?'}`;
}
