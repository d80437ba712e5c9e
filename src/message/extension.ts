/**
 * Converts extension values between the form that protobuf-es keeps (a Struct as plain JSON, a lone wrapper as its
 * value) and the reflected form of all other fields.
 */
import { fromJson, toJson, type DescExtension, type JsonValue, type Message } from '@bufbuild/protobuf';
import { isReflectMessage, reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';

/** One value, or one item of a repeated extension. */
export function toLocal(extension: DescExtension, value: unknown): unknown {
  if (!isReflectMessage(value)) return value;
  if (value.desc.typeName === 'google.protobuf.Struct') return toJson(value.desc, value.message);
  if (unwraps(extension) && isWrapperDesc(value.desc)) return value.get(value.desc.fields[0]);
  return value.message;
}

/** The opposite direction. Scalars and enum values are the same in both forms. */
export function fromLocal(extension: DescExtension, value: unknown): unknown {
  const type = extension.message;
  if (type === undefined) return value;
  if (type.typeName === 'google.protobuf.Struct') return reflect(type, fromJson(type, value as JsonValue));
  if (unwraps(extension) && isWrapperDesc(type)) return wrap(reflect(type), value);
  return reflect(type, value as Message);
}

function unwraps(extension: DescExtension): boolean {
  return extension.fieldKind === 'message';
}

function wrap(wrapper: ReflectMessage, value: unknown): ReflectMessage {
  const [field] = wrapper.fields;
  if (field !== undefined) wrapper.set(field, value);
  return wrapper;
}
