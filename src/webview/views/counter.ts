/** The small number beside the title of a tab. */
import { html, nothing, type TemplateResult } from 'lit';

/** Shows the number. Shows nothing for zero. */
export function counterView(count = 0): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<span class="count" slot="content-after">${count}</span>`;
}
