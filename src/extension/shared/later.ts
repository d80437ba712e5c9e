/**
 * Creates components of the extension after its activation. A window shows nothing of them at first, so other
 * extensions that activate at the same time need not wait for them.
 */
import { messageOf } from '../../base/background.ts';

interface Part {
  dispose(): void;
}

/**
 * Creates all components in a later turn of the event loop. `dispose` disposes of the components, or prevents their
 * creation. If a component cannot be created, `tell` gets one line, and we create the others.
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
