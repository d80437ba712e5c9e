/** Decides which types another file may use: `export`, `local`, and the default of each edition. */
import { MAX_FIELD_NUMBER } from '../descriptors/build.ts';
import type { EnumDescriptor, FileDescriptor, MessageDescriptor } from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import type { Linking } from './scope.ts';
import { visibilityInEditor } from './places.ts';
import { eachDescriptor } from '../descriptors/visit.ts';

type Type = MessageDescriptor | EnumDescriptor;

/** Whether `file` may use the type (edition 2024, `export` and `local`). */
export function isVisibleFrom(type: Type, file: FileDescriptor): boolean {
  // If we link one declaration again, two versions of the same file can exist.
  if (type.file.name === file.name) return true;
  if (type.visibility !== undefined) return type.visibility === 'export';
  switch (type.features.default_symbol_visibility) {
    case 'EXPORT_TOP_LEVEL':
      return type.parent === undefined;
    case 'LOCAL_ALL':
    case 'STRICT':
      return false;
    default:
      return true;
  }
}

/** Returns the error for a type that is not visible, in protoc's words. */
export function visibilityError(type: Type, file: FileDescriptor, usage = ''): string {
  return `Symbol "${type.fullName}", defined in "${type.file.name}" ${usage} is not visible from "${file.name}". ${whyLocal(type)} and cannot be accessed outside its own file`;
}

function whyLocal({ visibility, features }: Type): string {
  if (visibility === 'local') return "It is explicitly marked 'local'";
  return `It defaulted to local from file-level 'option features.default_symbol_visibility = '${features.default_symbol_visibility}';`;
}

/**
 * Reports nested types that are exported under STRICT visibility. An enum may be exported if its message serves only as
 * a namespace.
 */
export function checkStrictVisibility(link: Linking): void {
  if (link.file.edition < EDITION.e2023) return;
  const nested: { readonly messages: MessageDescriptor[]; readonly enums: EnumDescriptor[] } = {
    messages: [],
    enums: [],
  };
  eachDescriptor(link.file, (one) => {
    if (one.kind === 'message' && one.parent !== undefined) nested.messages.push(one);
    if (one.kind === 'enum' && one.parent !== undefined && !isNamespaced(one)) nested.enums.push(one);
  });
  for (const message of nested.messages.filter(isWronglyExported)) {
    link.error(
      'strict-visibility',
      `"${message.fullName}" is a nested message and cannot be \`export\` with STRICT default_symbol_visibility. It must be moved to top-level, ideally in its own file in order to be \`export\`.`,
      visibilityInEditor(link, message),
    );
  }
  for (const type of nested.enums.filter(isWronglyExported)) {
    link.error(
      'strict-visibility',
      `"${type.fullName}" is a nested enum and cannot be marked \`export\` with STRICT default_symbol_visibility. It must be moved to top-level, ideally in its own file in order to be \`export\`. For C++ namespacing of enums in a messages use: \`local message <OuterNamespace> { export enum ${type.fullName} {...} reserved 1 to max; }\``,
      visibilityInEditor(link, type),
    );
  }
}

function isWronglyExported(type: Type): boolean {
  return type.visibility === 'export' && type.features.default_symbol_visibility === 'STRICT';
}

function isNamespaced(type: EnumDescriptor): boolean {
  const defaultsToLocal = /^(STRICT|LOCAL_ALL)$/.test(type.file.features.default_symbol_visibility);
  const exported = !defaultsToLocal || type.visibility === 'export';
  return exported && type.parent !== undefined && isNamespace(type.parent, defaultsToLocal);
}

function isNamespace(message: MessageDescriptor, defaultsToLocal: boolean): boolean {
  if (message.parent !== undefined) return false;
  const local = message.visibility === 'local' || (message.visibility === undefined && defaultsToLocal);
  const [range] = message.reservedRanges;
  return local && message.reservedRanges.length === 1 && range?.start === 1 && range.end === MAX_FIELD_NUMBER + 1;
}
