/**
 * Links to the page that explains the codes of diagnostics. The page comes with the bundles: it works offline, and it is
 * about this version. Editors open a file at a line, but they do not know the headings of Markdown.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { DiagnosticCode } from '../../text/diagnosticCodes.ts';

/** Its name beside the bundles. In the repository, it is in `docs/`. */
export const EXPLANATIONS_PAGE = 'diagnostics.md';

/** The page, read when the first diagnostic needs it. */
export class Explanations {
  readonly #page: string;
  #lines: ReadonlyMap<string, number> | undefined;

  constructor(page: string) {
    this.#page = page;
  }

  /** The URI of a code's section; undefined if there is none. */
  linkTo(code: DiagnosticCode): string | undefined {
    this.#lines ??= linesOf(this.#page);
    const line = this.#lines.get(code);
    if (line === undefined) return undefined;
    return `${pathToFileURL(this.#page).href}#L${line}`;
  }
}

/** The line of each section, counted from one. */
function linesOf(page: string): ReadonlyMap<string, number> {
  const lines = textOf(page).split('\n').entries();
  const sections = [...lines].filter(([, text]) => text.startsWith('## '));
  return new Map(sections.map(([at, text]) => [text.slice(3).trim(), at + 1]));
}

/** A diagnostic without a link is better than no diagnostic. */
function textOf(page: string): string {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return '';
  }
}
