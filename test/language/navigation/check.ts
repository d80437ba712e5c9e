/** References and renames as the editor shows them: `$0` is the cursor, and `«…»` marks each place that is found. */
import { resultOf } from '../../../src/base/slices.ts';
import { references } from '../../../src/language/navigation/references.ts';
import {
  renameable,
  renaming as renamingOf,
  type RenameChoices,
  type Renaming,
} from '../../../src/language/navigation/rename.ts';
import { subjectAt, type PointedAt } from '../../../src/language/navigation/subject.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { fixture, FOLDER, type Fixture, type FixtureOptions } from '../../support/memoryWorkspace.ts';

/** Returns the fixture without its marks. */
export function unmarked(source: string, options?: FixtureOptions): Fixture {
  return fixture(source.replaceAll(/[«»]/g, ''), options);
}

export function pointed({ workspace, path, offset }: Fixture): PointedAt | undefined {
  const file = workspace.linked(path);
  return file && subjectAt(workspace, path, file, offset);
}

/** Returns the fixture's files with each found place in `«…»`, in the form of the fixture. */
export function withReferences(source: string, options?: FixtureOptions): string {
  const made = unmarked(source, options);
  const at = pointed(made);
  const marked = new Map(made.texts);
  if (at !== undefined)
    resultOf(
      references(made.workspace, at.subject, ({ path, text, uses }) => {
        const edits = uses.flatMap(({ span: { start, end } }) => [
          { span: { start, end: start }, newText: '«' },
          { span: { start: end, end }, newText: '»' },
        ]);
        marked.set(path, applyEdits(text, edits));
        return [];
      }),
    );
  return drawn(marked, source);
}

/** What the editor gets for a rename at the cursor. */
export function renaming(made: Fixture, newName: string, choices: RenameChoices = {}): Renaming {
  const { workspace, path, offset } = made;
  const place = renameable(workspace, workspace.linked(path), offset, pointed(made));
  if (place.kind === 'refused') return place;
  return resultOf(renamingOf(workspace, place.subject, newName, choices));
}

/** The fixture's files after a rename, or the reason why there is none. */
export function renamed(
  source: string,
  newName: string,
  options?: FixtureOptions,
  choices: RenameChoices = {},
): string {
  const made = unmarked(source, options);
  const result = renaming(made, newName, choices);
  if (result.kind === 'refused') return result.reason;
  const texts = new Map(made.texts);
  for (const { path, text, edits } of result.files) texts.set(path, applyEdits(text, edits));
  return drawn(texts, source);
}

/** Prints only the files that the fixture itself has. */
function drawn(texts: ReadonlyMap<string, string>, source: string): string {
  return [...source.matchAll(/^-- (\S+) --\n/gm)]
    .map(([header, name = '']) => header + (texts.get(name.startsWith('/') ? name : `${FOLDER}/${name}`) ?? ''))
    .join('');
}
