/** Checks the extension declarations in `extensions` statements, and that extensions match their declarations. */
import {
  type ExtensionRange,
  type FieldDescriptor,
  FIELD_TYPE,
  LABEL,
  type MessageDescriptor,
} from '../descriptors/descriptor.ts';
import type { Linking, Place } from '../linking/scope.ts';
import { extendeePlace, numberInEditor, numberPlace, optionInEditor } from '../linking/places.ts';
import { DESCRIPTOR_PATH } from '../options/optionTable.ts';
import { enumName, fieldOf, fieldsOf, isMessageValue, type MessageValue } from '../options/value.ts';
import { MAX_FIELD_NUMBER } from '../descriptors/build.ts';

const MAX_INT32 = 0x7fffffff;

/** The scalar types that the `type` of a declaration may name, besides messages and enums. */
const SCALAR_NAMES = new Set([
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed32',
  'fixed64',
  'bool',
  'string',
  'bytes',
  'uint32',
  'enum',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
]);

interface Declaration {
  readonly number: number;
  readonly fullName: string | undefined;
  readonly type: string | undefined;
  readonly reserved: boolean;
  readonly repeated: boolean;
}

function declarationsOf(range: ExtensionRange): readonly Declaration[] {
  return fieldsOf(range.options?.known, 'declaration').filter(isMessageValue).map(readDeclaration);
}

function readDeclaration(value: MessageValue): Declaration {
  const text = (name: string): string | undefined => {
    const set = fieldOf(value, name);
    if (typeof set === 'string') return set;
    return undefined;
  };
  return {
    number: Number(fieldOf(value, 'number') ?? 0),
    fullName: text('full_name'),
    type: text('type'),
    reserved: fieldOf(value, 'reserved') === true,
    repeated: fieldOf(value, 'repeated') === true,
  };
}

/** Checks the extension ranges of a message, and the declarations in them. */
export function checkExtensionRanges(link: Linking, message: MessageDescriptor): void {
  const max = fieldOf(message.options?.known, 'message_set_wire_format') === true ? MAX_INT32 : MAX_FIELD_NUMBER;
  const names = new Set<string>();
  for (const range of message.extensionRanges) {
    if (range.end > max + 1)
      link.error('extension-range', `Extension numbers cannot be greater than ${max}.`, numberInEditor(link, range));
    const declarations = declarationsOf(range);
    if (declarations.length === 0) continue;
    if (enumName(range.options?.known, 'verification') === 'UNVERIFIED') {
      link.error(
        'extension-declaration',
        'Cannot mark the extension range as UNVERIFIED when it has extension(s) declared.',
        optionInEditor(link, range, ({ name }) => name === 'verification'),
      );
      return;
    }
    checkDeclarations(link, range, declarations, names);
  }
}

function checkDeclarations(
  link: Linking,
  range: ExtensionRange,
  declarations: readonly Declaration[],
  names: Set<string>,
): void {
  const numbers = new Set<number>();
  for (const { number, fullName, type, reserved } of declarations) {
    if (number < range.start || number >= range.end) {
      link.error(
        'extension-declaration',
        `Extension declaration number ${number} is not in the extension range.`,
        numberPlace(link, range),
      );
    }
    if (numbers.has(number)) {
      link.error(
        'extension-declaration',
        `Extension declaration number ${number} is declared multiple times.`,
        numberPlace(link, range),
      );
    }
    numbers.add(number);
    if (fullName === undefined || type === undefined) {
      if (fullName !== type || !reserved) {
        link.error(
          'extension-declaration',
          `Extension declaration #${number} should have both "full_name" and "type" set.`,
          declarationPlace(link, range),
        );
      }
      continue;
    }
    if (names.has(fullName)) {
      link.error(
        'extension-declaration',
        `Extension field name "${fullName}" is declared multiple times.`,
        declarationPlace(link, range),
      );
      return;
    }
    names.add(fullName);
    checkName(link, range, fullName);
    if (!SCALAR_NAMES.has(type)) checkName(link, range, type);
  }
}

/**
 * The place of the option `declaration`. It is in the `extensions` statement, and applies to all ranges of the
 * statement.
 */
function declarationPlace(link: Linking, range: ExtensionRange): Place {
  return optionInEditor(link, range, ({ name }) => name === 'declaration');
}

function checkName(link: Linking, range: ExtensionRange, name: string): void {
  if (!name.startsWith('.')) {
    link.error(
      'extension-declaration',
      `"${name}" must have a leading dot to indicate the fully-qualified scope.`,
      declarationPlace(link, range),
    );
  } else if (!/^\.?\w+(\.\w+)*$/.test(name)) {
    link.error('extension-declaration', `"${name}" contains invalid identifiers.`, declarationPlace(link, range));
  }
}

/** Checks that an extension matches the declaration of its range. */
export function checkDeclaredExtension(link: Linking, field: FieldDescriptor): void {
  const { container } = field;
  if (!field.isExtension || container === undefined || container.file.name === DESCRIPTOR_PATH) return;
  const range = container.extensionRanges.find(({ start, end }) => start <= field.number && field.number < end);
  if (range === undefined) return;
  const declarations = declarationsOf(range);
  const declaration = declarations.find(({ number }) => number === field.number);
  if (declaration !== undefined) checkAgainst(link, field, container, declaration);
  else if (declarations.length > 0 || enumName(range.options?.known, 'verification') === 'DECLARATION') {
    link.error(
      'extension-declaration',
      `Missing extension declaration for field ${field.fullName} with number ${field.number} in extendee message ${container.fullName}. An extension range must declare for all extension fields if its verification state is DECLARATION or there's any declaration in the range already. Otherwise, consider splitting up the range.`,
      extendeePlace(link, field),
    );
  }
}

function checkAgainst(
  link: Linking,
  field: FieldDescriptor,
  container: MessageDescriptor,
  declaration: Declaration,
): void {
  const complain = (message: string): void => link.error('extension-declaration', message, extendeePlace(link, field));
  const what = `"${container.fullName}" extension field ${field.number} is expected to`;
  if (declaration.reserved) {
    complain(
      `Cannot use number ${field.number} for extension field ${field.fullName}, as it is reserved in the extension declarations for message ${container.fullName}.`,
    );
    return;
  }
  if (declaration.type !== undefined && declaration.type !== '') {
    const expected = writtenInFull(declaration.type);
    const actual = field.typeName ?? scalarName(field.type);
    if (expected !== actual && !link.hasErrors) complain(`${what} be type "${expected}", not "${actual}".`);
  }
  const name = `.${field.fullName}`;
  if (declaration.fullName !== undefined && declaration.fullName !== '' && declaration.fullName !== name) {
    complain(`${what} have field name "${declaration.fullName}", not "${name}".`);
  }
  if (declaration.repeated !== (field.label === LABEL.repeated))
    complain(`${what} be ${declaration.repeated ? 'repeated' : 'optional'}.`);
}

function writtenInFull(type: string): string {
  if (SCALAR_NAMES.has(type) || type.startsWith('.')) return type;
  return `.${type}`;
}

function scalarName(type: number): string {
  return Object.entries(FIELD_TYPE).find(([, number]) => number === type)?.[0] ?? '';
}
