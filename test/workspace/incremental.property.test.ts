/** After any changes, a workspace gives the same results as one that was just opened. */
import { expect, test } from 'vitest';
import { diagnosticsOf, diagnosticsStamp } from '../../src/language/diagnostics/diagnostics.ts';
import { relatedSpan } from '../../src/language/names/symbols.ts';
import { closure } from '../../src/schema/linking/closure.ts';
import { descriptorSet } from '../../src/workspace/descriptors.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { seededRandom } from '../support/corpus.ts';
import { finish } from '../support/finish.ts';

const FOLDER = '/project';
const PATHS = ['a.proto', 'b.proto', 'c.proto', 'd.proto', 'x/a.proto', 'x/e.proto', 'y/a.proto', 'y/e.proto'].map(
  (path) => `${FOLDER}/${path}`,
);
const IMPORTS = [
  'a.proto',
  'b.proto',
  'c.proto',
  'd.proto',
  'e.proto',
  'x/a.proto',
  'x/e.proto',
  'y/e.proto',
  'gone.proto',
];

class Simulation {
  readonly disk = new Map<string, string>();
  readonly buffers = new Map<string, string>();
  readonly workspace = this.#make();
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    for (const path of PATHS) if (this.#chance(0.7)) this.disk.set(path, this.#text());
    this.#scan(this.workspace);
  }

  /** Makes a workspace that has seen none of the changes. */
  fresh(): Workspace {
    const workspace = this.#make();
    this.#scan(workspace);
    for (const [path, text] of this.buffers) workspace.setBuffer(path, text);
    return workspace;
  }

  step(): void {
    const path = this.#pick(PATHS);
    const kind = this.#pick([
      'edit',
      'edit',
      'edit',
      'comment',
      'close',
      'write',
      'delete',
      'check',
      'interrupted',
      'ask',
    ] as const);
    if (kind === 'edit') this.#edit(path, this.#text());
    else if (kind === 'comment')
      this.#edit(path, `// ${this.#random()}\n${this.buffers.get(path) ?? this.disk.get(path) ?? ''}`);
    else if (kind === 'close') this.#close(path);
    else if (kind === 'write') this.#write(path);
    else if (kind === 'delete') this.#delete(path);
    else if (kind === 'check')
      for (
        let next = this.workspace.takeUnchecked('all');
        next !== undefined;
        next = this.workspace.takeUnchecked('all')
      )
        this.workspace.verdict(next);
    else if (kind === 'interrupted') this.#beginChecking();
    else this.workspace.linked(path);
  }

  /** Begins a check and does not finish it, as when an edit comes while a file is being checked. */
  #beginChecking(): void {
    const path = this.workspace.takeUnchecked('all');
    if (path === undefined) return;
    const steps = this.workspace.linking(path);
    for (let count = this.#random() * 4; count > 0; count--) steps.next();
    this.workspace.putBack(path);
  }

  #make(): Workspace {
    return new Workspace({ read: (path) => this.disk.get(path), exists: (path) => this.disk.has(path) }, '/wkt');
  }

  #scan(workspace: Workspace): void {
    workspace.setFolder({ folder: FOLDER, protoFiles: [...this.disk.keys()].sort(), markers: [] }, []);
  }

  #edit(path: string, text: string): void {
    this.buffers.set(path, text);
    this.workspace.setBuffer(path, text);
  }

  #close(path: string): void {
    this.buffers.delete(path);
    this.workspace.closeBuffer(path);
  }

  #write(path: string): void {
    const isNew = !this.disk.has(path);
    this.disk.set(path, this.#text());
    this.workspace.diskChanged(path);
    if (isNew) this.#scan(this.workspace);
  }

  #delete(path: string): void {
    this.disk.delete(path);
    this.#close(path);
    this.workspace.diskChanged(path);
    this.#scan(this.workspace);
  }

  #text(): string {
    const imports = IMPORTS.filter(() => this.#chance(0.2)).map(
      (path) => `import ${this.#chance(0.2) ? 'public ' : ''}"${path}";\n`,
    );
    const name = (): string => this.#pick(['A', 'B', 'C', 'D', 'E']);
    const fields = [1, 2]
      .filter(() => this.#chance(0.5))
      .map((number) => `  ${this.#pick(['int32', 'p.A', 'p.B', 'p.C', 'p.D'])} f${number} = ${number};\n`);
    const option = this.#chance(0.2) ? 'option go_package = "x";\n' : '';
    return `syntax = "proto3";\npackage p;\n${imports.join('')}${option}message ${name()} {\n${fields.join('')}}\n${this.#chance(0.1) ? 'message {' : ''}`;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

/** Returns the diagnostics with the current places in other files. */
function shown(workspace: Workspace, path: string): unknown {
  const file = workspace.linked(path);
  const inClosure = closure(file ? [file.interface] : []);
  return file?.diagnostics.map((diagnostic) => {
    const related = (diagnostic.related ?? []).map((place) => {
      const other = inClosure.find((one) => one.path === place.file);
      const home = other && workspace.textOf(other);
      return home ? { ...place, span: relatedSpan(home, place) } : place;
    });
    return { ...diagnostic, related };
  });
}

/** Returns everything that an editor can see of a workspace. */
function view(workspace: Workspace): unknown {
  const paths = [...workspace.files()].sort();
  const diagnostics = paths.map((path) => [path, workspace.verdict(path)?.hasErrors, shown(workspace, path)]);
  const { set, files, problems } = finish(descriptorSet(workspace, paths, { sourceInfo: true }));
  return {
    diagnostics,
    set: Buffer.from(set).toString('hex'),
    files,
    problems: problems.map(({ file, diagnostic }) => [file.path, diagnostic.message]),
  };
}

test.each([23, 37, 108, 126, ...Array.from({ length: 40 }, (_, i) => 1000 + i)])(
  'a workspace after changes equals a new one (%i)',
  (seed) => {
    const simulation = new Simulation(seed);
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i <= round % 4; i++) simulation.step();
      expect(view(simulation.workspace)).toEqual(view(simulation.fresh()));
    }
  },
);

/** Returns what an editor shows of a file, without the places in other files, which move without a new stamp. */
function said(workspace: Workspace, path: string): string | undefined {
  const file = workspace.linked(path);
  const diagnostics = file && diagnosticsOf(workspace, path, file, (place) => place);
  return JSON.stringify(diagnostics?.map((diagnostic) => ({ ...diagnostic, related: undefined })));
}

test.each(Array.from({ length: 40 }, (_, i) => 2000 + i))(
  'the diagnostics of a file are the same while its stamp is the same (%i)',
  (seed) => {
    const simulation = new Simulation(seed);
    const before = new Map<string, { readonly stamp: string; readonly said: string | undefined }>();
    for (let round = 0; round < 30; round++) {
      simulation.step();
      for (const path of simulation.workspace.files()) {
        const stamp = diagnosticsStamp(simulation.workspace, path);
        const now = said(simulation.workspace, path);
        const last = before.get(path);
        if (stamp !== undefined && stamp === last?.stamp) expect(now).toBe(last.said);
        if (stamp !== undefined) before.set(path, { stamp, said: now });
      }
    }
  },
);
