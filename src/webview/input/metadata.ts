/**
 * Metadata rows: their problems, and the part of them that is sent. The rules are gRPC's own (PROTOCOL-HTTP2,
 * "Custom-Metadata").
 */
import type { MetadataRow } from '../../contract/panel/messages.ts';
import type { Metadata } from '../../contract/calls.ts';

/** What is wrong with a row: the name of a string in PanelStrings. */
export type MetadataProblem =
  | 'metadataNoKey'
  | 'metadataBadKey'
  | 'metadataReserved'
  | 'metadataBadBinary'
  | 'metadataBadValue';

/** The problem of a row; undefined if it can be sent, is not enabled or is empty. */
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

/** The rows that are enabled and have a key, as the call sends them. */
export function metadataToSend(rows: readonly MetadataRow[]): Metadata {
  return rows.filter((row) => row.enabled && row.key !== '').map((row) => [row.key, row.value]);
}

/** Whether the row is empty. */
export function isEmpty(row: MetadataRow): boolean {
  return row.key === '' && row.value === '';
}
