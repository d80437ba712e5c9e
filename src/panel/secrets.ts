/**
 * Values of metadata are often tokens, and so may be what a server replies. Both are kept apart from the rest of a
 * panel's state: the state goes into plain storage, these into the editor's secret storage.
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

/** The secrets of a panel without metadata and replies. */
export const NO_SECRETS: PanelSecrets = { draft: [], history: [] };

/** The part of a state that goes into the secret storage. */
export function secretsOf(state: PanelState): PanelSecrets {
  return {
    draft: valuesOf(state.draft),
    history: state.history.map((entry) => valuesOf(entry.request)),
    replies: state.history.map(({ reply, details, hint }) => defined({ reply, details, hint })),
  };
}

/** The state with each metadata value empty and without replies, for plain storage. Keys stay. */
export function withoutSecrets(state: PanelState): PanelState {
  return withSecrets(state, NO_SECRETS);
}

/** Puts the secrets back. A row whose key has changed stays empty. */
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
