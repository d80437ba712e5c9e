/** Tells short work from long work, so that only long work shows that it runs. Knows nothing of `vscode`. */

/** Whether work ends within `patience` ms, however it ends. Settles as soon as that is known, and never rejects. */
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
