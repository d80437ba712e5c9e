/** The CPU time of this process, which other programs do not change. */

/** CPU time of this process so far, all of its threads together, in ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
