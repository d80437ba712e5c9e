/** The editions that a file may name, with their numbers in descriptor.proto. */
export const EDITIONS: ReadonlyMap<string, number> = new Map([
  ['LEGACY', 900],
  ['2023', 1000],
  ['2024', 1001],
  ['2026', 1002],
  ['UNSTABLE', 9999],
  ['1_TEST_ONLY', 1],
  ['2_TEST_ONLY', 2],
  ['99997_TEST_ONLY', 99997],
  ['99998_TEST_ONLY', 99998],
  ['99999_TEST_ONLY', 99999],
  ['MAX', 0x7fffffff],
]);
