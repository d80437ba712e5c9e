/** The Problems view names one source for all diagnostics of ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '..', '..', 'src');
/** The two folders that make diagnostics for an editor. */
const MAKERS = [join('processes', 'languageServer'), 'extension'];

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

test('each diagnostic for an editor has the source of the contract', () => {
  const sources = MAKERS.flatMap(filesIn).flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    if (!/new vscode\.Diagnostic\(|LspDiagnostic\b/.test(text)) return [];
    return [...text.matchAll(/\bsource(?: =|:) ([^,;\n]+)/g)].map(([, value = '']) => `${file}: ${value}`);
  });
  expect(sources.length).toBeGreaterThan(2);
  expect(sources.filter((each) => !each.endsWith(': DIAGNOSTIC_SOURCE'))).toEqual([]);
});
