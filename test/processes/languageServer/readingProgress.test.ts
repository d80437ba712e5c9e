/** The reports to the editor while the files of a folder are read. */
import { describe, expect, test } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import type { Reading } from '../../../src/contract/languageServer.ts';
import { ReadingProgress } from '../../../src/processes/languageServer/core/readingProgress.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

interface Stage {
  readonly workspace: Workspace;
  readonly progress: ReadingProgress;
  readonly told: readonly Reading[];
}

function stage(files: number): Stage {
  const source = Array.from({ length: files }, (_, i) => `-- f${i}.proto --\nmessage M${i} {}\n`).join('');
  const { workspace } = fixture(source);
  const told: Reading[] = [];
  const sendNotification = (_: unknown, reading: Reading): Promise<void> => {
    told.push(reading);
    return Promise.resolve();
  };
  return { workspace, progress: new ReadingProgress({ sendNotification } as unknown as Connection, workspace), told };
}

function readAll({ workspace, progress }: Stage): void {
  while (workspace.readNext()) progress.report();
  progress.report();
}

describe('the editor gets a report', () => {
  test('the editor gets a report at the start and at the end if many files are read', () => {
    const made = stage(300);
    made.progress.report();
    expect(made.told).toEqual([{ total: 300, left: 300 }]);
    readAll(made);
    expect(made.told.at(-1)).toEqual({ total: 300, left: 0 });
  });

  test('the editor gets only the number of files if there are few', () => {
    const made = stage(3);
    made.progress.report();
    readAll(made);
    expect(made.told).toEqual([{ total: 3, left: 0 }]);
  });

  test('the editor gets no further report for a file that is read again', () => {
    const made = stage(300);
    readAll(made);
    const before = made.told.length;
    made.workspace.setBuffer(`${FOLDER}/f0.proto`, 'message Other {}');
    made.progress.report();
    readAll(made);
    expect(made.told).toHaveLength(before);
  });
});
