/**
 * Rules for the values of a field, as protovalidate and protoc-gen-validate define them: a message with a oneof that
 * has one rule per type. The names of the oneof's fields say which rule is for which type, so we accept any message of
 * this shape.
 */
import { FIELD_TYPE, type FieldDescriptor, type MessageDescriptor } from '../../schema/descriptors/descriptor.ts';
import { simpleName } from '../names/match.ts';
import { snakeCase } from '../names/snakeCase.ts';
import type { OptionPlace } from './position.ts';
import type { CompletionRequest } from './request.ts';

/** The rules in a message that fit one field. */
export interface FittingRules {
  /** The rule for the type of the field; undefined if the message has no such rule. */
  readonly own: FieldDescriptor | undefined;
  readonly fits: (field: FieldDescriptor) => boolean;
}

/**
 * The rules that fit the option's field. Undefined if the message does not have rules by type, or if we do not know the
 * field's type.
 */
export function fittingRules(
  request: CompletionRequest,
  option: OptionPlace,
  message: MessageDescriptor,
  path: readonly string[],
): FittingRules | undefined {
  const rules = rulesByType(message);
  const name = rules && ruleName(request, typeAt(option, path));
  if (rules === undefined || name === undefined) return undefined;
  const own = rules.find((rule) => rule.name === name);
  return { own, fits: (field) => field === own || !rules.includes(field) };
}

/** The fields of the oneof that has one rule per scalar type; undefined if the message has no such oneof. */
function rulesByType({ oneofs }: MessageDescriptor): readonly FieldDescriptor[] | undefined {
  return oneofs.find(({ fields }) => TYPICAL.every((name) => fields.some((field) => isRule(field, name))))?.fields;
}

const TYPICAL = ['string', 'bool', 'int32', 'repeated'];

function isRule({ name, type }: FieldDescriptor, wanted: string): boolean {
  return name === wanted && type === FIELD_TYPE.message;
}

/**
 * The type that a rule applies to. In `[(rules).repeated.items.…]`, it is the type of an element; below `keys` or
 * `values`, it is the type of a map's keys or values.
 */
function typeAt({ fieldType, repeated, entry }: OptionPlace, path: readonly string[]): string | undefined {
  if (entry !== undefined) {
    const [key, value] = entry;
    if (path.includes('keys')) return key;
    return path.includes('values') ? value : 'map';
  }
  if (repeated && !path.includes('items')) return 'repeated';
  return fieldType;
}

function ruleName(request: CompletionRequest, type: string | undefined): string | undefined {
  if (type === undefined || type === '') return undefined;
  if (type === 'map' || type === 'repeated' || Object.hasOwn(FIELD_TYPE, type)) return type;
  const found = request.names.lookup(type, request.relativeTo, true);
  if (found?.kind === 'enum') return 'enum';
  if (found?.kind !== 'message') return undefined;
  const name = simpleName(found.fullName);
  // The rules for a wrapper type are the rules for the value in it.
  if (found.fullName.startsWith('google.protobuf.') && name.endsWith('Value'))
    return name.slice(0, -'Value'.length).toLowerCase();
  return snakeCase(name);
}

/** The fields of a rule in CEL; undefined if the field's message is not such a rule. */
export function celFields(field: FieldDescriptor): readonly string[] | undefined {
  const fields = field.message?.fields ?? [];
  const isThere = CEL_FIELDS.every((name) => fields.some((one) => one.name === name && one.type === FIELD_TYPE.string));
  return isThere ? CEL_FIELDS : undefined;
}

const CEL_FIELDS = ['id', 'message', 'expression'];
