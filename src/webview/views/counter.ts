/** The small number after the title of a tab. */
import { html, nothing, type TemplateResult } from 'lit';

/** Nothing if there is nothing to count. */
export function counterView(count = 0): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<span class="count" slot="content-after">${count}</span>`;
}
