/** Tells short work from long work, because only long work shows progress. Does not import `vscode`. */

/**
 * Whether work ends within `patience` milliseconds, with or without an error. Settles as soon as that is known, and
 * never rejects.
 */
export function endsSoon(work: Promise<unknown>, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), patience);
    const ended = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(ended, ended);
  });
}
