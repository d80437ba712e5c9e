/** A terminal for tests of commands: it remembers what was written. */
import { forTerminal } from '../../../src/processes/cli/terminalText.ts';
import type { Terminal } from '../../../src/processes/cli/command.ts';

export interface TestTerminal extends Terminal {
  readonly written: { out: string; err: string };
  readonly interrupt: AbortController;
}

export function testTerminal(cwd: string, input = ''): TestTerminal {
  const written = { out: '', err: '' };
  const interrupt = new AbortController();
  return {
    written,
    interrupt,
    out: (text) => {
      written.out += forTerminal(text);
    },
    data: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += forTerminal(text);
    },
    drained: () => Promise.resolve(),
    readInput: () => Promise.resolve(input),
    signal: interrupt.signal,
    cwd,
  };
}
