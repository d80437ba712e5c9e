/** Edits protos at random, with servers that are edited by hand, as often as the row asks for. */
import { editServers, type EditSummary } from '../support/serverEdits.ts';
import type { Row } from './row.ts';

/** A server lives for this many edits of its protos. Each server has its own seed. */
const EDITS_PER_SERVER = 10;
const SEED = 4_711;

export async function checkEdits(edits: number): Promise<Row> {
  const failures: string[] = [];
  const total = { edits: 0, handEdits: 0, inserted: 0, problems: 0, mended: 0 };
  for (let server = 0; server * EDITS_PER_SERVER < edits; server++) {
    try {
      add(total, await editServers(EDITS_PER_SERVER, SEED + server));
    } catch (error) {
      failures.push(
        error instanceof Error
          ? `${error.message}: ${error.cause instanceof Error ? error.cause.message : ''}`
          : String(error),
      );
    }
  }
  const { handEdits, inserted, problems, mended } = total;
  return {
    what: `${edits} random proto edits on hand-edited servers`,
    bar: '0 user bytes changed outside imports, 0 duplicate methods, a second run changes nothing',
    figure: `${total.edits} edits, ${failures.length} failures`,
    method: [
      `A new server every ${EDITS_PER_SERVER} edits, with a run of the generator after each edit: the earlier code must still be there in its order, no method may be declared twice, every file must parse, every rpc must have a method, and a second run must change nothing.`,
      `${handEdits} edits by hand in between; ${inserted} methods were inserted; ${problems} problems were reported at a place in a Go file, and ${mended} of them were solved by their fix.`,
    ],
    failures,
  };
}

function add(total: Record<keyof EditSummary, number>, summary: EditSummary): void {
  for (const name of Object.keys(summary) as (keyof EditSummary)[]) total[name] += summary[name];
}
