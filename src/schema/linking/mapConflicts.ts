/**
 * Finds names that collide with the entry of a map field. protoc reports such names a second time if a file has other
 * errors.
 */
import type { MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking } from './scope.ts';
import { namePlace } from './places.ts';

/** Checks each message of the file, nested ones included. */
export function checkMapConflicts(link: Linking): void {
  for (const message of link.file.messages) checkMessage(link, message);
}

function checkMessage(link: Linking, message: MessageDescriptor): void {
  const types = new Map<string, MessageDescriptor>();
  const complain = (name: string, what: string): void =>
    link.error(
      'map-entry-conflict',
      `Expanded map entry type ${name} conflicts with an existing ${what}.`,
      namePlace(link, message),
    );
  for (const nested of message.messages) {
    const other = types.get(nested.name);
    if (other === undefined) types.set(nested.name, nested);
    else if (other.mapEntry || nested.mapEntry) {
      complain(nested.name, 'nested message type');
      break;
    }
    checkMessage(link, nested);
  }
  const check = (named: readonly { readonly name: string }[], what: string): void => {
    for (const { name } of named) if (types.get(name)?.mapEntry === true) complain(name, what);
  };
  check(message.fields, 'field');
  check(message.enums, 'enum type');
  check(message.oneofs, 'oneof type');
}
