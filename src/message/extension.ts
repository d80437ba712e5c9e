/**
 * Converts extension values between two forms. protobuf-es keeps them in a local form, in which a Struct is plain JSON.
 * A wrapper message is only its value there, unless it is in a list. All other fields have the reflected form.
 */
import { fromJson, toJson, type DescExtension, type JsonValue, type Message } from '@bufbuild/protobuf';
import { isReflectMessage, reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';

/** Converts a reflected value to the local form. For a repeated extension, `value` is one of its items. */
export function toLocal(extension: DescExtension, value: unknown): unknown {
  if (!isReflectMessage(value)) return value;
  if (value.desc.typeName === 'google.protobuf.Struct') return toJson(value.desc, value.message);
  if (unwraps(extension) && isWrapperDesc(value.desc)) return value.get(value.desc.fields[0]);
  return value.message;
}

/** Converts a local value to the reflected form. Scalars and enum values are the same in both forms. */
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
