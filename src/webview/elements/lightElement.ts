/**
 * A Lit element without a shadow root, so that the page has one style sheet and one document for screen readers and
 * tests.
 */
import { LitElement } from 'lit';

/** The base class of the elements that Lit draws. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
