/** Each export of a room's door has a doc comment: the door is what other rooms read. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measure } from '../../scripts/lib/measure.mjs';

const sources = join(import.meta.dirname, '..', '..', 'src');

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

/** The files directly in a room, and all of `contract/`, because other rooms import its inner folders too. */
function isDoor(name: string): boolean {
  const [room, ...rest] = name.split('/');
  return room === 'contract' || rest.length === 1;
}

function undocumentedIn(name: string, text: string): readonly string[] {
  return measure(name, text).undocumented.map((declared) => `${name}: ${declared}`);
}

test('each export of a door has a doc comment', () => {
  const offenders = files
    .filter(isDoor)
    .flatMap((name) => undocumentedIn(name, readFileSync(join(sources, name), 'utf8')));
  expect(offenders).toEqual([]);
});

test.each(['base/path.ts', 'contract/panel/messages.ts', 'schema/link.ts', 'workspace/workspace.ts'])(
  'an export of %s is reported if its doc comment is missing',
  (name) => {
    expect(files.filter(isDoor)).toContain(name);
    const text = readFileSync(join(sources, name), 'utf8');
    expect(undocumentedIn(name, `${text}\nexport const planted = 1;\n`)).toEqual([`${name}: planted`]);
  },
);
