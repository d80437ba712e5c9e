/** Lists the packages that contain a package: `a` and `a.b` for `a.b.c`. */

/**
 * We look at no more than this many parts of a package name. protoc allows fewer parts, so we cut only names that we
 * refuse.
 */
const MAX_PACKAGE_PARTS = 102;

/** Returns the name of a package and the names of the packages that contain it, the outermost first. */
export function packageNames(name: string): readonly string[] {
  const names: string[] = [];
  for (let dot = name.indexOf('.'); dot >= 0 && names.length < MAX_PACKAGE_PARTS; dot = name.indexOf('.', dot + 1))
    names.push(name.slice(0, dot));
  if (name !== '') names.push(name);
  return names;
}

/** Adds a package and the packages that contain it: `a`, `a.b` and `a.b.c` for `a.b.c`. */
export function addPackages(packages: Set<string>, name: string): void {
  if (packages.has(name)) return;
  for (const one of packageNames(name)) packages.add(one);
}
