/** Completion in tests: `$0` in a text is the cursor. */
import { completion } from '../../../src/language/completion/completion.ts';
import type { CompletionItem } from '../../../src/language/completion/item.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { expandSnippet } from './expand.ts';
import { type Fixture, fixture } from '../../support/memoryWorkspace.ts';

/** A text without `-- path --` lines is the file `a.proto`. */
function place(source: string): Fixture {
  return fixture(source.startsWith('-- ') ? source : `-- a.proto --\n${source}`, { wellKnown: true });
}

/** Returns the offered entries, best first. */
export function offered(source: string): readonly CompletionItem[] {
  const { workspace, path, offset } = place(source);
  return [...completion(workspace, path, offset).items].sort(bySortText);
}

function bySortText(a: CompletionItem, b: CompletionItem): number {
  if (a.sortText === b.sortText) return 0;
  return a.sortText < b.sortText ? -1 : 1;
}

export function labels(source: string): readonly string[] {
  return offered(source).map((item) => item.label);
}

/** Returns the file's text after an entry was chosen and Tab was pressed at every place of its snippet. */
export function accepted(source: string, label: string): string {
  const { workspace, path, offset } = place(source);
  const item = completion(workspace, path, offset).items.find((one) => one.label === label);
  if (item === undefined)
    throw new Error(
      `"${label}" is not offered, but ${completion(workspace, path, offset)
        .items.map((one) => one.label)
        .join(', ')}`,
    );
  const newText = item.snippet ? expandSnippet([item.insertText]) : item.insertText;
  return applyEdits(workspace.tree(path)?.text ?? '', [{ span: item.span, newText }, ...item.edits]);
}
