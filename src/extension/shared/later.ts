/**
 * Makes parts of the extension after its activation. A window shows nothing of them at first, and other extensions that
 * activate at the same time need not wait for them.
 */
import { messageOf } from '../../base/background.ts';

interface Part {
  dispose(): void;
}

/**
 * Makes each part in a later turn of the event loop. Disposes of what was made, and makes no more. `tell` gets one line
 * for each part that could not be made; the others are made all the same.
 */
export function later(makers: readonly (() => Part)[], tell: (line: string) => void): Part {
  const made: Part[] = [];
  const turn = setImmediate(() => {
    for (const make of makers) {
      try {
        made.push(make());
      } catch (error) {
        tell(`A part of the extension did not start: ${messageOf(error)}`);
      }
    }
  });
  return {
    dispose: () => {
      clearImmediate(turn);
      for (const part of made) part.dispose();
    },
  };
}
