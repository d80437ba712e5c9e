/**
 * How a name as written leads to a declaration: from the innermost scope outwards, and the first part that is found
 * decides where the rest is looked for (protobuf language specification, "Name resolution"). The linker and the
 * editor's features look names up by this code alone.
 */

/** The names that can be seen from somewhere. */
export interface Names<Found> {
  /** By the full name, without a leading dot. */
  readonly find: (fullName: string) => Found | undefined;
  /** Whether it is a message or an enum. */
  readonly isType: (found: Found) => boolean;
  /** Whether other names may begin with its name: packages, services and types. */
  readonly isAggregate: (found: Found) => boolean;
  /** Called with the full name that a first part led to, where nothing is. */
  readonly misled?: (fullName: string) => void;
}

/** What is decided in one scope; `outside` where the scopes around it decide. */
export function resolveIn<Found extends object | string>(
  scope: string,
  name: string,
  typesOnly: boolean,
  { find, isType, isAggregate, misled }: Names<Found>,
): Found | undefined | 'outside' {
  const dot = name.indexOf('.');
  const found = find(`${scope}.${dot < 0 ? name : name.slice(0, dot)}`);
  if (found === undefined) return 'outside';
  if (dot < 0) {
    if (!typesOnly || isType(found)) return found;
    return 'outside';
  }
  if (!isAggregate(found)) return 'outside';
  const whole = `${scope}.${name}`;
  const result = find(whole);
  if (result === undefined) misled?.(whole);
  return result;
}

/** Looks from the scope of `relativeTo`, a full name, outwards; a name with a leading dot is a full name itself. */
export function resolveName<Found extends object | string>(
  name: string,
  relativeTo: string,
  typesOnly: boolean,
  names: Names<Found>,
): Found | undefined {
  if (name.startsWith('.')) return names.find(name.slice(1));
  for (let end = relativeTo.lastIndexOf('.'); end > 0; end = relativeTo.lastIndexOf('.', end - 1)) {
    const found = resolveIn(relativeTo.slice(0, end), name, typesOnly, names);
    if (found !== 'outside') return found;
  }
  return names.find(name);
}
