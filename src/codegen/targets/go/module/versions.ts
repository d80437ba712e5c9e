/** Compares versions of Go modules, and versions of Go. */

/**
 * Compares two versions by semantic versioning. The result is negative if `a` is older, zero if they are equal, and
 * positive if `a` is newer. Pre-releases and pseudo-versions come before their release.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [versionParts(a), versionParts(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.pre === right.pre) return 0;
  if (left.pre === '' || right.pre === '') {
    if (left.pre === '') return 1;
    return -1;
  }
  if (left.pre < right.pre) return -1;
  return 1;
}

/** Returns the newer of two versions. The second one may be undefined. */
export function newer(version: string, other: string | undefined): string {
  if (other === undefined || compareVersions(other, version) < 0) return version;
  return other;
}

function versionParts(version: string): { readonly numbers: readonly number[]; readonly pre: string } {
  const [withoutBuild = ''] = version.split('+', 1);
  const [core = '', ...pre] = withoutBuild.replace(/^v/, '').split('-');
  return { numbers: core.split('.').map(Number), pre: pre.join('-') };
}
