/** Refactorings as the editor shows them: `$0` is the cursor, or `«…»` is the selection. */
import { resultOf } from '../../../src/base/slices.ts';
import { offersAt } from '../../../src/language/refactoring/offers.ts';
import type { Offer, Outcome, Selection } from '../../../src/language/refactoring/refactoring.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

export interface Opened {
  readonly made: Fixture;
  readonly selection: Selection;
}

/** A text without `-- path --` lines is the file `a.proto`. */
export function open(source: string): Opened {
  const files = source.startsWith('-- ') ? source : `-- a.proto --\n${source}`;
  const marked = files.includes('«') ? files.replace('«', '$0') : files;
  const made = fixture(marked, { wellKnown: true });
  const { path, offset, workspace, texts } = made;
  const text = texts.get(path) ?? '';
  const close = text.indexOf('»');
  if (close >= 0) {
    texts.set(path, text.replace('»', ''));
    workspace.diskChanged(path);
  }
  const file = workspace.linked(path);
  if (file === undefined) throw new Error('The fixture has no cursor.');
  return { made, selection: { workspace, path, file, span: { start: offset, end: close < 0 ? offset : close } } };
}

export function titles(source: string): readonly string[] {
  return offersAt(open(source).selection).map(({ title }) => title);
}

/** Returns the changed files after a refactoring, or the reason why it is refused. */
export function refactored(source: string, title: string): string {
  const { made, selection } = open(source);
  const offers = offersAt(selection);
  const offer = offers.find((one) => one.title === title);
  if (offer === undefined || !('work' in offer))
    throw new Error(`"${title}" is not offered, but ${offers.map((one: Offer) => one.title).join(', ')}`);
  return drawn(made, resultOf(offer.work()));
}

export function drawn({ texts }: Fixture, outcome: Outcome): string {
  if (outcome.kind === 'refused') return outcome.reason;
  const changed = outcome.files.map(({ path, text, edits }) => [path, applyEdits(text, edits)] as const);
  const created = outcome.created === undefined ? [] : [[outcome.created.path, outcome.created.text] as const];
  for (const { path, text } of outcome.files) if (texts.get(path) !== text) throw new Error(`${path} is older`);
  const files = [...changed, ...created].sort(([a], [b]) => Number(a > b) - Number(a < b));
  const warning = outcome.warning === undefined ? '' : `-- warning --\n${outcome.warning}\n`;
  return warning + files.map(([path, text]) => `-- ${path.slice(FOLDER.length + 1)} --\n${text}`).join('');
}
