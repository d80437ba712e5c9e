/** A search by written names finds what the linker finds, or says that it cannot know. */
import { describe, expect, test } from 'vitest';
import { nameParts } from '../../src/syntax/tree/nameParts.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { seededRandom } from '../support/corpus.ts';

const FOLDER = '/project';
const PATHS = ['a.proto', 'b.proto', 'c.proto', 'd.proto', 'e.proto', 'f.proto'];
const PACKAGES = ['p', 'p.q', 'p.q.r', 'q', 'A', ''];
const NAMES = ['A', 'B', 'C', 'p', 'q', 'r'];
const KINDS = ['plain', 'plain', 'nested', 'enum', 'service', 'extend', 'map', 'group', 'option', 'values'] as const;

/** Small texts in which few names mean many things. */
class Texts {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** Imports lead to later files, and seldom back. */
  text(at: number): string {
    const imports = PATHS.filter((_, other) => (other > at ? this.#chance(0.5) : this.#chance(0.02))).map(
      (path) => `import ${this.#chance(0.3) ? 'public ' : ''}"${path}";\n`,
    );
    const packageName = this.#pick(PACKAGES);
    const head = packageName === '' ? '' : `package ${packageName};\n`;
    const items = Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () => this.#item());
    return `syntax = "proto2";\n${head}${imports.join('')}${items.join('')}${this.#chance(0.03) ? 'message {' : ''}`;
  }

  #item(): string {
    const [name, inner, type, other] = [this.#pick(NAMES), this.#pick(NAMES), this.#type(), this.#type()];
    switch (this.#pick(KINDS)) {
      case 'plain':
        return `message ${name} { optional ${type} f = 1; oneof ${inner} { ${other} g = 2; } }\n`;
      case 'nested':
        return `message ${name} { message ${inner} { optional ${type} f = 1; } repeated ${other} ${name} = 2; enum E { V = 0; } }\n`;
      case 'enum':
        return `enum ${name} { X_${name} = 0; }\nmessage M${name} { optional ${type} f = 1; }\n`;
      case 'service':
        return `service ${name} { rpc ${inner} (${type}) returns (stream ${other}); }\n`;
      case 'extend':
        return `extend ${type} { optional ${other} ${inner} = 100; }\nmessage N { extend ${other} { optional ${type} x = 101; } }\n`;
      case 'map':
        return `message ${name} { map<string, ${type}> a = 1; optional AEntry b = 2; extensions 100 to 200; }\n`;
      case 'group':
        return `message ${name} { optional group ${inner} = 1 { optional ${type} x = 1; } }\n`;
      case 'option':
        return `message ${name} { option (${type}) = { ${inner}: 1 }; optional ${other} f = 1; }\n`;
      case 'values':
        return `enum V${name} { ${inner} = 0; }\nextend ${type} {}\n`;
    }
  }

  #type(): string {
    const parts = Array.from({ length: this.#pick([1, 1, 1, 2, 2, 3]) }, () => this.#pick(NAMES));
    return (this.#chance(0.15) ? '.' : '') + parts.join('.');
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

function workspaceOf(seed: number): Workspace {
  const texts = new Texts(seed);
  const disk = new Map(PATHS.map((path, at) => [`${FOLDER}/${path}`, texts.text(at)]));
  const workspace = new Workspace({ read: (path) => disk.get(path), exists: (path) => disk.has(path) }, '/wkt');
  workspace.setFolder({ folder: FOLDER, protoFiles: [...disk.keys()], markers: [] }, []);
  return workspace;
}

/** The full names of all messages and enums that only one file declares. */
function uniqueTypes(workspace: Workspace): readonly string[] {
  const homes = new Map<string, Set<string>>();
  for (const path of workspace.files()) {
    for (const { kind, fullName } of workspace.linked(path)?.symbols ?? []) {
      const paths = homes.get(fullName) ?? new Set();
      homes.set(fullName, paths.add(kind === 'message' || kind === 'enum' ? path : 'something else'));
    }
  }
  return [...homes].filter(([, paths]) => paths.size === 1 && !paths.has('something else')).map(([name]) => name);
}

/** Where the linker finds the type: each part of a name that stands for it. */
function linkedUses(workspace: Workspace, path: string, fullName: string): readonly number[] {
  const file = workspace.linked(path);
  const starts = new Set<number>();
  for (const { span, target } of file?.references ?? []) {
    if (file === undefined) continue;
    let name = target.fullName;
    for (const part of nameParts(file.tree, span).toReversed()) {
      if (name === fullName) starts.add(part.start);
      name = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    }
  }
  return [...starts].sort((a, b) => a - b);
}

function drawn(workspace: Workspace): string {
  return workspace
    .files()
    .map((path) => `-- ${path} --\n${workspace.text(path) ?? ''}`)
    .join('');
}

describe('what a search by written names is certain of is what the linker finds', () => {
  test.each(Array.from({ length: 20 }, (_, part) => part))('in part %i of the random folders', (part) => {
    let [found, certain, unknown] = [0, 0, 0];
    for (let seed = 40 * part; seed < 40 * (part + 1); seed++) {
      const workspace = workspaceOf(seed);
      for (const fullName of uniqueTypes(workspace)) {
        const search = workspace.typeSearch(fullName);
        for (const path of workspace.files()) {
          const uses = search.usesIn(path);
          if (uses.kind === 'unknown') {
            unknown++;
            continue;
          }
          certain++;
          found += uses.spans.length;
          const told = `seed ${seed}: ${fullName} in ${path}\n${drawn(workspace)}`;
          expect(
            uses.spans.map(({ start }) => start),
            told,
          ).toEqual(linkedUses(workspace, path, fullName));
        }
      }
    }
    expect(found).toBeGreaterThan(5);
    expect(certain).toBeGreaterThan(unknown);
  });
});
