/**
 * Separates secrets from the rest of a panel's state. Values of metadata and replies may contain tokens. We keep them
 * in the editor's secret storage, and the rest in plain storage.
 */
import { defined } from '../base/defined.ts';
import type {
  Draft,
  HistoryEntry,
  MetadataRow,
  PanelSecrets,
  PanelState,
  SecretReply,
  SecretValues,
} from '../contract/panel/messages.ts';

/** The secrets of a panel that has no metadata and no replies. */
export const NO_SECRETS: PanelSecrets = { draft: [], history: [] };

/** Returns the part of the state that belongs in the secret storage. */
export function secretsOf(state: PanelState): PanelSecrets {
  return {
    draft: valuesOf(state.draft),
    history: state.history.map((entry) => valuesOf(entry.request)),
    replies: state.history.map(({ reply, details, hint }) => defined({ reply, details, hint })),
  };
}

/**
 * Returns the state for plain storage: all metadata values are empty, and there are no replies. The metadata keys stay.
 */
export function withoutSecrets(state: PanelState): PanelState {
  return withSecrets(state, NO_SECRETS);
}

/** Puts the secrets back into a state. A metadata value stays empty if the key of its row has changed. */
export function withSecrets(state: PanelState, secrets: PanelSecrets): PanelState {
  return {
    ...state,
    draft: fill(state.draft, secrets.draft),
    history: state.history.map((entry, index) =>
      withReply(
        { ...entry, request: fill(entry.request, secrets.history[index] ?? []) },
        secrets.replies?.[index] ?? {},
      ),
    ),
  };
}

function withReply(entry: HistoryEntry, { reply, details, hint }: SecretReply): HistoryEntry {
  return defined({ ...entry, reply, details, hint });
}

function valuesOf(draft: Draft): SecretValues {
  return draft.metadata.map((row) => [row.key, row.value]);
}

function fill(draft: Draft, values: SecretValues): Draft {
  const valueOf = ({ key }: MetadataRow, index: number): string => (values[index]?.[0] === key ? values[index][1] : '');
  return { ...draft, metadata: draft.metadata.map((row, index) => ({ ...row, value: valueOf(row, index) })) };
}
