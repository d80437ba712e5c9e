/**
 * A test runner that fits in a bundle: the suites run inside VS Code's extension host, and those that drive the window
 * run outside it, both with this runner. Tests run one after the other in the order they were written.
 */

export interface TestResult {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** Why the test failed or was skipped. */
  readonly reason?: string;
}

type Body = () => Promise<void> | void;

interface Test {
  readonly name: string;
  readonly body: Body;
  readonly timeoutMs: number;
}

interface Suite {
  readonly name: string;
  readonly tests: Test[];
  readonly before: Body[];
  readonly after: Body[];
}

/** This limit is longer than any single wait of a test, so that a failure names what the test waited for. */
const DEFAULT_TIMEOUT_MS = 120_000;

class Skipped extends Error {}

/** The error of a test that did not run because another one failed; it has no place in the code. */
export class NotTried extends Error {}

/** Ends the running test as skipped: the result counts the test, and names what this machine lacks. */
export function skip(reason: string): never {
  throw new Skipped(reason);
}

/** Collects suites, then runs them. Each program has one registry, so two programs share nothing. */
export class Registry {
  readonly #suites: Suite[] = [];

  describe(name: string, define: () => void): void {
    this.#suites.push({ name, tests: [], before: [], after: [] });
    define();
  }

  it(name: string, body: Body, timeoutMs = DEFAULT_TIMEOUT_MS): void {
    this.#current().tests.push({ name, body, timeoutMs });
  }

  before(body: Body): void {
    this.#current().before.push(body);
  }

  after(body: Body): void {
    this.#current().after.push(body);
  }

  async run(report: (result: TestResult) => Promise<void> | void, only?: RegExp): Promise<readonly TestResult[]> {
    const results: TestResult[] = [];
    for (const suite of this.#suites) {
      const tests = suite.tests.filter((test) => only?.test(`${suite.name} ${test.name}`) ?? true);
      if (tests.length === 0) continue;
      for await (const result of runSuite({ ...suite, tests })) {
        results.push(result);
        await report(result);
      }
    }
    return results;
  }

  #current(): Suite {
    const suite = this.#suites.at(-1);
    if (suite === undefined) throw new Error('it() stands outside describe()');
    return suite;
  }
}

async function* runSuite(suite: Suite): AsyncGenerator<TestResult> {
  const hooks = (name: string, bodies: readonly Body[]) =>
    runTest(suite.name, {
      name,
      timeoutMs: 2 * DEFAULT_TIMEOUT_MS,
      body: async () => {
        for (const body of bodies) await body();
      },
    });
  const prepared = await hooks('(preparation)', suite.before);
  if (prepared.outcome === 'passed') for (const test of suite.tests) yield await runTest(suite.name, test);
  // If a suite fails to prepare, each of its tests gets that outcome, so that the counts stay honest.
  else for (const test of suite.tests) yield { ...prepared, name: test.name };
  const cleaned = await hooks('(clean-up)', suite.after);
  if (cleaned.outcome === 'failed') yield cleaned;
}

async function runTest(suite: string, test: Test): Promise<TestResult> {
  const started = performance.now();
  const result = (outcome: TestResult['outcome'], reason?: string): TestResult => ({
    suite,
    name: test.name,
    outcome,
    milliseconds: Math.round(performance.now() - started),
    ...(reason === undefined ? {} : { reason }),
  });
  try {
    await withTimeout(Promise.resolve().then(test.body), test.timeoutMs);
    return result('passed');
  } catch (error) {
    if (error instanceof Skipped) return result('skipped', error.message);
    if (error instanceof NotTried) return result('failed', error.message);
    return result('failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

async function withTimeout(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
