/** Tells V8 about our processes, so that it spends its work where that pays off. */

/** Loaded when it is needed: with what it loads in turn, it takes as long as reading a small file. */
function setFlags(...flags: readonly string[]): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  for (const flag of flags) setFlagsFromString(flag);
}

/**
 * For processes that go through much code a few times. V8 puts the functions that a hot one calls into it and optimizes
 * them again with each caller; that took a quarter of a compilation, and a third of what opening a large file costs.
 */
export function inlineLittle(): void {
  setFlags('--max-inlined-bytecode-size=200', '--max-inlined-bytecode-size-cumulative=200');
}

/** For processes that do one large piece of work and end. What a compilation takes is in docs/bench.md. */
export function expectShortLife(): void {
  inlineLittle();
  // Code that runs a few hundred times costs more to optimize than it saves: a fifth of what 100 files take. Only the
  // engine of Node 20 counts this way, and others complain of a flag that they do not know.
  if (process.versions.v8.startsWith('11.')) setFlags('--interrupt-budget=200000');
  // Nearly all that a compiler makes stays until it ends: looking through the heap for what does not finds little.
  setFlags('--heap-growing-percent=6000');
}
