import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These run inside VS Code, by their own runner.
    exclude: ['test/integration/**', 'test/vscode/**', 'node_modules/**'],
    // On a fresh machine the first `go vet` compiles gRPC itself: 100 s on two busy cores.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
