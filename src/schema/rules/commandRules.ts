/**
 * Checks the rules that protoc's command checks, but its library does not. The command checks only the requested files,
 * not their imports, and only if no file has errors.
 */
import type { EnumDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor } from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import { type Linking, editorOnly } from '../linking/scope.ts';
import { editionPlace, importPlace, optionInEditor } from '../linking/places.ts';
import { checkFieldNumberReservation, checkTargets } from './targetRules.ts';
import { fieldOf } from '../options/value.ts';
import { eachDescriptor } from '../descriptors/visit.ts';

/**
 * The codes of these diagnostics, in groups. The command checks all files for one group before it checks them for the
 * next.
 */
export const COMMAND_CODES: readonly (readonly string[])[] = [
  ['redacted-option', 'generic-services', 'library-number'],
  ['option-target'],
  ['unstable-edition'],
];

/** Adds the command's diagnostics for one file. */
export function checkCommandRules(link: Linking): void {
  checkOptionImports(link);
  checkGenericServices(link);
  eachDescriptor(link.file, (one) => {
    if (one.kind === 'field') checkFieldNumberReservation(link, one);
  });
  checkTargets(link);
  if (link.hasErrors || link.file.edition !== EDITION.unstable) return;
  link.error(
    'unstable-edition',
    'is a file using edition UNSTABLE, which is later than the protoc maximum supported edition 2026.',
    editorOnly(editionPlace(link)),
  );
}

const GENERIC_SERVICES = ['cc_generic_services', 'java_generic_services', 'py_generic_services'];

function checkGenericServices(link: Linking): void {
  const known = link.file.options?.known;
  if (known === undefined || !GENERIC_SERVICES.some((name) => fieldOf(known, name) === true)) return;
  link.warn(
    'generic-services',
    'Generic services (cc_generic_services, java_generic_services, and py_generic_services) are deprecated in favor of using plugins that generate code specific to your particular RPC system. Additional code generator options may be required to enable generic services and total removal of these options is planned in future breaking releases.',
    optionInEditor(link, link.file, ({ name }) => GENERIC_SERVICES.includes(name)),
  );
}

/**
 * Reports `import option` of a file with an option that can mark fields as secret. Such a file needs a plain `import`.
 * The values of an enum can be such marks.
 */
function checkOptionImports(link: Linking): void {
  for (const { option, file } of link.imports) {
    if (!option || file === undefined) continue;
    const marker = redactingExtension(file.descriptor);
    if (marker === undefined) continue;
    link.error(
      'redacted-option',
      `Option dependency ${file.path} contains a custom option ${marker.fullName} marked debug_redact, which is used to mark fields that need to be redacted in debug string APIs. Switch to a regular import or remove the debug_redact annotation to avoid potentially leaking sensitive data.`,
      editorOnly(importPlace(link, file.path)),
    );
    return;
  }
}

/**
 * Returns the extension that can mark fields as secret. If there are several, it returns the last one, as protoc does.
 */
function redactingExtension(file: FileDescriptor): FieldDescriptor | undefined {
  let found: FieldDescriptor | undefined;
  const seen = new Map<MessageDescriptor, boolean>();
  eachDescriptor(file, (one) => {
    if (one.kind === 'field' && one.isExtension && redacts(one, seen)) found = one;
  });
  return found;
}

function redacts(field: FieldDescriptor, seen: Map<MessageDescriptor, boolean>): boolean {
  return (
    (field.enum !== undefined && hasRedactedValue(field.enum)) ||
    (field.message !== undefined && holdsRedacting(field.message, seen))
  );
}

function hasRedactedValue(type: EnumDescriptor): boolean {
  return type.values.some(({ options }) => fieldOf(options?.known, 'debug_redact') === true);
}

function holdsRedacting(message: MessageDescriptor, seen: Map<MessageDescriptor, boolean>): boolean {
  const known = seen.get(message);
  if (known !== undefined) return known;
  seen.set(message, false);
  const result = message.fields.some((field) => redacts(field, seen));
  seen.set(message, result);
  return result;
}
