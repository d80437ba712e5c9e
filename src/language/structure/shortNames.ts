/**
 * Shortens the names of types in the rows of one level. The sidebar is narrow: a package in front of a type's name
 * would cut off the name and the field's number. The hover of a row has the name as it is written in the source.
 */
import type { SchemaNode, SchemaNodeKind } from '../../contract/schemaNode.ts';

/** The kinds of rows whose descriptions contain names of types. */
const NAME_TYPES: ReadonlySet<SchemaNodeKind> = new Set<SchemaNodeKind>(['field', 'method', 'message']);

/** A name in a description, with its package if the source has the package. */
const NAME = /[\w.]+/g;

/** The rows of a level. We leave out the packages of types whose names are unambiguous without them. */
export function withShortNames(rows: readonly SchemaNode[]): readonly SchemaNode[] {
  const unclear = unclearNames(rows);
  const shown = (name: string): string => (unclear.has(shortName(name)) ? name : shortName(name));
  return rows.map((row) => {
    if (row.description === undefined || !NAME_TYPES.has(row.kind)) return row;
    return { ...row, description: row.description.replace(NAME, shown) };
  });
}

/** The short names that several different names in the rows would share. */
function unclearNames(rows: readonly SchemaNode[]): ReadonlySet<string> {
  const written = new Map<string, string>();
  const unclear = new Set<string>();
  for (const { kind, description = '' } of rows) {
    if (!NAME_TYPES.has(kind)) continue;
    for (const [name] of description.matchAll(NAME)) {
      const short = shortName(name);
      if ((written.get(short) ?? name) !== name) unclear.add(short);
      written.set(short, name);
    }
  }
  return unclear;
}

/**
 * The name without its package. Packages are in lower case, and a nested type keeps its outer types: `a.v1.Outer.Inner`
 * becomes `Outer.Inner`.
 */
function shortName(name: string): string {
  const parts = name.split('.');
  const first = parts.findIndex((part) => /^[A-Z]/.test(part));
  return parts.slice(first < 0 ? -1 : first).join('.');
}
