/** Files that import each other in a chain that is longer than the call stack. */
import { describe, expect, it } from 'vitest';
import { ImportCircles } from '../../src/language/names/declarations.ts';
import { fixture, FOLDER, type Fixture } from '../support/memoryWorkspace.ts';

const COUNT = 20_000;
const path = (index: number): string => `${FOLDER}/f${index}.proto`;

function chain(): Fixture {
  const files = Array.from({ length: COUNT }, (_, index) => {
    const next = index === COUNT - 1 ? '' : `import "f${index + 1}.proto";\n`;
    return `-- f${index}.proto --\nsyntax = "proto3";\npackage p;\n${next}message M${index} {}\n`;
  });
  return fixture(files.join(''));
}

describe('a chain of twenty thousand imports', () => {
  it('a chain of twenty thousand imports is searched to its end for an import cycle', () => {
    const { workspace } = chain();
    expect(new ImportCircles(workspace, path(COUNT - 1)).leadsBack(path(0))).toBe(true);
    expect(new ImportCircles(workspace, path(0)).leadsBack(path(1))).toBe(false);
  });
});

describe('an import cycle among other files', () => {
  it('an import cycle hides no path back that starts in the cycle', () => {
    const text = (...imports: readonly string[]): string =>
      `syntax = "proto3";\n${imports.map((name) => `import "${name}.proto";\n`).join('')}`;
    const { workspace } = fixture(
      `-- x.proto --\n${text('y', 'own')}-- y.proto --\n${text('x')}-- own.proto --\n${text()}-- z.proto --\n${text('z')}`,
    );
    const circles = new ImportCircles(workspace, `${FOLDER}/own.proto`);
    const answers = ['x', 'y', 'z', 'own'].map((name) => circles.leadsBack(`${FOLDER}/${name}.proto`));
    expect(answers).toEqual([true, true, false, true]);
  });
});
