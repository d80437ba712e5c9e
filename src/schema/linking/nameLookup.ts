/**
 * Resolves a written name to a declaration. It searches from the innermost scope outwards. The first scope that has the
 * first part of the name decides where the other parts are looked up (protobuf language specification, "Name
 * resolution"). The linker and the editor's features all use this code.
 */

/** Finds the names that are visible from a place. */
export interface Names<Found> {
  /** Finds a declaration by its full name, without a leading dot. */
  readonly find: (fullName: string) => Found | undefined;
  /** Whether a declaration is a message or an enum. */
  readonly isType: (found: Found) => boolean;
  /** Whether other full names may start with the name of a declaration. It is true for packages, services and types. */
  readonly isAggregate: (found: Found) => boolean;
  /** The search calls this if it finds the first part of a name, but not the full name. */
  readonly misled?: (fullName: string) => void;
}

/** Looks up a name in one scope. Returns `outside` if the caller must search the enclosing scopes. */
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

/**
 * Looks up a name from the scope of `relativeTo`, which is a full name, outwards. A name with a leading dot is already
 * a full name.
 */
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
