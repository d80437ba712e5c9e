/** The names of packages, and of the packages around them. */

/** More parts than protoc allows in the name of a package. We refuse longer names, so the cut does not matter. */
const MAX_PACKAGE_PARTS = 102;

/** The names of the packages around a package, the outermost first. */
export function packageNames(name: string): readonly string[] {
  const names: string[] = [];
  for (let dot = name.indexOf('.'); dot >= 0 && names.length < MAX_PACKAGE_PARTS; dot = name.indexOf('.', dot + 1))
    names.push(name.slice(0, dot));
  if (name !== '') names.push(name);
  return names;
}

/** Adds a package and the packages around it: `a`, `a.b` and `a.b.c` for `a.b.c`. */
export function addPackages(packages: Set<string>, name: string): void {
  if (packages.has(name)) return;
  for (const one of packageNames(name)) packages.add(one);
}
