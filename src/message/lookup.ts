/** Finds the fields and types that a JSON text names in the schema. */
import type { DescExtension, DescField, DescMessage } from '@bufbuild/protobuf';
import type { Schema } from './schema.ts';

/** Finds a field by its JSON name or its name in the proto, or an extension by `[full.name]`. */
export function findField(schema: Schema, type: DescMessage, key: string): DescField | DescExtension | undefined {
  const field = type.fields.find(({ jsonName }) => jsonName === key) ?? type.fields.find(({ name }) => name === key);
  if (field !== undefined || !key.startsWith('[') || !key.endsWith(']')) return field;
  const extension = schema.registry.getExtension(key.slice(1, -1));
  if (extension?.extendee.typeName === type.typeName) return extension;
  return undefined;
}

/** Finds the message type in the URL of an Any. It ignores the part before the last slash. */
export function anyType(schema: Schema, url: string): DescMessage | undefined {
  const slash = url.lastIndexOf('/');
  if (slash < 0) return undefined;
  return schema.registry.getMessage(url.slice(slash + 1));
}
