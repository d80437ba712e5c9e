/** A codicon, for the eye only. */
import { html, type TemplateResult } from 'lit';

export function icon(name: string, className = ''): TemplateResult {
  return html`<span class="codicon codicon-${name} ${className}" aria-hidden="true"></span>`;
}
