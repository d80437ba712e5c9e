/**
 * Runs once before the tests that need Go. It builds the plugins that all of them use, and lets Go compile gRPC.
 * Otherwise each test process would do both, and with an empty Go cache two processes would compile the same packages
 * at the same time.
 */
import { dirname } from 'node:path';
import { GREETER } from './awkward.ts';
import { generateAssets, hasGo, SHARED_ASSETS } from './goPlugins.ts';
import { Workspace } from './workspace.ts';

export async function setup(): Promise<void> {
  if (!hasGo()) return;
  const { plugins } = await generateAssets();
  process.env[SHARED_ASSETS] = dirname(plugins);
  const workspace = await Workspace.create();
  try {
    await workspace.apply(GREETER);
    // If something is wrong here, a test reports it better.
    workspace.goProblems();
  } finally {
    await workspace.dispose();
  }
}
