/** The metadata rows. The last row is always empty, so that the user can add another one. */
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { MetadataRow } from '../../contract/panel/messages.ts';
import type { PanelActions } from '../actions.ts';
import { isEmpty, metadataProblem } from '../input/metadata.ts';
import type { Screen } from '../screen.ts';
import { fill } from '../text.ts';

const BLANK: MetadataRow = { key: '', value: '', enabled: true };

/** Shows the rows, with an empty row at the end. */
export function metadataView({ model }: Screen, actions: PanelActions): TemplateResult {
  const rows = withBlank(model.draft.metadata);
  const change = (index: number, row: MetadataRow): void => actions.setMetadata(rows.with(index, row));
  const remove = (index: number): void => actions.setMetadata(rows.filter((_, at) => at !== index));
  return html`
    <p class="hint">${model.strings.metadataHint}</p>
    <div class="metadata" role="group" aria-label=${model.strings.metadata}>
      ${rows.map((row, index) => rowView(model.strings, row, index, change, remove))}
    </div>
  `;
}

function withBlank(rows: readonly MetadataRow[]): readonly MetadataRow[] {
  const last = rows.at(-1);
  if (last !== undefined && isEmpty(last)) return rows;
  return [...rows, BLANK];
}

function rowView(
  strings: Screen['model']['strings'],
  row: MetadataRow,
  index: number,
  change: (index: number, row: MetadataRow) => void,
  remove: (index: number) => void,
): TemplateResult {
  const problem = metadataProblem(row);
  const name = row.key || String(index + 1);
  const input = (event: Event): string => (event.target as HTMLInputElement).value;
  return html`
    <div class="metadata-row">
      <vscode-checkbox
        .label=${''}
        aria-label=${fill(strings.metadataEnabled, name)}
        title=${fill(strings.metadataEnabled, name)}
        .checked=${row.enabled}
        @change=${(event: Event) => change(index, { ...row, enabled: (event.target as HTMLInputElement).checked })}
      ></vscode-checkbox>
      <vscode-textfield
        data-testid="metadata-key"
        .label=${strings.metadataKey}
        placeholder=${strings.metadataKey}
        ?invalid=${problem !== undefined && problem !== 'metadataBadBinary' && problem !== 'metadataBadValue'}
        .value=${row.key}
        @input=${(event: Event) => change(index, { ...row, key: input(event).trim().toLowerCase() })}
      ></vscode-textfield>
      <vscode-textfield
        data-testid="metadata-value"
        .label=${strings.metadataValue}
        placeholder=${strings.metadataValue}
        ?invalid=${problem === 'metadataBadBinary' || problem === 'metadataBadValue'}
        .value=${row.value}
        @input=${(event: Event) => change(index, { ...row, value: input(event) })}
      ></vscode-textfield>
      <vscode-toolbar-button
        icon="close"
        class=${isEmpty(row) ? 'unseen' : ''}
        label=${fill(strings.removeMetadata, name)}
        title=${fill(strings.removeMetadata, name)}
        @click=${() => remove(index)}
      ></vscode-toolbar-button>
    </div>
    ${problemView(problem && strings[problem])}
  `;
}

function problemView(text: string | undefined): TemplateResult | typeof nothing {
  if (text === undefined) return nothing;
  return html`<p class="field-problem metadata-problem">${text}</p>`;
}
