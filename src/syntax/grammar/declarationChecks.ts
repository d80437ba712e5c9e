/** Reports errors that protoc's parser, and not its linker, finds after it has read a declaration. */
import { signedNumber } from '../lexing/numbers.ts';
import type { Cursor } from './cursor.ts';
import type { EnumItem, MessageItem, OptionNode } from '../tree/nodes.ts';

/** Reports a `map_entry` option in a message. */
export function messageChecks(p: Cursor, items: readonly MessageItem[]): void {
  const entry = items.find((item) => item.kind === 'option' && plainName(item) === 'map_entry');
  if (entry?.kind !== 'option' || entry.name === undefined) return;
  p.error(
    'map-entry',
    'map_entry should not be set explicitly. Use map<KeyType, ValueType> instead.',
    entry.name.first,
  );
}

/** Reports a useless `allow_alias` option in an enum. As in protoc, the error is at the token after the enum. */
export function enumChecks(p: Cursor, name: string, items: readonly EnumItem[]): void {
  const option = items.find(
    (item) => item.kind === 'option' && item.name?.parts.length === 1 && plainName(item) === 'allow_alias',
  );
  if (option?.kind !== 'option') return;
  const allowed = option.value?.kind === 'nameValue' && option.value.text === 'true';
  if (!allowed) {
    p.error(
      'useless-allow-alias',
      `"${name}" declares 'option allow_alias = false;' which has no effect. Please remove the declaration.`,
    );
  } else if (!hasAlias(items)) {
    p.error(
      'useless-allow-alias',
      `"${name}" declares support for enum aliases but no enum values share field numbers. Please remove the unnecessary 'option allow_alias = true;' declaration.`,
    );
  }
}

/** Returns the first part of an option's name; undefined if this part is an extension. */
function plainName(option: OptionNode): string | undefined {
  const part = option.name?.parts[0];
  if (part?.extension === false) return part.name?.text;
  return undefined;
}

function hasAlias(items: readonly EnumItem[]): boolean {
  const seen = new Set<number>();
  for (const item of items) {
    if (item.kind !== 'enumValue') continue;
    const number = (item.number && signedNumber(item.number)) ?? 0;
    if (seen.has(number)) return true;
    seen.add(number);
  }
  return false;
}
