/** Creates components of the extension when they are first needed, so that activation does not load their code. */

/**
 * A component that is created when it is first needed, and shared by all callers. If its creation fails, each caller
 * gets the error, and the next call tries again.
 */
export class OnDemand<Part extends { dispose(): void }> {
  readonly #make: () => Promise<Part>;
  #making: Promise<Part> | undefined;
  #made: Part | undefined;
  #disposed = false;

  constructor(make: () => Promise<Part>) {
    this.#make = make;
  }

  /** The component, if a caller has needed it before. */
  get made(): Part | undefined {
    return this.#made;
  }

  get(): Promise<Part> {
    this.#making ??= this.#start();
    return this.#making;
  }

  dispose(): void {
    this.#disposed = true;
    this.#made?.dispose();
  }

  async #start(): Promise<Part> {
    try {
      const part = await this.#make();
      if (this.#disposed) part.dispose();
      this.#made = part;
      return part;
    } catch (error) {
      this.#making = undefined;
      throw error;
    }
  }
}
