/** How a suite is written and run inside the extension host: describe, it, and the `run` that VS Code calls. */
import { env } from 'node:process';
import { Registry } from '../../driver/runner.ts';
import { window } from './window.ts';

const registry = new Registry();

export { skip } from '../../driver/runner.ts';

export function describe(name: string, define: () => void): void {
  registry.describe(name, define);
}
export function it(name: string, body: () => Promise<void> | void, timeoutMs?: number): void {
  registry.it(name, body, timeoutMs);
}
export function before(body: () => Promise<void> | void): void {
  registry.before(body);
}
export function after(body: () => Promise<void> | void): void {
  registry.after(body);
}

/** Runs the described tests; rejects if a test failed, which is how VS Code learns of it. */
export async function runSuites(): Promise<void> {
  const { GRPC_WORKBENCH_TEST_ONLY: only } = env;
  const results = await registry.run(
    async (result) => {
      console.log(
        `${result.outcome}: ${result.suite} > ${result.name} (${result.milliseconds} ms)${result.reason === undefined ? '' : `\n${result.reason}`}`,
      );
      if (result.outcome === 'failed')
        await window.screenshot(`failed-${slug(`${result.suite} ${result.name}`)}`).catch(() => undefined);
      await window.report(result);
    },
    only === undefined ? undefined : new RegExp(only, 'i'),
  );
  const failed = results.filter((result) => result.outcome === 'failed').length;
  if (failed > 0) throw new Error(`${failed} of ${results.length} tests failed`);
}

function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
