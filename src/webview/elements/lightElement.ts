/** A Lit element without a shadow: one style sheet, one document for screen readers and tests. */
import { LitElement } from 'lit';

export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
