/**
 * A Lit element without a shadow root. All elements share one style sheet, and screen readers and tests see one
 * document.
 */
import { LitElement } from 'lit';

/** The base class of all elements that Lit draws. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
