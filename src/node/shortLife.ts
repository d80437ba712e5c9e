/** For processes that do one piece of work and end. */
import { setFlagsFromString } from 'node:v8';

const FLAGS = [
  // Nearly all that a compiler makes stays until it ends: looking through the heap for what does not finds little.
  '--heap-growing-percent=2000',
  // Optimizing is a quarter of what a compilation costs. Functions that are put into others are optimized again with
  // each of them, which pays off only in a program that runs for longer.
  '--max-inlined-bytecode-size=200',
  '--max-inlined-bytecode-size-cumulative=200',
];

/** Has V8 spend less on code and memory that will be needed for seconds. What a compilation takes is in docs/bench.md. */
export function expectShortLife(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
