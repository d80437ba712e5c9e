/** Names that are made of other names, as protoc makes them. */

/** `foo_bar` to `fooBar`. */
export function toJsonName(name: string): string {
  if (!name.includes('_')) return name;
  const [first = '', ...rest] = name.split('_');
  return first + rest.map(capitalized).join('');
}

/** `foo_map` to `FooMapEntry`. */
export function mapEntryName(name: string): string {
  return `${name.split('_').map(capitalized).join('')}Entry`;
}

function capitalized(part: string): string {
  const first = part.charAt(0);
  return first >= 'a' && first <= 'z' ? first.toUpperCase() + part.slice(1) : part;
}
