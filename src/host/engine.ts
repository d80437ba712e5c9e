/** Sets flags of V8 that make our processes faster. */

/** Sets flags of V8. We load `node:v8` only when we need it, because that takes as long as reading a small file. */
function setFlags(...flags: readonly string[]): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  for (const flag of flags) setFlagsFromString(flag);
}

/**
 * Sets flags for processes that run much code a few times. V8 inlines functions into callers that run often, and
 * optimizes them again for each caller. That took a quarter of a compilation, and a third of the time to open a large
 * file.
 */
export function inlineLittle(): void {
  setFlags('--max-inlined-bytecode-size=200', '--max-inlined-bytecode-size-cumulative=200');
}

/**
 * Sets flags for processes that do one large piece of work and then end. docs/bench.md has the times of a compilation.
 */
export function expectShortLife(): void {
  inlineLittle();
  // If code runs a few hundred times, optimizing it costs more than it saves: a fifth of the time for 100 files. Only
  // the engine of Node 20 has the flag; other versions report it as unknown.
  if (process.versions.v8.startsWith('11.')) setFlags('--interrupt-budget=200000');
  // A compiler keeps nearly everything until it ends, so a garbage collection frees little.
  setFlags('--heap-growing-percent=6000');
}
