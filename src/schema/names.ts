/** Names that are made of other names, as protoc makes them. */

/** `foo_bar` to `fooBar`. */
export function toJsonName(name: string): string {
  if (!name.includes('_')) return name;
  let result = '';
  let upper = false;
  for (let i = 0; i < name.length; i++) {
    const character = name.charAt(i);
    if (character === '_') upper = true;
    else {
      result += upper ? asciiUpper(character) : character;
      upper = false;
    }
  }
  return result;
}

/** `foo_map` to `FooMapEntry`. */
export function mapEntryName(name: string): string {
  let result = '';
  let upper = true;
  for (let i = 0; i < name.length; i++) {
    const character = name.charAt(i);
    if (character === '_') upper = true;
    else {
      result += upper ? asciiUpper(character) : character;
      upper = false;
    }
  }
  return `${result}Entry`;
}

function asciiUpper(character: string): string {
  return character >= 'a' && character <= 'z' ? character.toUpperCase() : character;
}

export function isAsciiText(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
