/**
 * Keeps the metadata values apart from the rest of a panel's state, because they are often tokens. The state goes into
 * plain storage, the values go into the editor's secret storage.
 */
import type { Draft, MetadataRow, PanelSecrets, PanelState, SecretValues } from '../contract/panel/messages.ts';

/** The secrets of a panel without metadata. */
export const NO_SECRETS: PanelSecrets = { draft: [], history: [] };

/** The metadata values of a state. They go into the secret storage. */
export function secretsOf(state: PanelState): PanelSecrets {
  return { draft: valuesOf(state.draft), history: state.history.map((entry) => valuesOf(entry.request)) };
}

/** The state for plain storage: it keeps the metadata keys and empties the values. */
export function withoutSecrets(state: PanelState): PanelState {
  return withSecrets(state, NO_SECRETS);
}

/** Puts the values back into the rows. A row stays empty if its key has changed. */
export function withSecrets(state: PanelState, secrets: PanelSecrets): PanelState {
  return {
    ...state,
    draft: fill(state.draft, secrets.draft),
    history: state.history.map((entry, index) => ({
      ...entry,
      request: fill(entry.request, secrets.history[index] ?? []),
    })),
  };
}

function valuesOf(draft: Draft): SecretValues {
  return draft.metadata.map((row) => [row.key, row.value]);
}

function fill(draft: Draft, values: SecretValues): Draft {
  const valueOf = ({ key }: MetadataRow, index: number): string => (values[index]?.[0] === key ? values[index][1] : '');
  return { ...draft, metadata: draft.metadata.map((row, index) => ({ ...row, value: valueOf(row, index) })) };
}
