/** A Lit element without a shadow: one style sheet, one document for screen readers and tests. */
import { LitElement } from 'lit';

/** The base of the elements that are drawn by Lit. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
