/** How the cost of some work grows with its size. */
import { cpuMs } from './cpu.ts';

/** Other programs and the garbage collector disturb single measurements; the smallest of a few is nearly undisturbed. */
const ATTEMPTS = 3;

/** Large enough that the garbage collector, whose share grows with the heap, cannot look like quadratic growth. */
const FACTOR = 8;

/**
 * How many times as much CPU time the work takes for eight times the size: about 8 if it grows linearly, about 64 if it
 * grows quadratically. `prepare` does not count.
 */
export function growthOf<Input>(size: number, prepare: (size: number) => Input, work: (input: Input) => void): number {
  cost(size, prepare, work);
  return cost(FACTOR * size, prepare, work) / cost(size, prepare, work);
}

/** The largest growth that we accept as linear, including logarithms and disturbances. */
export const LINEAR = 24;

function cost<Input>(size: number, prepare: (size: number) => Input, work: (input: Input) => void): number {
  const costs = Array.from({ length: ATTEMPTS }, () => {
    const input = prepare(size);
    const before = cpuMs();
    work(input);
    return cpuMs() - before;
  });
  return Math.max(1, Math.min(...costs));
}
