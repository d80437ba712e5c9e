/** The short text after a declaration's name: a field's type and number, a method's types. */
import type { EnumValueNode, FieldNode, MethodNode, RpcTypeNode } from '../../syntax/tree/nodes.ts';

/** `repeated string = 1`: label, type and number. */
export function fieldDetail(field: FieldNode): string {
  const label = field.label === undefined ? '' : `${field.label} `;
  const number = field.number ? ` = ${field.number.text}` : '';
  return `${label}${typeText(field)}${number}`;
}

/** `= 1`: the number; empty if it is missing. */
export function enumValueDetail({ number }: EnumValueNode): string {
  if (number === undefined) return '';
  return `= ${number.negative ? '-' : ''}${number.text}`;
}

/** `HelloRequest → stream HelloReply`. */
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
