/** Which types another file may name: `export`, `local`, and what an edition makes of neither. */
import type { EnumDescriptor, FileDescriptor, MessageDescriptor } from './descriptor.ts';

type Type = MessageDescriptor | EnumDescriptor;

export function isVisibleFrom(type: Type, file: FileDescriptor): boolean {
  if (type.file === file) return true;
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

export function visibilityError(type: Type, file: FileDescriptor, usage = ''): string {
  const reason =
    type.visibility === 'local'
      ? "It is explicitly marked 'local'"
      : `It defaulted to local from file-level 'option features.default_symbol_visibility = '${type.features.default_symbol_visibility}';`;
  return `Symbol "${type.fullName}", defined in "${type.file.name}" ${usage} is not visible from "${file.name}". ${reason} and cannot be accessed outside its own file`;
}
