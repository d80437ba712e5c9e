/** Finds the type of what a name leads to: the message or enum of a field, the request and response of an rpc. */
import { symbolName } from '../../schema/descriptors/symbol.ts';
import type {
  Entity,
  EnumDescriptor,
  FieldDescriptor,
  MessageDescriptor,
} from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { declarationOf, namedPlaceAt, type TextOf } from '../names/symbols.ts';
import type { Definition } from './definition.ts';

/**
 * The types of the declaration named at `offset`, in UTF-16 code units; empty if it has none, such as a scalar field.
 */
export function typeDefinitions(file: LinkedFile, offset: number, textOf: TextOf): readonly Definition[] {
  const place = namedPlaceAt(file, offset);
  if (place === undefined || place.kind === 'import') return [];
  const found = declarationOf(file, place.symbol, textOf);
  const entity = found?.file.interface.scope.get(found.symbol.fullName);
  if (found === undefined || entity === undefined) return [];
  return [...new Set(typesOf(entity))].flatMap((type) => {
    const declared = declarationOf(found.file, symbolName(type), textOf);
    if (declared === undefined) return [];
    const { span, nameSpan } = declared.symbol;
    return [{ origin: place.span, file: declared.file, span, nameSpan }];
  });
}

function typesOf(entity: Entity): readonly (MessageDescriptor | EnumDescriptor)[] {
  switch (entity.kind) {
    case 'message':
    case 'enum':
      return [entity];
    case 'enumValue':
      return [entity.parent];
    case 'field':
      return typesOfField(entity);
    case 'method':
      return [entity.input, entity.output].filter((type) => type !== undefined);
    case 'oneof':
    case 'service':
      return [];
  }
}

function typesOfField(field: FieldDescriptor): readonly (MessageDescriptor | EnumDescriptor)[] {
  const value = field.message?.mapEntry === true ? field.message.fields[1] : undefined;
  const { message, enum: enumeration } = value ?? field;
  return [message, enumeration].filter((type) => type !== undefined);
}
