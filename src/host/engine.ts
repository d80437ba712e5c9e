/** Tells V8 about our processes, so that it spends its work where that pays off. */
import { setFlagsFromString } from 'node:v8';

/**
 * For processes that go through much code a few times. V8 puts the functions that a hot one calls into it and optimizes
 * them again with each caller; that took a quarter of a compilation, and a third of what opening a large file costs.
 */
export function inlineLittle(): void {
  setFlagsFromString('--max-inlined-bytecode-size=200');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
}

/** For processes that do one piece of work and end. What a compilation takes is in docs/bench.md. */
export function expectShortLife(): void {
  inlineLittle();
  // Nearly all that a compiler makes stays until it ends: looking through the heap for what does not finds little.
  setFlagsFromString('--heap-growing-percent=2000');
}
