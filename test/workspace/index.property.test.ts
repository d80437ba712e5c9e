/** The index misses no file that mentions a name or imports a file, after any changes to the workspace. */
import { describe, expect, test } from 'vitest';
import { Workspace } from '../../src/workspace/workspace.ts';
import { seededRandom } from '../support/corpus.ts';

const FOLDER = '/project';
const PATHS = ['a.proto', 'b.proto', 'c.proto', 'x/a.proto', 'x/d.proto', 'y/a.proto', 'y/d.proto'];
const IMPORTS = [...PATHS, 'd.proto', 'gone.proto'];
const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Group', 'message', 'opt', 'deprecated', 'Nowhere'];

class Simulation {
  readonly disk = new Map<string, string>();
  readonly workspace = new Workspace(
    { read: (path) => this.disk.get(path), exists: (path) => this.disk.has(path) },
    '/wkt',
  );
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    for (const path of PATHS) if (this.#chance(0.7)) this.disk.set(`${FOLDER}/${path}`, this.#text());
    this.#scan();
  }

  step(): void {
    const path = `${FOLDER}/${this.#pick(PATHS)}`;
    const kind = this.#pick(['edit', 'edit', 'close', 'write', 'delete', 'outside', 'link', 'ask'] as const);
    if (kind === 'edit') this.workspace.setBuffer(path, this.#text());
    else if (kind === 'close') this.workspace.closeBuffer(path);
    else if (kind === 'write') this.#write(path);
    else if (kind === 'delete') this.#delete(path);
    else if (kind === 'outside') this.#toggle('/elsewhere/z.proto');
    else if (kind === 'link') this.workspace.linked(path);
    else this.workspace.importersOf(path);
  }

  #write(path: string): void {
    const isNew = !this.disk.has(path);
    this.disk.set(path, this.#text());
    this.workspace.diskChanged(path);
    if (isNew) this.#scan();
  }

  #delete(path: string): void {
    this.disk.delete(path);
    this.workspace.closeBuffer(path);
    this.workspace.diskChanged(path);
    this.#scan();
  }

  #toggle(path: string): void {
    if (this.workspace.isOpen(path)) this.workspace.closeBuffer(path);
    else this.workspace.setBuffer(path, this.#text());
  }

  #scan(): void {
    this.workspace.setFolder({ folder: FOLDER, protoFiles: [...this.disk.keys()].sort(), markers: [] }, []);
  }

  #text(): string {
    const imports = IMPORTS.filter(() => this.#chance(0.2)).map((path) => `import "${path}";\n`);
    const [one, two, three] = [this.#pick(NAMES), this.#pick(NAMES), this.#pick(NAMES)];
    const extras = [
      `extend p.${two} { optional ${one} ext = 100; }\n`,
      `service S { rpc Get(.p.${one}) returns (stream ${two}); }\n`,
      `message G { optional group ${three} = 1 { optional ${one} x = 1; } }\n`,
      `message O { option (opt) = { ${two} { [p.ext]: ${three} } }; }\n`,
      `// ${one}\nmessage {`,
      `enum E { Nowhere = 0; } message D { optional E e = 1 [default = ${two}]; }\n`,
    ].filter(() => this.#chance(0.3));
    return `syntax = "proto2";\npackage p;\n${imports.join('')}message ${one} { optional ${two} f = 1; }\n${extras.join('')}`;
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

/** Searches each file for a token that equals the name. */
function mentioning(workspace: Workspace, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return workspace.files().filter((path) => {
    const tokens = workspace.tree(path)?.tokens;
    if (tokens === undefined) return false;
    const all = Array.from({ length: tokens.count }, (_, at) => at);
    return all.some((at) => tokens.kind(at) === 'identifier' && tokens.text(at).toLowerCase() === wanted);
  });
}

function importing(workspace: Workspace, path: string): readonly string[] {
  return workspace
    .files()
    .filter((file) =>
      (workspace.summary(file)?.imports ?? []).some(
        (importPath) => workspace.resolveImport(file, importPath).path === path,
      ),
    );
}

function packages(workspace: Workspace): readonly string[] {
  const names = new Set<string>();
  for (const path of workspace.files()) {
    const summary = workspace.summary(path);
    if (summary?.declarations.some(({ topLevel }) => topLevel)) names.add(summary.package);
  }
  return [...names].sort();
}

describe('the index gives the same result as a search through every file', () => {
  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'the index gives the same result as a search, with seed %i',
    (seed) => {
      const simulation = new Simulation(seed);
      const { workspace } = simulation;
      for (let step = 0; step < 25; step++) {
        simulation.step();
        for (const name of NAMES)
          expect([...workspace.mentionsOf(`p.${name}`)]).toEqual(
            expect.arrayContaining([...mentioning(workspace, name)]),
          );
        for (const path of PATHS.map((one) => `${FOLDER}/${one}`)) {
          const found = workspace.importersOf(path);
          expect([...found].filter((file) => workspace.files().includes(file)).sort()).toEqual(
            [...importing(workspace, path)].sort(),
          );
        }
        expect(workspace.packages()).toEqual(packages(workspace));
      }
    },
  );

  test('the index contains every name that leads to a declaration', () => {
    for (let seed = 100; seed < 110; seed++) {
      const simulation = new Simulation(seed);
      for (let step = 0; step < 10; step++) simulation.step();
      for (const path of simulation.workspace.files()) {
        for (const { target } of simulation.workspace.linked(path)?.references ?? [])
          expect([target.fullName, ...simulation.workspace.mentionsOf(target.fullName)]).toContain(path);
      }
    }
  });
});
