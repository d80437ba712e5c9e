/** A codicon, which screen readers ignore. */
import { html, type TemplateResult } from 'lit';

/** The icon of this name in VS Code's set, hidden from screen readers. */
export function icon(name: string, className = ''): TemplateResult {
  return html`<span class="codicon codicon-${name} ${className}" aria-hidden="true"></span>`;
}
