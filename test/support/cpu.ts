/** The time that this process has worked, which other programs cannot take from it. */

/** CPU time of this process so far, all of its threads together, in ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
