/**
 * Short names of types in the rows of one level. The sidebar is narrow: a type's package in front of its name would cut
 * off the name and the field's number. The hover of a row has the name as the source has it.
 */
import type { SchemaNode, SchemaNodeKind } from '../../contract/schemaNode.ts';

/** The descriptions of these rows name types. */
const NAME_TYPES: ReadonlySet<SchemaNodeKind> = new Set<SchemaNodeKind>(['field', 'method', 'message']);

/** A name in a description, with its package if the source has it. */
const NAME = /[\w.]+/g;

/** The rows of a level, without the packages of types whose names are clear without them. */
export function withShortNames(rows: readonly SchemaNode[]): readonly SchemaNode[] {
  const unclear = unclearNames(rows);
  const shown = (name: string): string => (unclear.has(shortName(name)) ? name : shortName(name));
  return rows.map((row) => {
    if (row.description === undefined || !NAME_TYPES.has(row.kind)) return row;
    return { ...row, description: row.description.replace(NAME, shown) };
  });
}

/** Short names that stand for several written ones. */
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

/** Packages are in lower case, and a nested type keeps the types around it: `a.v1.Outer.Inner` is `Outer.Inner`. */
function shortName(name: string): string {
  const parts = name.split('.');
  const first = parts.findIndex((part) => /^[A-Z]/.test(part));
  return parts.slice(first < 0 ? -1 : first).join('.');
}
