import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Journals are signed with a key of the user. Tests make one of their own.
    env: { XDG_STATE_HOME: join(tmpdir(), 'grpc-workbench-tests') },
    include: ['test/**/*.test.ts'],
    // These run inside VS Code, by their own runner.
    exclude: ['test/integration/**', 'test/vscode/**', 'node_modules/**'],
    // On a fresh machine the first `go vet` compiles gRPC itself: 100 s on two busy cores.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
