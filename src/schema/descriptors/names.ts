/** Derives names from other names, as protoc does. */

/** Turns `foo_bar` into `fooBar`. */
export function toJsonName(name: string): string {
  let at = name.indexOf('_');
  if (at < 0) return name;
  let json = name.slice(0, at);
  while (at >= 0) {
    const next = name.indexOf('_', at + 1);
    json += capitalized(name.slice(at + 1, next < 0 ? undefined : next));
    at = next;
  }
  return json;
}

/** Turns `foo_map` into `FooMapEntry`. */
export function mapEntryName(name: string): string {
  return `${name.split('_').map(capitalized).join('')}Entry`;
}

function capitalized(part: string): string {
  const first = part.charAt(0);
  if (first >= 'a' && first <= 'z') return first.toUpperCase() + part.slice(1);
  return part;
}
