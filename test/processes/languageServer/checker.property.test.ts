/** After any edits, and wherever an edit interrupted the work, the editor shows what a new server would show. */
import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Checker } from '../../../src/processes/languageServer/core/checker.ts';
import { DiagnosticsPublisher } from '../../../src/processes/languageServer/core/diagnostics.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { seededRandom } from '../../support/corpus.ts';

const SILENT = { announce: () => undefined, reportReading: () => undefined, rechecked: () => undefined };

const FOLDER = '/project';
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** An editor with its own server. */
class Session {
  /** The diagnostics that the editor shows, without files that have none. */
  readonly shown = new Map<string, readonly Diagnostic[]>();
  readonly workspace: Workspace;
  readonly publisher: DiagnosticsPublisher;
  readonly checker: Checker;

  constructor(disk: ReadonlyMap<string, string>) {
    this.workspace = new Workspace({ read: (path) => disk.get(path), exists: (path) => disk.has(path) }, '/wkt');
    const sendDiagnostics = ({
      uri,
      diagnostics,
    }: {
      readonly uri: string;
      readonly diagnostics: readonly Diagnostic[];
    }): Promise<void> => {
      if (diagnostics.length > 0) this.shown.set(uri, diagnostics);
      else this.shown.delete(uri);
      return Promise.resolve();
    };
    this.publisher = new DiagnosticsPublisher(
      { sendDiagnostics } as unknown as Connection,
      this.workspace,
      (path) => path,
    );
    this.checker = new Checker(this.workspace, this.publisher, SILENT);
    this.workspace.setFolder({ folder: FOLDER, protoFiles: [...disk.keys()].sort(), markers: [] }, []);
    this.checker.enable();
  }

  edit(path: string, text: string): void {
    if (!this.workspace.isOpen(path)) this.publisher.opened(path, `file://${path}`);
    this.workspace.setBuffer(path, text);
    this.checker.changed();
  }

  close(path: string): void {
    this.workspace.closeBuffer(path);
    this.publisher.closed(path);
    this.checker.changed();
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The clock advances at each look, so that little work fits in a slice. */
let clock = 0;

function wait(ms: number): void {
  clock += ms;
  vi.advanceTimersByTime(ms);
}

async function settle(): Promise<void> {
  for (let pause = 0; pause < 3; pause++) {
    await turns(200);
    wait(1000);
  }
  await turns(200);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 4));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test.each(Array.from({ length: 25 }, (_, i) => 500 + i))(
  'an edited folder looks like a newly opened one (%i)',
  async (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const text = (): string => {
      const imports = NAMES.filter(() => random() < 0.3).map(
        (name) => `import ${random() < 0.2 ? 'public ' : ''}"${name}.proto";\n`,
      );
      const field = random() < 0.7 ? `  ${pick(NAMES).toUpperCase()} x = 1;\n` : '';
      return `syntax = "proto3";\npackage p;\n${imports.join('')}message ${pick(NAMES).toUpperCase()} {\n${field}}\n${random() < 0.1 ? 'message {' : ''}`;
    };
    const disk = new Map(NAMES.map((name) => [`${FOLDER}/${name}.proto`, text()]));
    const buffers = new Map<string, string>();
    const session = new Session(disk);
    for (let round = 0; round < 8; round++) {
      for (let step = 0; step < 4; step++) {
        const path = pick([...disk.keys()]);
        if (random() < 0.3) {
          buffers.delete(path);
          session.close(path);
        } else {
          buffers.set(path, random() < 0.3 ? `// More.\n${buffers.get(path) ?? disk.get(path) ?? ''}` : text());
          session.edit(path, buffers.get(path) ?? '');
        }
        await turns(Math.floor(random() * 12));
        if (random() < 0.5) wait(200);
        await turns(Math.floor(random() * 12));
      }
      await settle();
      const fresh = new Session(disk);
      for (const [path, edited] of buffers) fresh.edit(path, edited);
      await settle();
      const sorted = (shown: ReadonlyMap<string, readonly Diagnostic[]>): unknown =>
        [...shown].sort(([one], [other]) => (one < other ? -1 : 1));
      expect(sorted(session.shown)).toEqual(sorted(fresh.shown));
      fresh.checker.dispose();
    }
    session.checker.dispose();
  },
);
