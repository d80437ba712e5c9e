/** Converts diagnostics to the form that the Problems view shows. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as LspDiagnostic, type Range } from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { FilePath } from '../../../../base/path.ts';
import { DIAGNOSTIC_SOURCE } from '../../../../contract/diagnostics.ts';
import { relatedSpan } from '../../../../language/names/symbols.ts';
import type { LinkedFile } from '../../../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { shownSpan, type Diagnostic, type Severity } from '../../../../text/diagnostic.ts';
import { pathToUri } from '../uris.ts';
import { unlessEmpty } from './lists.ts';
import { toRange } from './ranges.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const FIRST_CHARACTER: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/**
 * Returns the range at which the editor shows a diagnostic. A diagnostic without a place is shown on the first line.
 */
export function shownRange(tree: SyntaxTree, diagnostic: Diagnostic): Range {
  const span = shownSpan(diagnostic);
  if (span) return toRange(tree, span);
  return FIRST_CHARACTER;
}

/** Converts a diagnostic of a file that has no syntax tree. */
export function toDiagnosticOfFile({ code, severity, message }: Diagnostic): LspDiagnostic {
  return { range: FIRST_CHARACTER, severity: SEVERITIES[severity], code, source: DIAGNOSTIC_SOURCE, message };
}

const TAGS: ReadonlyMap<string, DiagnosticTag[]> = new Map([
  ['unused-import', [DiagnosticTag.Unnecessary]],
  ['deprecated-use', [DiagnosticTag.Deprecated]],
]);

/**
 * Converts a diagnostic. It may point to related places in other files; `fileOf` finds such a file by its import path.
 */
export function toDiagnostic(
  tree: SyntaxTree,
  diagnostic: Diagnostic,
  own: FilePath,
  fileOf: (name: string) => { readonly path: FilePath; readonly file: LinkedFile } | undefined,
): LspDiagnostic {
  const related = (diagnostic.related ?? []).flatMap((place) => {
    if (place.file === undefined)
      return [{ location: { uri: pathToUri(own), range: toRange(tree, place.span) }, message: place.message }];
    const other = fileOf(place.file);
    if (other)
      return [
        {
          location: { uri: pathToUri(other.path), range: toRange(other.file.tree, relatedSpan(other.file, place)) },
          message: place.message,
        },
      ];
    return [];
  });
  return defined({
    range: shownRange(tree, diagnostic),
    severity: SEVERITIES[diagnostic.severity],
    code: diagnostic.code,
    source: DIAGNOSTIC_SOURCE,
    message: diagnostic.message,
    tags: TAGS.get(diagnostic.code),
    relatedInformation: unlessEmpty(related),
  });
}
