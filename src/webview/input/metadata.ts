/** Checks metadata rows, and selects the ones to send. The rules are gRPC's own (PROTOCOL-HTTP2, "Custom-Metadata"). */
import type { MetadataRow } from '../../contract/panel/messages.ts';
import type { Metadata } from '../../contract/calls.ts';

/** What is wrong with a metadata row. Each value is the name of a string in PanelStrings. */
export type MetadataProblem =
  | 'metadataNoKey'
  | 'metadataBadKey'
  | 'metadataReserved'
  | 'metadataBadBinary'
  | 'metadataBadValue';

/** Returns what is wrong with a row. Returns undefined if the row can be sent, is disabled or is empty. */
export function metadataProblem(row: MetadataRow): MetadataProblem | undefined {
  if (!row.enabled || isEmpty(row)) return undefined;
  if (row.key === '') return 'metadataNoKey';
  if (!/^[0-9a-z_.-]+$/.test(row.key)) return 'metadataBadKey';
  if (row.key.startsWith('grpc-')) return 'metadataReserved';
  if (row.key.endsWith('-bin')) {
    if (/^[A-Za-z0-9+/]*={0,2}$/.test(row.value)) return undefined;
    return 'metadataBadBinary';
  }
  if (/^[\x20-\x7e]*$/.test(row.value)) return undefined;
  return 'metadataBadValue';
}

/** Returns the metadata of a call: the rows that are enabled and have a key. */
export function metadataToSend(rows: readonly MetadataRow[]): Metadata {
  return rows.filter((row) => row.enabled && row.key !== '').map((row) => [row.key, row.value]);
}

/** Whether a row has neither a key nor a value. */
export function isEmpty(row: MetadataRow): boolean {
  return row.key === '' && row.value === '';
}
